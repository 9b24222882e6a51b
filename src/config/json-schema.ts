/** The JSON Schema of the config file, for editors and for explaining mistakes. */
import * as z from 'zod';
import { configSchema } from './schema.ts';

/** Describes the file as people write it (`15s`, `${NAME}`), in JSON Schema draft 2020-12. */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: 'input' });
  return { $schema, title: 'Deskbridge configuration', ...schema };
}
