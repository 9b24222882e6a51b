/** Finds what a request sends although the vendor's schema does not know it: the vendor may silently ignore that. */
import { isObject } from './convert-schema.ts';
import { describeUndeclared, generalizePointer } from './describe-errors.ts';
import type { JsonSchema } from './openapi-types.ts';
import type { SchemaStore } from './schema-store.ts';

/**
 * A property is undeclared when the schemas that apply to its object list properties, none lists this one, and none
 * says `additionalProperties`. OpenAPI itself allows such a property, so that plain validation never tells.
 */
export function findUndeclared(store: SchemaStore, schema: JsonSchema, value: unknown, pointer = ''): string[] {
  const applying = flatten(store, schema, value);
  if (Array.isArray(value)) {
    const items = merge(applying.map((one) => one['items']).filter(isObject));
    return items ? value.flatMap((item) => findUndeclared(store, items, item, `${pointer}/*`)) : [];
  }
  if (!isObject(value)) return [];
  const listing = applying.filter((one) => isObject(one['properties']));
  const open = listing.length === 0 || applying.some((one) => allowsOthers(one));
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = `${pointer}/${name}`;
    const declared = listing.map((one) => readOwn(one['properties'], name)).filter(isObject);
    if (declared.some((one) => one['readOnly'] === true)) {
      return [`request body ${generalizePointer(place)} is read-only: the vendor ignores it in a request`];
    }
    if (declared.length === 0 && !open) return [describeUndeclared('request body', place)];
    const others = applying.map((one) => one['additionalProperties']).filter(isObject);
    const inside = merge(declared.length > 0 ? declared : others);
    return inside ? findUndeclared(store, inside, inner, place) : [];
  });
}

/** The plain schemas that apply to this value: references followed, and of a choice the forms that it fits. */
function flatten(store: SchemaStore, schema: JsonSchema, value: unknown): JsonSchema[] {
  const own = store.resolve(schema);
  const parts = ['oneOf', 'anyOf'].flatMap((choice) => chooseForms(store, readSchemas(own[choice]), value));
  return [own, ...[...readSchemas(own['allOf']), ...parts].flatMap((part) => flatten(store, part, value))];
}

/** Where none fits, validation has told so already, and a property of any form counts as declared. */
function chooseForms(store: SchemaStore, forms: readonly JsonSchema[], value: unknown): readonly JsonSchema[] {
  const fitting = forms.filter((form) => store.compile(form)(value));
  return fitting.length > 0 ? fitting : forms;
}

function readSchemas(list: unknown): readonly JsonSchema[] {
  return Array.isArray(list) ? list : [];
}

function allowsOthers(schema: JsonSchema): boolean {
  return schema['additionalProperties'] === true || isObject(schema['additionalProperties']);
}

function merge(schemas: readonly JsonSchema[]): JsonSchema | undefined {
  return schemas.length > 1 ? { allOf: schemas } : schemas[0];
}

function readOwn(properties: unknown, name: string): unknown {
  return isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
}
