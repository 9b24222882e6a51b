// What the doctor asks an Intercom workspace beyond the work itself: which names it has.
import { z } from 'zod';
import type { IntercomChecks } from '../../application/doctor.ts';
import { type CallerOptions, createCaller } from './caller.ts';
import { createNames } from './names.ts';

const me = z.object({ app: z.object({ region: z.string().nullish().catch(null) }) });

/** Only reads. Every method throws VendorError. */
export function createIntercomChecks(options: CallerOptions): IntercomChecks {
  const caller = createCaller(options);
  const names = createNames(caller, options.apiVersion, options.now);
  return {
    region: async () => (await caller.get('/me', me)).app.region?.slice(0, 2).toLowerCase() ?? null,
    hasTag: async (name) => (await names.findTag(name)) !== null,
    hasAttribute: async (name) => {
      const found = await names.findAttribute(name);
      return found === undefined ? null : found !== null;
    },
  };
}
