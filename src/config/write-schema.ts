/** Writes config/deskbridge.schema.json anew: `node src/config/write-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from './json-schema.ts';

const target = new URL('../../config/deskbridge.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
