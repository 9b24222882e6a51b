// Whose token it is, and whether the teammate in whose name notes are written exists.
import { z } from 'zod';
import { VendorError } from '../../application/vendor-error.ts';
import type { Caller } from './caller.ts';
import { wireId } from './wire.ts';

export interface AccountOptions {
  readonly connection: string;
  readonly apiUrl: string;
  readonly workspaceId: string;
  readonly authorAdminId: string;
  readonly now: () => number;
}

/** How long a proven account stays proven. */
const PROVEN_FOR_MS = 30_000;

const me = z.object({
  type: z.literal('admin'),
  app: z.object({ id_code: z.string(), region: z.string().nullish().catch(null) }),
});

const admin = z.object({ type: z.literal('admin'), id: wireId, name: z.string().nullish().catch(null) });

export interface Accounts {
  /** The author of notes. Throws `auth` for a dead token or one of another workspace, `rejected` for an unknown author. */
  readAuthor(): Promise<{ id: string; name: string; workspaceId: string }>;
  /** Throws unless the token was seen alive within the last 30 seconds. */
  prove(): Promise<void>;
}

/** The host that serves a region (Intercom API 2.16 spec, "servers"). */
const regionOfHost: Readonly<Record<string, string>> = {
  'api.intercom.io': 'us',
  'api.eu.intercom.io': 'eu',
  'api.au.intercom.io': 'au',
};

export function createAccounts(caller: Caller, options: AccountOptions): Accounts {
  let provenAt = Number.NEGATIVE_INFINITY;
  const refuse = (kind: 'auth' | 'rejected', message: string, status?: number) =>
    new VendorError(message, {
      vendor: 'intercom',
      connection: options.connection,
      kind,
      inDoubt: false,
      ...(status !== undefined && { status }),
    });

  function checkRegion(region: string | null | undefined): void {
    const expected = regionOfHost[new URL(options.apiUrl).host];
    const actual = region?.slice(0, 2).toLowerCase() ?? '';
    if (expected !== undefined && expected !== actual && Object.values(regionOfHost).includes(actual)) {
      throw refuse(
        'rejected',
        `The workspace is in region ${actual}, but the config names ${options.apiUrl}: correct "region"`,
      );
    }
  }

  async function checkToken(): Promise<void> {
    const call = { method: 'GET', route: '/me', answer: me };
    const { app } = await caller.call({ ...call, perform: (client) => client.admins.identify() }).catch((error) => {
      const isGone = error instanceof VendorError && error.details.kind === 'gone';
      throw isGone
        ? refuse('auth', `${error.message}: ${options.apiUrl} is no Intercom API, or the token is dead`, 404)
        : error;
    });
    if (app.id_code !== options.workspaceId) {
      throw refuse('auth', `The token belongs to workspace ${app.id_code}, the config names ${options.workspaceId}`);
    }
    checkRegion(app.region);
    provenAt = options.now();
  }

  return {
    async prove() {
      if (options.now() - provenAt > PROVEN_FOR_MS) {
        await checkToken();
      }
    },
    async readAuthor() {
      await checkToken();
      const { authorAdminId, workspaceId } = options;
      const call = { method: 'GET', route: '/admins/{id}', answer: admin };
      // The SDK types the id as a number, and writes it into the path as it is.
      const found = await caller
        .call({ ...call, perform: (client) => client.admins.find({ admin_id: authorAdminId as unknown as number }) })
        .catch((error) => {
          const isGone = error instanceof VendorError && error.details.kind === 'gone';
          throw isGone ? refuse('rejected', unknownAuthor(authorAdminId, workspaceId), 404) : error;
        });
      return { id: found.id, name: found.name ?? `admin ${found.id}`, workspaceId };
    },
  };
}

function unknownAuthor(adminId: string, workspaceId: string): string {
  return (
    `Intercom knows no teammate ${adminId} in workspace ${workspaceId}, so notes can't be written in that name: ` +
    'set "authorAdminId" to the id of a teammate who is still there (Settings, Teammates; the id ends the address of their page)'
  );
}
