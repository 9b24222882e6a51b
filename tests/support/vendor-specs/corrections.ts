/** Where the vendors' documents contradict their own examples or documentation: each is put right by itself, with its reason. */
import type { Vendor } from './load-document.ts';
import { type OpenApiDocument, readPointer } from './openapi-types.ts';

/** A change of one object in the document: `set` replaces these members of what stands at the pointer. */
export interface Correction {
  readonly pointer: string;
  readonly set: Readonly<Record<string, unknown>>;
  /** Which fact the document lacks, and which source states it. */
  readonly why: string;
}

const RELATIVE_URL = {
  set: { format: 'uri-reference' },
  why: 'every example of the same document holds a path ("/contacts/…/tags"), which is no absolute URI',
};

const OVERLAPPING_FORMS =
  'its forms do not exclude each other, so that "exactly one" refuses the same operation\'s own examples';

const tagForms = ['create_or_update_tag', 'tag_company', 'untag_company', 'tag_multiple_users'];

const INTERCOM: readonly Correction[] = [
  ...[
    'contact_tags',
    'contact_notes',
    'contact_companies',
    'company_data',
    'contact_subscription_types',
    'addressable_list',
  ].map((schema) => ({ pointer: `/components/schemas/${schema}/properties/url`, ...RELATIVE_URL })),
  {
    pointer: '/components/schemas/addressable_list/properties/type',
    set: { format: 'word' },
    why: 'the type of a listed thing is a word ("note", "tag"), not a URI',
  },
  {
    pointer: '/paths/~1contacts~1{contact_id}~1notes/post/parameters/1',
    set: { schema: { type: 'string' } },
    why: 'a contact id is 24 hexadecimal digits everywhere else, also in the GET of the same path',
  },
  {
    pointer: '/components/schemas/search_request/properties',
    set: {
      sort: {
        type: 'object',
        properties: { field: { type: 'string' }, order: { type: 'string', enum: ['ascending', 'descending'] } },
      },
    },
    why: 'Intercom: Pagination & Sorting, search sorts conversations as it sorts contacts',
  },
  {
    pointer: '/components/schemas/custom_attributes/additionalProperties/anyOf',
    set: { 4: { type: 'boolean' }, 5: { type: 'number' } },
    why: 'the document lets boolean and decimal conversation attributes be created, so they have such values',
  },
  {
    pointer: '/paths/~1tags/post/requestBody/content/application~1json/schema',
    set: { oneOf: undefined, anyOf: tagForms.map((name) => ({ $ref: `#/components/schemas/${name}_request` })) },
    why: OVERLAPPING_FORMS,
  },
  {
    pointer: '/components/schemas/update_data_attribute_request/oneOf/1',
    set: { not: { required: ['options'] } },
    why: OVERLAPPING_FORMS,
  },
];

const MAY_BE_NULL = { set: { nullable: true } };

const JIRA_CLOUD: readonly Correction[] = [
  ...['User', 'UserDetails'].map((schema) => ({
    pointer: `/components/schemas/${schema}/properties/emailAddress`,
    ...MAY_BE_NULL,
    why: 'its own description: "this may be returned as null"',
  })),
  ...['from', 'to', 'fromString', 'toString'].map((name) => ({
    pointer: `/components/schemas/ChangeDetails/properties/${name}`,
    ...MAY_BE_NULL,
    why: 'a field that was or becomes empty has null there, as in the example of GET changelog',
  })),
  {
    pointer: '/paths/~1rest~1api~13~1issue~1{issueIdOrKey}~1remotelink/get/responses/200/content/application~1json',
    set: {
      schema: {
        anyOf: [
          { type: 'array', items: { $ref: '#/components/schemas/RemoteIssueLink' } },
          { $ref: '#/components/schemas/RemoteIssueLink' },
        ],
      },
    },
    why: 'without globalId the answer is a list, as in its example; only with globalId it is one link',
  },
  {
    pointer: '/components/schemas/BulkIssueResults/properties',
    set: { expand: { type: 'string' } },
    why: 'the example of POST bulkfetch has it',
  },
  {
    pointer: '/components/schemas/ServerInformation/properties',
    set: { defaultLocale: { type: 'object' } },
    why: 'the example of GET serverInfo has it',
  },
];

export const CORRECTIONS: Record<Vendor, readonly Correction[]> = { intercom: INTERCOM, 'jira-cloud': JIRA_CLOUD };

/** Changes the document in place. Throws when a correction has nothing to correct: the document is another one now. */
export function applyCorrections(document: OpenApiDocument, corrections: readonly Correction[]): void {
  for (const { pointer, set, why } of corrections) {
    const target = readPointer(document, pointer);
    if (typeof target !== 'object' || target === null) throw new Error(`Nothing to correct at ${pointer} (${why})`);
    const isAlreadySo = Object.entries(set).every(
      ([key, value]) => JSON.stringify((target as Record<string, unknown>)[key]) === JSON.stringify(value),
    );
    if (isAlreadySo) throw new Error(`The document is already right at ${pointer} (${why})`);
    Object.assign(target, set);
  }
}
