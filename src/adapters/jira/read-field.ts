// Reads a field as create or edit metadata describes it, with what can be chosen in it.
import { z } from 'zod';
import type { CreateField, FieldOption } from '../../domain/new-issue.ts';
import { fieldTypeOf, schemaSchema, takesOptions, vendorTypeOf } from './field-type.ts';

const id = z.union([z.string().min(1), z.number().transform(String)]);
const text = z.string().optional().catch(undefined);

/** `value` of custom fields' options, `name` of everything else that has an id; archived versions can't be chosen. */
const optionSchema = z.object({
  id,
  value: text,
  name: text,
  disabled: z.boolean().optional().catch(undefined),
  archived: z.boolean().optional().catch(undefined),
  children: z.array(z.unknown()).optional().catch(undefined),
});

const fieldSchema = z.object({
  fieldId: text,
  key: text,
  name: text,
  required: z.boolean().catch(false),
  hasDefaultValue: z.boolean().optional().catch(undefined),
  schema: schemaSchema,
  allowedValues: z.array(z.unknown()).nullish().catch(null),
});

/** Null for what is not a field. `knownId` is the key under which edit metadata lists it. */
export function readField(data: unknown, knownId: string | null = null): CreateField | null {
  const field = fieldSchema.safeParse(data).data;
  const fieldId = knownId ?? field?.fieldId ?? field?.key;
  if (field === undefined || fieldId === undefined) return null;
  const schema = field.schema ?? {};
  const allowed = field.allowedValues ?? null;
  const type = fieldTypeOf(schema, allowed !== null);
  return {
    id: fieldId,
    name: field.name ?? fieldId,
    type,
    required: field.required,
    hasDefault: field.hasDefaultValue ?? false,
    options: takesOptions(type) && allowed !== null ? readOptions(allowed) : null,
    vendorType: vendorTypeOf(schema),
  };
}

function readOptions(list: readonly unknown[]): readonly FieldOption[] {
  return list.map(readOption).filter((option) => option !== null);
}

function readOption(data: unknown): FieldOption | null {
  const option = optionSchema.safeParse(data).data;
  if (option === undefined || option.disabled === true || option.archived === true) return null;
  const name = option.value ?? option.name ?? option.id;
  return { id: option.id, name, ...(option.children === undefined ? {} : { children: readOptions(option.children) }) };
}
