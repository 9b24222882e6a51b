/** Words for a validator's errors: one line a fault, array positions as `*` so that a list's same fault is one line. */
import type { ErrorObject } from 'ajv';
import type { JsonSchema } from './openapi-types.ts';
import type { SchemaStore } from './schema-store.ts';

const PROPERTY_PARAMETERS: Record<string, string> = {
  additionalProperties: 'additionalProperty',
  required: 'missingProperty',
};

/** The place of an error in the checked value, e.g. every item of `/errors` as one; empty for the value itself. */
export function generalizePointer(pointer: string): string {
  return pointer.replace(/\/\d+(?=\/|$)/g, '/*');
}

/**
 * `where` says which part of the exchange was checked, e.g. "request body". Empty when there are no errors.
 * Of a failed choice only the nearest form is told about: all forms together would bury the one wrong field.
 */
export function describeErrors(store: SchemaStore, where: string, errors: readonly ErrorObject[]): string[] {
  const choices = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
  const outer = choices.filter(
    (choice, index) => !choices.some((other, place) => isAround(other, choice, place > index)),
  );
  const tried = outer.map((choice) => ({ choice, forms: tryForms(store, choice) }));
  const isTold = (error: ErrorObject) =>
    choices.includes(error) || tried.some(({ forms }) => forms.flat().some((other) => isSameFault(other, error)));
  const lines = errors.filter((error) => !isTold(error)).map((error) => describeError(where, error));
  return [...new Set([...lines, ...tried.flatMap(({ choice, forms }) => describeChoice(store, where, choice, forms))])];
}

/** The errors of each form of a choice by itself, none where the form fits. */
function tryForms(store: SchemaStore, choice: ErrorObject): ErrorObject[][] {
  return (choice.schema as JsonSchema[]).map((form) => {
    const validate = store.compile(form);
    const errors = validate(choice.data) ? [] : (validate.errors ?? []);
    return errors.map((error) => ({ ...error, instancePath: choice.instancePath + error.instancePath }));
  });
}

function describeChoice(store: SchemaStore, where: string, choice: ErrorObject, forms: ErrorObject[][]): string[] {
  if (forms.some((errors) => errors.length === 0)) {
    return [`${at(where, choice)} fits more than one of the allowed forms`];
  }
  const [nearest = []] = forms.toSorted((left, right) => measureDistance(left) - measureDistance(right));
  return describeErrors(store, where, nearest);
}

function isSameFault(left: ErrorObject, right: ErrorObject): boolean {
  return (
    left.parentSchema === right.parentSchema &&
    left.keyword === right.keyword &&
    left.instancePath === right.instancePath
  );
}

/** A wrong constant (`type`, `message_type`) tells that another form was meant, so it outweighs any number of slips. */
function measureDistance(errors: readonly ErrorObject[]): number {
  return errors.reduce((sum, { keyword }) => sum + (keyword === 'enum' ? 100 : 1), 0);
}

/** Ajv reports the parts before the whole, so at one place the later of two failed choices is the outer one. */
function isAround(other: ErrorObject, choice: ErrorObject, isLater: boolean): boolean {
  if (other.instancePath === choice.instancePath) return isLater;
  return choice.instancePath.startsWith(`${other.instancePath}/`);
}

function at(where: string, error: ErrorObject): string {
  return `${where} ${generalizePointer(error.instancePath)}`.trimEnd();
}

function describeError(where: string, error: ErrorObject): string {
  const place = at(where, error);
  const property = error.params[PROPERTY_PARAMETERS[error.keyword] ?? ''];
  switch (error.keyword) {
    case 'additionalProperties':
      return describeUndeclared(where, `${error.instancePath}/${property}`);
    case 'required':
      return `${place} lacks ${property}`;
    case 'enum':
      return `${place} ${JSON.stringify(error.data)} is none of ${error.params['allowedValues'].join(', ')}`;
    case 'type':
      return `${place} must be ${[error.params['type']].flat().join(' or ')}, not ${nameType(error.data)}`;
    default:
      return `${place} ${error.message ?? error.keyword}`;
  }
}

export function describeUndeclared(where: string, pointer: string): string {
  return `${where} ${generalizePointer(pointer)} is an undeclared property`.trimStart();
}

function nameType(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
