// Companies: created or updated by the customer's own id, and attached to contacts.
import { addCompany } from './fill.ts';
import { presentCompany } from './present-people.ts';
import { Refusal, refuseInvalid, refuseNotFound } from './refusal.ts';
import { type ApiReply, type ApiRequest, answer, readId, readParam, type Route } from './router.ts';
import { readCustomAttributes } from './routes-contacts.ts';
import type { Company, Contact } from './types.ts';

const maxCompanies = 1000;

function refuseNoCompany(): Refusal {
  return refuseNotFound('Company Not Found', 'company_not_found');
}

function findCompany(request: ApiRequest): Company {
  const company = request.workspace.companies.get(readParam(request, 'company_id'));
  if (company === undefined) throw refuseNoCompany();
  return company;
}

function findByCompanyId(request: ApiRequest, companyId: string | null): Company | undefined {
  return [...request.workspace.companies.values()].find((one) => one.companyId === companyId);
}

function applyFields(request: ApiRequest, company: Company): void {
  const { body, workspace } = request;
  const custom = readCustomAttributes(workspace, body, 'company');
  for (const field of ['name', 'plan', 'website', 'industry'] as const) {
    const value = body[field];
    if (typeof value === 'string') company[field] = value;
  }
  if (typeof body['size'] === 'number') company.size = body['size'];
  if (typeof body['monthly_spend'] === 'number') company.monthlySpend = body['monthly_spend'];
  if (typeof body['remote_created_at'] === 'number') company.remoteCreatedAt = body['remote_created_at'];
  company.customAttributes = { ...company.customAttributes, ...custom };
  company.updatedAt = workspace.now();
}

function saveCompany(request: ApiRequest): ApiReply {
  const companyId = readId(request.body, 'company_id');
  if (companyId === undefined || companyId === '') throw new Refusal(400, 'bad_request', "bad 'company_id' parameter");
  readCustomAttributes(request.workspace, request.body, 'company');
  const known = findByCompanyId(request, companyId);
  const company = known ?? addCompany(request.workspace, { companyId });
  applyFields(request, company);
  const topic = known === undefined ? 'company.created' : 'company.updated';
  request.workspace.raise(topic, () => presentCompany(request.workspace, company));
  return answer(presentCompany(request.workspace, company));
}

function updateCompany(request: ApiRequest): ApiReply {
  const company = findCompany(request);
  if ('company_id' in request.body) throw refuseInvalid('company_id cannot be changed', 'company_id');
  applyFields(request, company);
  request.workspace.raise('company.updated', () => presentCompany(request.workspace, company));
  return answer(presentCompany(request.workspace, company));
}

// A company can be listed or found by its own id only once it has a user; by Intercom's id always.
function findCompanies(request: ApiRequest): ApiReply {
  const companyId = request.query.get('company_id');
  if (companyId !== null) {
    const company = findByCompanyId(request, companyId);
    if (company === undefined) throw refuseNoCompany();
    return answer(presentCompany(request.workspace, company));
  }
  const all = [...request.workspace.companies.values()].map((one) => presentCompany(request.workspace, one));
  const data = all.filter((one) => Number(one['user_count']) > 0);
  const pages = { type: 'pages', next: null, page: 1, per_page: Math.max(15, data.length), total_pages: 1 };
  return answer({ type: 'list', data, pages, total_count: data.length });
}

function findContact(request: ApiRequest): Contact {
  const contact = request.workspace.contacts.get(readParam(request, 'contact_id'));
  if (contact === undefined || contact.mergedInto !== null) throw refuseNotFound('User Not Found');
  return contact;
}

function attachCompany(request: ApiRequest): ApiReply {
  const contact = findContact(request);
  const id = readId(request.body, 'id');
  if (id === undefined) throw new Refusal(400, 'parameter_not_found', 'company not specified');
  const company = request.workspace.companies.get(id);
  if (company === undefined) throw refuseNoCompany();
  if (contact.companyIds.length >= maxCompanies) {
    const message = 'Contact has reached the maximum of 1000 company associations';
    throw new Refusal(400, 'contact_company_limit_exceeded', message);
  }
  if (!contact.companyIds.includes(id)) contact.companyIds.push(id);
  return answer(presentCompany(request.workspace, company));
}

function detachCompany(request: ApiRequest): ApiReply {
  const contact = findContact(request);
  const company = findCompany(request);
  contact.companyIds = contact.companyIds.filter((id) => id !== company.id);
  return answer(presentCompany(request.workspace, company));
}

export const companyRoutes: Route[] = [
  { method: 'GET', path: '/companies', handler: findCompanies },
  { method: 'POST', path: '/companies', handler: saveCompany },
  {
    method: 'GET',
    path: '/companies/{company_id}',
    handler: (request) => answer(presentCompany(request.workspace, findCompany(request))),
  },
  { method: 'PUT', path: '/companies/{company_id}', handler: updateCompany },
  { method: 'POST', path: '/contacts/{contact_id}/companies', handler: attachCompany },
  { method: 'DELETE', path: '/contacts/{contact_id}/companies/{company_id}', handler: detachCompany },
];
