/** Checks what stands in the path, the query and the headers of a request. */
import type { ValidateFunction } from 'ajv';
import { isObject } from './convert-schema.ts';
import { describeErrors } from './describe-errors.ts';
import type { Exchange } from './exchange.ts';
import type { Parameter } from './openapi-types.ts';
import type { SchemaStore } from './schema-store.ts';

type Place = 'path' | 'query' | 'header';

/** `store` must coerce types: on the wire every parameter is text. */
export function createParameterCheck(
  store: SchemaStore,
  parameters: readonly Parameter[],
): (exchange: Exchange, pathValues: Readonly<Record<string, string>>) => string[] {
  const placed = (place: Place) => parameters.filter((parameter) => parameter.in === place);
  const validators = {
    path: compileParameters(store, placed('path'), 'path'),
    query: compileParameters(store, placed('query'), 'query'),
    header: compileParameters(store, placed('header'), 'header'),
  };
  const run = (place: Place, values: Record<string, unknown>) =>
    validators[place](values) ? [] : describeErrors(store, place, validators[place].errors ?? []).map(tidy);
  return (exchange, pathValues) => [
    ...run('path', { ...pathValues }),
    ...run('query', splitLists(exchange.query, placed('query'))),
    ...run('header', lowerNames(exchange.requestHeaders)),
  ];
}

function compileParameters(store: SchemaStore, parameters: readonly Parameter[], place: Place): ValidateFunction {
  const nameOf = ({ name }: Parameter) => (place === 'header' ? name.toLowerCase() : name);
  return store.compile({
    type: 'object',
    properties: Object.fromEntries(parameters.map((one) => [nameOf(one), store.convert(one.schema ?? {})])),
    required: parameters.filter(({ required }) => required).map(nameOf),
    // Any client sends headers of its own; an unknown query parameter is a mistake that a vendor ignores silently.
    additionalProperties: place === 'header',
  });
}

function tidy(line: string): string {
  return line
    .replace(/^query \/(.*) is an undeclared property$/, 'query $1 is an unknown parameter')
    .replace(' /', ' ');
}

/** An array parameter with `explode: false` is one text with commas (OpenAPI 3.0.1, style "form"). */
function splitLists(query: Exchange['query'], parameters: readonly Parameter[]): Record<string, unknown> {
  const values: Record<string, unknown> = { ...query };
  for (const { name, explode, schema } of parameters) {
    const value = values[name];
    if (explode === false && schema?.['type'] === 'array' && typeof value === 'string') values[name] = value.split(',');
  }
  return values;
}

function lowerNames(headers: unknown): Record<string, unknown> {
  const entries = isObject(headers) ? Object.entries(headers).filter(([, value]) => value !== undefined) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}
