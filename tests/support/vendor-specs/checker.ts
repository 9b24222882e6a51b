/** Judges exchanges by a vendor's document, compiling what an operation needs when it is first called. */
import { createRequestCheck, createResponseCheck } from './check-messages.ts';
import { createParameterCheck } from './check-parameters.ts';
import type { Exchange } from './exchange.ts';
import { createPathFinder } from './find-path.ts';
import type { Vendor } from './load-document.ts';
import { followReference, type OpenApiDocument, type Operation, type Parameter } from './openapi-types.ts';
import { createSchemaStore } from './schema-store.ts';

export interface SpecChecker {
  readonly vendor: Vendor;
  /** Problems as "METHOD /path/{template}: what"; empty when the exchange is as the vendor describes it. */
  check(exchange: Exchange): string[];
  /** How many exchanges were judged. */
  readonly checked: number;
  /** How many belong to another API of the vendor (Data Center, service desk …), which this document does not describe. */
  readonly uncovered: number;
}

interface VendorHabits {
  readonly errorSchema: string;
  /** Paths of the vendor's other APIs. */
  readonly uncovered: RegExp;
  /** What a gateway puts before the documented path. */
  readonly prefix: RegExp;
}

const HABITS: Record<Vendor, VendorHabits> = {
  intercom: { errorSchema: 'error', uncovered: /^(?!)/, prefix: /^(?!)/ },
  'jira-cloud': {
    errorSchema: 'ErrorCollection',
    // A Data Center may live under a context path; the webhook resources are documented in prose only.
    uncovered: /^(\/[^/]+)?\/rest\/(servicedeskapi|api\/(2|latest)|webhooks\/1\.0|jira-webhook\/1\.0)(\/|$)/,
    prefix: /^\/ex\/jira\/[^/]+/,
  },
};

type OperationCheck = (exchange: Exchange, pathValues: Readonly<Record<string, string>>) => string[];

export function createChecker(vendor: Vendor, document: OpenApiDocument): SpecChecker {
  const habits = HABITS[vendor];
  const findPath = createPathFinder(Object.keys(document.paths));
  const prepare = createPreparation(document, habits.errorSchema);
  const operations = new Map<string, OperationCheck | undefined>();
  const counts = { checked: 0, uncovered: 0 };
  const judge = (exchange: Exchange): string[] => {
    const method = exchange.method.toUpperCase();
    const path = exchange.path.replace(habits.prefix, '');
    const found = findPath(path);
    if (!found) return [`${method} ${path}: no such path in ${vendor}`];
    const name = `${method} ${found.template}`;
    if (!operations.has(name)) operations.set(name, prepare(found.template, method));
    const check = operations.get(name);
    if (!check) return [`${name}: no such method on this path in ${vendor}`];
    return check(exchange, found.values).map((problem) => `${name}: ${describeStatus(problem, exchange)}`);
  };
  return {
    vendor,
    check(exchange) {
      if (exchange.path.startsWith('/_simulator')) return [];
      if (habits.uncovered.test(exchange.path)) {
        counts.uncovered += 1;
        return [];
      }
      counts.checked += 1;
      return judge(exchange);
    },
    get checked() {
      return counts.checked;
    },
    get uncovered() {
      return counts.uncovered;
    },
  };
}

function describeStatus(problem: string, { status }: Exchange): string {
  return problem.replace(/^response/, `response ${status}`);
}

function createPreparation(document: OpenApiDocument, errorSchema: string) {
  const { schemas } = document.components;
  const requests = createSchemaStore(schemas, 'request');
  const responses = createSchemaStore(schemas, 'response');
  const parameters = createSchemaStore(schemas, 'request', { coerceTypes: 'array' });
  const general = { $ref: `#/components/schemas/${errorSchema}` };
  return (template: string, method: string): OperationCheck | undefined => {
    const operation = readOperation(document, template, method);
    if (!operation) return undefined;
    const checkParameters = createParameterCheck(parameters, readParameters(document, template, operation));
    const checkRequest = createRequestCheck(requests, operation);
    const checkResponse = createResponseCheck(responses, document, operation, general);
    return (exchange, pathValues) => [
      ...checkParameters(exchange, pathValues),
      ...checkRequest(exchange),
      ...checkResponse(exchange),
    ];
  };
}

function readOperation(document: OpenApiDocument, template: string, method: string): Operation | undefined {
  return document.paths[template]?.[method.toLowerCase()];
}

function readParameters(document: OpenApiDocument, template: string, operation: Operation): Parameter[] {
  const shared = document.paths[template]?.parameters ?? [];
  const all = [...shared, ...(operation.parameters ?? [])].map((one) => followReference<Parameter>(document, one));
  return [...new Map(all.map((one) => [`${one.in} ${one.name}`, one])).values()];
}
