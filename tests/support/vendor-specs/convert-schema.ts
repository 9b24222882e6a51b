/** Turns an OpenAPI 3.0 schema into the JSON Schema that means the same in one direction (request or response). */
import type { JsonSchema } from './openapi-types.ts';

export type Direction = 'request' | 'response';

const KEPT = ['type', 'format', 'pattern', 'enum', 'uniqueItems', 'minimum', 'maximum', 'multipleOf', 'readOnly'];
const KEPT_SIZES = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'];
const COMBINERS = ['allOf', 'oneOf', 'anyOf'] as const;
const COMPONENT = '#/components/schemas/';

/** The id under which the converted component is known to the validator. */
export function nameComponent(name: string): string {
  return `component:${name}`;
}

/** The component that a converted schema points to, undefined when it points to none. */
export function readComponentName(schema: JsonSchema): string | undefined {
  const target = schema['$ref'];
  return typeof target === 'string' ? target.slice(nameComponent('').length) : undefined;
}

/**
 * Converts one schema; `onReference` hears of every component it points to.
 * A property that is read-only is not required of a request, nor a write-only one of a response (OpenAPI 3.0.1, Schema Object).
 * `nullable` beside `$ref` has no meaning in OpenAPI 3.0, but Intercom writes and means it, so it counts here.
 */
export function convertSchema(
  schema: JsonSchema,
  direction: Direction,
  onReference: (component: string) => void,
): JsonSchema {
  const convert = (inner: unknown) => convertSchema(inner as JsonSchema, direction, onReference);
  const converted = isReference(schema)
    ? { $ref: nameComponent(readReference(schema.$ref, onReference)) }
    : convertKeywords(schema, direction, convert);
  return schema['nullable'] === true ? allowNull(converted) : converted;
}

function convertKeywords(
  schema: JsonSchema,
  direction: Direction,
  convert: (inner: unknown) => JsonSchema,
): Record<string, unknown> {
  const converted: Record<string, unknown> = {};
  for (const keyword of [...KEPT, ...KEPT_SIZES]) if (keyword in schema) converted[keyword] = schema[keyword];
  for (const keyword of COMBINERS) {
    if (Array.isArray(schema[keyword])) converted[keyword] = schema[keyword].map(convert);
  }
  for (const keyword of ['items', 'not']) if (isObject(schema[keyword])) converted[keyword] = convert(schema[keyword]);
  const others = schema['additionalProperties'];
  if (others !== undefined) converted['additionalProperties'] = isObject(others) ? convert(others) : others;
  const properties = schema['properties'];
  if (isObject(properties)) {
    converted['properties'] = Object.fromEntries(Object.entries(properties).map(([k, v]) => [k, convert(v)]));
  }
  if (Array.isArray(schema['required'])) {
    const unasked = direction === 'request' ? 'readOnly' : 'writeOnly';
    converted['required'] = schema['required'].filter((name) => !isMarked(properties, name, unasked));
  }
  return converted;
}

function isMarked(properties: unknown, name: unknown, mark: string): boolean {
  const property = isObject(properties) ? properties[String(name)] : undefined;
  return isObject(property) && property[mark] === true;
}

function allowNull(schema: JsonSchema): JsonSchema {
  if (typeof schema['type'] !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const values = schema['enum'];
  return { ...schema, type: [schema['type'], 'null'], ...(Array.isArray(values) ? { enum: [...values, null] } : {}) };
}

function readReference(target: string, onReference: (component: string) => void): string {
  if (!target.startsWith(COMPONENT)) throw new Error(`Only references to components are understood, not ${target}`);
  const name = target.slice(COMPONENT.length);
  onReference(name);
  return name;
}

function isReference(schema: JsonSchema): schema is JsonSchema & { $ref: string } {
  return typeof schema['$ref'] === 'string';
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
