/** Compiles a vendor's schemas on first use: a whole document would take many seconds, a call's own few milliseconds. */
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { convertSchema, type Direction, isObject, nameComponent, readComponentName } from './convert-schema.ts';
import type { JsonSchema } from './openapi-types.ts';

export interface SchemaStore {
  /** The JSON Schema for a schema of the document, ready for `compile` and `resolve`. */
  convert(schema: JsonSchema): JsonSchema;
  /** A validator of a converted schema; compiled once an object. */
  compile(converted: JsonSchema): ValidateFunction;
  /** Follows a converted schema's reference to its component. */
  resolve(converted: JsonSchema): JsonSchema;
}

/** Throws, when it converts, on a reference to a component that the document lacks. */
export function createSchemaStore(
  components: Readonly<Record<string, JsonSchema>>,
  direction: Direction,
  options: Options = {},
): SchemaStore {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    verbose: true,
    validateSchema: false,
    logger: false,
    ...options,
  });
  formats.default(ajv);
  const known = new Map<string, JsonSchema>();
  const convert = (schema: JsonSchema): JsonSchema => {
    const references: string[] = [];
    const converted = convertSchema(schema, direction, (name) => references.push(name));
    for (const name of references) addComponent(name);
    return converted;
  };
  const addComponent = (name: string) => {
    if (known.has(name)) return;
    const schema = components[name];
    if (!isObject(schema)) throw new Error(`The document has no schema ${name}`);
    known.set(name, {}); // a component may contain itself
    const converted = convert(schema);
    known.set(name, converted);
    ajv.addSchema(converted, nameComponent(name));
  };
  const resolve = (converted: JsonSchema): JsonSchema => {
    const name = readComponentName(converted);
    return name === undefined ? converted : resolve(known.get(name) ?? {});
  };
  return { convert, compile: (converted) => ajv.compile(converted), resolve };
}
