// What the doctor asks an Intercom workspace beyond the work itself: which names it has.
import type { IntercomChecks } from '../../application/doctor.ts';
import { type CallerOptions, createCaller } from './caller.ts';
import { createNames } from './names.ts';

/** Only reads. Every method throws VendorError. */
export function createIntercomChecks(options: CallerOptions): IntercomChecks {
  const names = createNames(createCaller(options), options.apiVersion, options.now);
  return {
    hasTag: async (name) => (await names.findTag(name)) !== null,
    hasAttribute: async (name) => {
      const found = await names.findAttribute(name);
      return found === undefined ? null : found !== null;
    },
  };
}
