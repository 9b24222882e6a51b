/** Writes docs/admins/config-reference.md anew: `node src/config/write-reference.ts`. */
import { writeFileSync } from 'node:fs';
import { configReference } from './reference-page.ts';

writeFileSync(new URL('../../docs/admins/config-reference.md', import.meta.url), configReference());
