/** Checks the two bodies of an exchange against what the operation declares. */
import { describeErrors } from './describe-errors.ts';
import { type Exchange, isBodyPresent, readMediaType } from './exchange.ts';
import { findUndeclared } from './find-undeclared.ts';
import {
  type Content,
  followReference,
  type JsonSchema,
  type OpenApiDocument,
  type Operation,
} from './openapi-types.ts';
import type { SchemaStore } from './schema-store.ts';

type BodyCheck = (body: unknown) => string[];

export function createRequestCheck(store: SchemaStore, operation: Operation): (exchange: Exchange) => string[] {
  const declared = operation.requestBody;
  const checkJson = memoize((type: string) => compileRequest(store, declared?.content[type]?.schema));
  return ({ requestBody, requestHeaders }) => {
    if (!declared) return isBodyPresent(requestBody) ? ['request body is sent although the operation has none'] : [];
    if (!isBodyPresent(requestBody)) {
      // Intercom marks no body as required; one whose schema requires properties is none the less.
      const isMissing = declared.required || checkJson('application/json')({}).length > 0;
      return isMissing ? ['request body is missing'] : [];
    }
    const sent = readMediaType(requestHeaders);
    const type = findMediaType(declared.content, sent);
    if (type === undefined) return [`request content-type ${sent ?? '(none)'} is not ${nameTypes(declared.content)}`];
    return requestBody instanceof Uint8Array ? [] : checkJson(type)(requestBody);
  };
}

function compileRequest(store: SchemaStore, schema: JsonSchema | undefined): BodyCheck {
  if (!schema) return () => [];
  const converted = store.convert(schema);
  const validate = store.compile(converted);
  return (body) => {
    const errors = validate(body) ? [] : describeErrors(store, 'request body', validate.errors ?? []);
    return [...new Set([...errors, ...findUndeclared(store, converted, body)])];
  };
}

/** `errorSchema` is the vendor's general error, for the failures that the operation says nothing precise about. */
export function createResponseCheck(
  store: SchemaStore,
  document: OpenApiDocument,
  operation: Operation,
  errorSchema: JsonSchema,
): (exchange: Exchange) => string[] {
  const compile = (schema: JsonSchema): BodyCheck => {
    const validate = store.compile(store.convert(schema));
    return (body) => (validate(body) ? [] : describeErrors(store, 'response body', validate.errors ?? []));
  };
  const checkError = memoize(() => compile(errorSchema));
  const checkDeclared = memoize((key: string) => {
    const [status = '', type = ''] = key.split(' ');
    const found = operation.responses[status];
    const schema = found && followReference(document, found).content?.[type]?.schema;
    return schema ? compile(schema) : undefined;
  });
  return (exchange) => {
    const status = String(exchange.status);
    const found = operation.responses[status] ?? operation.responses['default'];
    const content = found && (followReference(document, found).content ?? {});
    if (!content && exchange.status < 400) return ['response status is not declared'];
    const type = findMediaType(content ?? {}, readMediaType(exchange.responseHeaders));
    const check =
      type === undefined ? undefined : checkDeclared(`${status in operation.responses ? status : 'default'} ${type}`);
    if (exchange.status >= 400) return checkFailure(exchange, check ?? checkError(''));
    return checkSuccess(exchange, content ?? {}, check);
  };
}

/** A proxy before the vendor answers failures in HTML or not at all (both vendors do), so only JSON is judged. */
function checkFailure({ responseBody }: Exchange, check: BodyCheck): string[] {
  const isJson =
    isBodyPresent(responseBody) && typeof responseBody === 'object' && !(responseBody instanceof Uint8Array);
  return isJson ? check(responseBody) : [];
}

function checkSuccess(exchange: Exchange, content: Content, check: BodyCheck | undefined): string[] {
  const { status, responseBody, responseHeaders } = exchange;
  const isPresent = isBodyPresent(responseBody);
  if (status === 204) return isPresent ? ['response body is sent with 204'] : [];
  const types = Object.keys(content).filter((type) => content[type]?.schema);
  if (types.length === 0) return [];
  if (!isPresent) return ['response body is missing'];
  if (!check) {
    return [`response content-type ${readMediaType(responseHeaders) ?? '(none)'} is not ${nameTypes(content)}`];
  }
  return check(responseBody);
}

/** The declared media type that a sent one belongs to; JSON is assumed when a header is absent. */
function findMediaType(content: Content, sent = 'application/json'): string | undefined {
  if (sent in content) return sent;
  return '*/*' in content ? '*/*' : undefined;
}

function nameTypes(content: Content): string {
  return Object.keys(content).join(' or ');
}

function memoize<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
