// What conditions may ask of a customer or a conversation by the name of an attribute.
import type { AttributeValue, Customer } from '../dialog.ts';
import { sameName } from './choice.ts';

/** The value of the attribute of this name, whatever its case; null where there is none. */
export function attributeNamed(attributes: Readonly<Record<string, AttributeValue>>, name: string): AttributeValue {
  if (Object.hasOwn(attributes, name)) return attributes[name] ?? null;
  const found = Object.keys(attributes).find((candidate) => sameName(candidate, name));
  return found === undefined ? null : (attributes[found] ?? null);
}

/** What every customer has, by the names that templates use for it too. */
const STANDARD: Readonly<Record<string, (customer: Customer) => AttributeValue>> = {
  name: (customer) => customer.name,
  email: (customer) => customer.email,
  phone: (customer) => customer.phone,
  company: (customer) => customer.company?.name ?? null,
  plan: (customer) => customer.company?.plan ?? attributeNamed(customer.attributes, 'plan'),
  externalId: (customer) => customer.externalId,
};

/** An attribute of the customer: one that every customer has, or a custom one. Null without a customer. */
export function customerValue(customer: Customer | null, name: string): AttributeValue {
  if (customer === null) return null;
  const standard = Object.keys(STANDARD).find((candidate) => sameName(candidate, name));
  const read = standard === undefined ? undefined : STANDARD[standard];
  return read === undefined ? attributeNamed(customer.attributes, name) : read(customer);
}
