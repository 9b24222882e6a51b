// Turns admins, teams, contacts, contact notes and companies into Intercom's JSON.
import type { Admin, Company, Contact, ContactNote, Json, Team } from './types.ts';
import type { Workspace } from './workspace.ts';

/** A teammate as `GET /admins` gives it. */
export function presentAdmin(admin: Admin): Json {
  return {
    type: 'admin',
    id: admin.id,
    name: admin.name,
    email: admin.email,
    away_mode_enabled: admin.awayModeEnabled,
    away_mode_reassign: false,
    away_status_reason_id: null,
    has_inbox_seat: admin.hasInboxSeat,
    team_ids: admin.teamIds.map(Number),
  };
}

/** The token's own teammate with the workspace, as `GET /me` gives it. */
export function presentMe(workspace: Workspace, admin: Admin): Json {
  return {
    type: 'admin',
    id: admin.id,
    email: admin.email,
    name: admin.name,
    email_verified: true,
    app: {
      type: 'app',
      id_code: workspace.id,
      name: workspace.name,
      created_at: 1_671_465_577,
      secure: false,
      identity_verification: false,
      timezone: workspace.timezone,
      region: workspace.region.toUpperCase(),
    },
    avatar: { type: 'avatar', image_url: null },
    has_inbox_seat: admin.hasInboxSeat,
  };
}

/** A team of teammates. */
export function presentTeam(team: Team): Json {
  return { type: 'team', id: team.id, name: team.name, admin_ids: team.adminIds.map(Number) };
}

function presentSublist(type: string, ids: readonly string[], contact: Contact, path: string, target: string): Json {
  return {
    type: 'list',
    data: ids.slice(0, 10).map((id) => ({ type, id, url: `/${target}/${id}` })),
    url: `/contacts/${contact.id}/${path}`,
    total_count: ids.length,
    has_more: ids.length > 10,
  };
}

const devices = {
  language_override: null,
  browser: null,
  browser_version: null,
  browser_language: null,
  os: null,
  android_app_name: null,
  android_app_version: null,
  android_device: null,
  android_os_version: null,
  android_sdk_version: null,
  android_last_seen_at: null,
  ios_app_name: null,
  ios_app_version: null,
  ios_device: null,
  ios_os_version: null,
  ios_sdk_version: null,
  ios_last_seen_at: null,
};

// 2.16 gives the owner as a string, versions before it as a number.
function presentOwner(contact: Contact, minor: number): string | number | null {
  if (contact.ownerId === null) return null;
  return minor >= 16 ? contact.ownerId : Number(contact.ownerId);
}

/** A contact in the shape of the API version "2.minor". */
export function presentContact(workspace: Workspace, contact: Contact, minor: number): Json {
  const noteIds = contact.notes.map((note) => note.id);
  return {
    type: 'contact',
    id: contact.id,
    workspace_id: workspace.id,
    external_id: contact.externalId,
    role: contact.role,
    email: contact.email ?? '',
    phone: contact.phone,
    name: contact.name,
    avatar: contact.avatar === null ? null : { type: 'avatar', image_url: contact.avatar },
    owner_id: presentOwner(contact, minor),
    social_profiles: { type: 'list', data: [] },
    has_hard_bounced: false,
    marked_email_as_spam: false,
    unsubscribed_from_emails: contact.unsubscribedFromEmails,
    created_at: contact.createdAt,
    updated_at: contact.updatedAt,
    signed_up_at: contact.signedUpAt,
    last_seen_at: contact.lastSeenAt,
    last_replied_at: contact.lastRepliedAt,
    last_contacted_at: null,
    last_email_opened_at: null,
    last_email_clicked_at: null,
    ...devices,
    location: { type: 'location', country: null, region: null, city: null, country_code: null, continent_code: null },
    custom_attributes: contact.customAttributes,
    tags: presentSublist('tag', contact.tagIds, contact, 'tags', 'tags'),
    notes: presentSublist('note', noteIds, contact, 'notes', 'notes'),
    companies: presentSublist('company', contact.companyIds, contact, 'companies', 'companies'),
    merge_history: contact.mergeHistory.map((merge) => ({
      type: 'merge_history_item',
      source_contact_id: merge.sourceContactId,
      source_contact_role: merge.sourceRole,
      merged_at: merge.mergedAt,
    })),
  };
}

/** A note on a contact (not on a conversation). */
export function presentContactNote(workspace: Workspace, contact: Contact, note: ContactNote): Json {
  const admin = note.adminId === null ? undefined : workspace.admins.get(note.adminId);
  const base = {
    type: 'note',
    id: note.id,
    created_at: note.createdAt,
    contact: { type: 'contact', id: contact.id },
    body: note.body,
  };
  return admin === undefined ? base : { ...base, author: presentAdmin(admin) };
}

/** A company. */
export function presentCompany(workspace: Workspace, company: Company): Json {
  const users = [...workspace.contacts.values()].filter((contact) => contact.companyIds.includes(company.id));
  const known = { size: company.size, website: company.website, industry: company.industry };
  return {
    type: 'company',
    company_id: company.companyId,
    id: company.id,
    app_id: workspace.id,
    name: company.name,
    remote_created_at: company.remoteCreatedAt,
    created_at: company.createdAt,
    updated_at: company.updatedAt,
    monthly_spend: company.monthlySpend,
    session_count: 0,
    user_count: users.length,
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)),
    tags: { type: 'tag.list', tags: [] },
    segments: { type: 'segment.list', segments: [] },
    plan: company.plan === null ? {} : { type: 'plan', id: company.plan, name: company.plan },
    custom_attributes: company.customAttributes,
  };
}
