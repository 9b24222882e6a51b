// What a workspace says about itself: the token's teammate, teammates, teams and tags.
import { addTag } from './fill.ts';
import { presentAdmin, presentMe, presentTeam } from './present-people.ts';
import { refuseInvalid, refuseNotFound } from './refusal.ts';
import { type ApiReply, type ApiRequest, answer, readId, readParam, type Route } from './router.ts';

function getMe(request: ApiRequest): ApiReply {
  const [first] = request.workspace.admins.values();
  if (first === undefined) throw refuseNotFound('Admin not found', 'admin_not_found');
  return answer(presentMe(request.workspace, first));
}

function listAdmins(request: ApiRequest): ApiReply {
  return answer({ type: 'admin.list', admins: [...request.workspace.admins.values()].map(presentAdmin) });
}

function getAdmin(request: ApiRequest): ApiReply {
  const admin = request.workspace.admins.get(readParam(request, 'admin_id'));
  if (admin === undefined) throw refuseNotFound('Admin not found', 'admin_not_found');
  return answer(presentAdmin(admin));
}

function listTeams(request: ApiRequest): ApiReply {
  return answer({ type: 'team.list', teams: [...request.workspace.teams.values()].map(presentTeam) });
}

function getTeam(request: ApiRequest): ApiReply {
  const team = request.workspace.teams.get(readParam(request, 'team_id'));
  if (team === undefined) throw refuseNotFound('Team not found', 'team_not_found');
  return answer(presentTeam(team));
}

function listTags(request: ApiRequest): ApiReply {
  return answer({ type: 'list', data: [...request.workspace.tags.values()].map((tag) => ({ type: 'tag', ...tag })) });
}

function saveTag(request: ApiRequest): ApiReply {
  const { name } = request.body;
  if (typeof name !== 'string' || name.trim() === '') throw refuseInvalid('invalid tag parameters');
  const id = readId(request.body, 'id');
  if (id === undefined) return answer({ type: 'tag', ...addTag(request.workspace, name) });
  const tag = request.workspace.tags.get(id);
  if (tag === undefined) throw refuseNotFound('Tag not found', 'tag_not_found');
  tag.name = name;
  return answer({ type: 'tag', ...tag });
}

export const workspaceRoutes: Route[] = [
  { method: 'GET', path: '/me', handler: getMe },
  { method: 'GET', path: '/admins', handler: listAdmins },
  { method: 'GET', path: '/admins/{admin_id}', handler: getAdmin },
  { method: 'GET', path: '/teams', handler: listTeams },
  { method: 'GET', path: '/teams/{team_id}', handler: getTeam },
  { method: 'GET', path: '/tags', handler: listTags },
  { method: 'POST', path: '/tags', handler: saveTag },
];
