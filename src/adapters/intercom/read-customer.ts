// Who the customer of a conversation is: its contact, followed through merges, with the company.
import type { Customer } from '../../domain/dialog.ts';
import { readErrorLink } from './call-error.ts';
import { callProven, type Desk, isKind } from './desk.ts';
import {
  type DialogExtras,
  type WireCompany,
  type WireContact,
  wireCompanyAnswer,
  wireContactAnswer,
} from './wire-dialog.ts';

/** Intercom gives at most so many hops to the contact that survived a merge (API 2.16, "contact_merged"). */
const MOST_HOPS = 3;

/**
 * The first contact of the conversation. One that is gone or may not be read is told as far as the conversation itself
 * knows it; null when the conversation has no contact.
 */
export async function readCustomer(desk: Desk, dialog: DialogExtras): Promise<Customer | null> {
  const [first] = dialog.contacts;
  if (first === undefined) {
    return null;
  }
  const contact = await readContact(desk, first.id);
  const company = await readCompany(desk, dialog.company ?? contact?.companies[0] ?? null);
  if (contact === null) {
    const author = dialog.source?.author;
    const isAuthor = author?.id === first.id;
    return {
      id: first.id,
      externalId: first.external_id ?? null,
      name: (isAuthor && author.name) || null,
      email: (isAuthor && author.email) || null,
      phone: null,
      ownerId: null,
      company,
      attributes: {},
    };
  }
  return {
    id: contact.id,
    externalId: contact.external_id || null,
    name: contact.name || null,
    email: contact.email || null,
    phone: contact.phone || null,
    ownerId: contact.owner_id,
    company,
    attributes: contact.custom_attributes,
  };
}

/** The id in `Link: </contacts/{id}>; rel="canonical"` of a merged contact; anything else is not followed. */
function readCanonical(link: string | null): string | null {
  return /^\s*<\/contacts\/([A-Za-z0-9_-]{1,64})>\s*;\s*rel="?canonical"?/.exec(link ?? '')?.[1] ?? null;
}

async function readContact(desk: Desk, contactId: string): Promise<WireContact | null> {
  let id: string | null = contactId;
  for (let hop = 0; id !== null && hop <= MOST_HOPS; hop += 1) {
    const asked: string = id;
    try {
      return await callProven(desk, {
        method: 'GET',
        route: '/contacts/{id}',
        answer: wireContactAnswer,
        perform: (client) => client.contacts.find({ contact_id: asked }),
      });
    } catch (error) {
      if (!isKind(error, 'gone', 'forbidden')) {
        throw error;
      }
      id = readCanonical(readErrorLink(error));
    }
  }
  return null;
}

async function readCompany(desk: Desk, known: WireCompany | null): Promise<Customer['company']> {
  if (known === null) {
    return null;
  }
  const company = known.name ? known : await askCompany(desk, known.id);
  return (
    company && {
      id: company.id,
      name: company.name || company.id,
      plan: company.plan,
      monthlySpend: company.monthly_spend ?? null,
    }
  );
}

async function askCompany(desk: Desk, id: string): Promise<WireCompany | null> {
  try {
    return await callProven(desk, {
      method: 'GET',
      route: '/companies/{id}',
      answer: wireCompanyAnswer,
      perform: (client) => client.companies.find({ company_id: id }),
    });
  } catch (error) {
    if (isKind(error, 'gone', 'forbidden')) {
      return null;
    }
    throw error;
  }
}
