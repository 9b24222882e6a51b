// The simulated Intercom's conversations: what it answers, what it refuses, and what a write leaves behind.
import { describe, expect, test } from 'vitest';
import { addConversationAttribute, addTag } from '../../src/simulators/intercom/index.ts';
import { call, codeOf, noteOf, partsOf, withSimulator } from './intercom-simulator-kit.ts';

describe('access', () => {
  test('when the token is right, /me names workspace, region and timezone', () =>
    withSimulator({ workspaceId: 'abc', region: 'eu', timezone: 'Europe/Dublin' }, async (simulator) => {
      const { status, body } = await call(simulator, 'GET', '/me');
      expect(status).toBe(200);
      expect(body['app']).toMatchObject({ id_code: 'abc', region: 'EU', timezone: 'Europe/Dublin' });
    }));

  test('when the token is wrong or absent, it answers 401 with an error list and a request id', () =>
    withSimulator({}, async (simulator) => {
      for (const token of ['Bearer other', 'intercom-token', '']) {
        const answer = await call(simulator, 'GET', '/me', undefined, { Authorization: token });
        expect(answer.status).toBe(401);
        expect(answer.body).toMatchObject({ type: 'error.list', request_id: expect.stringMatching(/^[\da-f-]{36}$/) });
        expect(codeOf(answer)).toBe('unauthorized');
      }
    }));

  test('when the path or the method is unknown, it answers 404', () =>
    withSimulator({}, async (simulator, id) => {
      expect((await call(simulator, 'GET', '/nothing/here')).status).toBe(404);
      expect((await call(simulator, 'PATCH', `/conversations/${id}`, {})).status).toBe(404);
    }));

  test('when the body is not JSON, it answers 400; when Accept forbids JSON, 406; a missing Accept is fine', () =>
    withSimulator({}, async (simulator, id) => {
      expect((await call(simulator, 'POST', `/conversations/${id}/reply`, '{"a":')).status).toBe(400);
      expect((await call(simulator, 'GET', '/me', undefined, { Accept: 'text/html' })).status).toBe(406);
      expect((await call(simulator, 'GET', '/me', undefined, { Accept: '*/*' })).status).toBe(200);
    }));

  test('when the version is unknown, or an endpoint is younger than the version, it answers intercom_version_invalid', () =>
    withSimulator({}, async (simulator) => {
      const unknown = await call(simulator, 'GET', '/me', undefined, { 'Intercom-Version': '2.99' });
      const old = await call(simulator, 'GET', '/conversations/attributes', undefined, { 'Intercom-Version': '2.14' });
      expect([unknown.status, codeOf(unknown)]).toEqual([400, 'intercom_version_invalid']);
      expect([old.status, codeOf(old)]).toEqual([400, 'intercom_version_invalid']);
    }));

  test('when an admin is unknown, it answers admin_not_found', () =>
    withSimulator({}, async (simulator) => {
      expect(codeOf(await call(simulator, 'GET', '/admins/1'))).toBe('admin_not_found');
      expect((await call(simulator, 'GET', '/admins/900')).body['id']).toBe('900');
      expect((await call(simulator, 'GET', '/admins')).body['admins']).toHaveLength(3);
      expect((await call(simulator, 'GET', '/teams')).body['teams']).toHaveLength(1);
    }));
});

describe('reading', () => {
  test('when nobody is assigned, 2.16 says 0 and none, 2.14 null and not_priority', () =>
    withSimulator({}, async (simulator, id) => {
      const now = await call(simulator, 'GET', `/conversations/${id}`, undefined, { 'Intercom-Version': '2.16' });
      const old = await call(simulator, 'GET', `/conversations/${id}`, undefined, { 'Intercom-Version': '2.14' });
      expect(now.body).toMatchObject({ admin_assignee_id: 0, team_assignee_id: 0, priority: 'none' });
      expect(old.body).toMatchObject({ admin_assignee_id: null, team_assignee_id: null, priority: 'not_priority' });
    }));

  test('when a conversation has more than 500 parts, the 500 most recent come', () =>
    withSimulator({}, async (simulator, conversationId) => {
      for (let index = 1; index <= 510; index += 1) simulator.teammateNotes({ conversationId, body: `note ${index}` });
      const parts = partsOf(await call(simulator, 'GET', `/conversations/${conversationId}`));
      expect(parts).toHaveLength(500);
      expect([parts[0]?.['body'], parts.at(-1)?.['body']]).toEqual(['<p>note 11</p>', '<p>note 510</p>']);
    }));

  test('when plain text is asked for, tags go and links become label (url)', () =>
    withSimulator({}, async (simulator, conversationId) => {
      simulator.teammateNotes({ conversationId, body: '<p>See <a href="https://x.test/1">SUP-1</a> &amp; wait</p>' });
      const answer = await call(simulator, 'GET', `/conversations/${conversationId}?display_as=plaintext`);
      expect(partsOf(answer)[0]?.['body']).toBe('See SUP-1 (https://x.test/1) & wait');
    }));

  test('when conversations are listed, they come in pages and without parts', () =>
    withSimulator({}, async (simulator) => {
      for (let index = 0; index < 4; index += 1) simulator.customerWrites({ body: `question ${index}` });
      const first = await call(simulator, 'GET', '/conversations?per_page=3');
      const next = (first.body['pages'] as { next: { starting_after: string } }).next.starting_after;
      const second = await call(simulator, 'GET', `/conversations?per_page=3&starting_after=${next}`);
      const ids = [first, second].flatMap((page) => page.body['conversations'] as { id: string }[]).map(({ id }) => id);
      expect(new Set(ids).size).toBe(5);
      expect(second.body['pages']).not.toHaveProperty('next');
      expect((first.body['conversations'] as object[])[0]).not.toHaveProperty('conversation_parts');
    }));
});

describe('a note', () => {
  test('when it is posted, the answer ends with it and the conversation stays as it was', () =>
    withSimulator({}, async (simulator, conversationId) => {
      simulator.teammateCloses({ conversationId });
      const answer = await call(simulator, 'POST', `/conversations/${conversationId}/reply`, noteOf('<p>Done</p>'));
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ state: 'closed', open: false });
      expect(partsOf(answer).at(-1)).toMatchObject({
        part_type: 'note',
        body: '<p>Done</p>',
        author: { type: 'admin', id: '900' },
        app_package_code: null,
        id: expect.stringMatching(/^\d+$/),
      });
    }));

  test.each([
    ['without a body', noteOf('  '), 400, 'parameter_missing'],
    ['without an admin', { message_type: 'note', type: 'admin', body: 'x' }, 400, 'parameter_missing'],
    ['by an unknown admin', noteOf('x', { admin_id: '77' }), 404, 'admin_not_found'],
    ['of an unknown kind', noteOf('x', { message_type: 'whisper' }), 400, 'parameter_invalid'],
    ['by neither admin nor user', noteOf('x', { type: 'bot' }), 400, 'parameter_invalid'],
    ['longer than the cap', noteOf('x'.repeat(41_000)), 422, 'data_invalid'],
    [
      'with 11 files',
      noteOf('x', { attachment_files: Array(11).fill({ content_type: 'text/plain', data: 'eA==', name: 'a.txt' }) }),
      400,
      'parameter_invalid',
    ],
  ])('when it comes %s, it is refused and nothing is written', (_name, body, status, code) =>
    withSimulator({}, async (simulator, id) => {
      const answer = await call(simulator, 'POST', `/conversations/${id}/reply`, body);
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
      expect(simulator.state.conversations.get(id)?.parts).toHaveLength(0);
    }),
  );

  test('when it is for an unknown conversation, it is refused with 404', () =>
    withSimulator({}, async (simulator) => {
      const answer = await call(simulator, 'POST', '/conversations/12/reply', noteOf('x'));
      expect([answer.status, codeOf(answer)]).toEqual([404, 'not_found']);
    }));

  test('when its HTML is wild, wrapper, scripts, comments and hidden markers are gone', () =>
    withSimulator({}, async (simulator, id) => {
      const body = `<html><body><h2 class="x" data-mark="1">A &amp; B</h2><!-- mark -->
        <script>alert(1)</script><span style="display:none">mark</span>
        <ul><li onclick="x()">one<\u200b/li></ul><a href="javascript:alert(1)">bad</a>
        <a href="https://x.test/1?a=1">good</a></body></html>`;
      const answer = await call(simulator, 'POST', `/conversations/${id}/reply`, noteOf(body));
      const stored = String(partsOf(answer)[0]?.['body']);
      expect(stored).toContain('<h2>A &amp; B</h2>');
      expect(stored).toContain('<li>one</li>');
      expect(stored).toContain('href="https://x.test/1?a=1"');
      expect(stored).not.toMatch(/mark|script|onclick|html>|body>|\u200b/);
    }));

  test('when it carries a file, the file can be fetched again', () =>
    withSimulator({}, async (simulator, id) => {
      const file = { content_type: 'text/plain', data: Buffer.from('log line').toString('base64'), name: 'a b.txt' };
      const answer = await call(
        simulator,
        'POST',
        `/conversations/${id}/reply`,
        noteOf('x', { attachment_files: [file] }),
      );
      const [attachment] = (partsOf(answer)[0]?.['attachments'] ?? []) as { url: string; filesize: number }[];
      expect(attachment).toMatchObject({ name: 'a b.txt', content_type: 'text/plain', filesize: 8 });
      expect(await (await fetch(attachment?.url ?? '')).text()).toBe('log line');
    }));

  test.each([
    [false, 'snoozed'],
    [true, 'open'],
  ])('when the conversation is snoozed and noteUnsnoozes is %s, it is %s afterwards', (noteUnsnoozes, state) =>
    withSimulator({ behaviour: { noteUnsnoozes } }, async (simulator, conversationId) => {
      simulator.teammateSnoozes({ conversationId });
      const answer = await call(simulator, 'POST', `/conversations/${conversationId}/reply`, noteOf('x'));
      expect(answer.body['state']).toBe(state);
    }),
  );
});

describe('replies', () => {
  test('when a contact replies to a closed conversation, it opens with an open part', () =>
    withSimulator({}, async (simulator, conversationId) => {
      simulator.teammateCloses({ conversationId, body: 'Bye' });
      const reply = { message_type: 'comment', type: 'user', email: 'ira@example.com', body: 'Again' };
      const answer = await call(simulator, 'POST', '/conversations/last/reply', reply);
      expect(answer.body).toMatchObject({ id: conversationId, state: 'open', open: true });
      expect(partsOf(answer).at(-1)).toMatchObject({
        part_type: 'open',
        body: '<p>Again</p>',
        author: { type: 'user' },
      });
    }));

  test('when the contact is unknown, the reply is refused with 404', () =>
    withSimulator({}, async (simulator, id) => {
      const reply = { message_type: 'comment', type: 'user', intercom_user_id: 'nobody', body: 'Again' };
      expect((await call(simulator, 'POST', `/conversations/${id}/reply`, reply)).status).toBe(404);
    }));
});

describe('state', () => {
  test('when it is closed, opened, snoozed and assigned, each leaves its part', () =>
    withSimulator({}, async (simulator, id) => {
      const path = `/conversations/${id}/parts`;
      const until = Math.floor(Date.now() / 1000) + 600;
      const admin = { admin_id: '900' };
      const closed = await call(simulator, 'POST', path, {
        ...admin,
        message_type: 'close',
        type: 'admin',
        body: 'Bye',
      });
      const opened = await call(simulator, 'POST', path, { ...admin, message_type: 'open' });
      const snoozed = await call(simulator, 'POST', path, { ...admin, message_type: 'snoozed', snoozed_until: until });
      await call(simulator, 'POST', path, { ...admin, message_type: 'close', type: 'admin' });
      const assignment = { ...admin, message_type: 'assignment', type: 'team', assignee_id: '800' };
      const assigned = await call(simulator, 'POST', path, assignment);
      const unassigned = await call(simulator, 'POST', path, { ...assignment, assignee_id: '0' });
      expect(closed.body).toMatchObject({ state: 'closed', open: false });
      expect(opened.body).toMatchObject({ state: 'open', open: true });
      expect(snoozed.body).toMatchObject({ state: 'snoozed', open: true, snoozed_until: until });
      expect(assigned.body).toMatchObject({ state: 'open', team_assignee_id: 800, snoozed_until: null });
      expect(unassigned.body).toMatchObject({ team_assignee_id: 0, admin_assignee_id: 0 });
      const types = partsOf(unassigned).map((part) => part['part_type']);
      expect(types).toEqual(['close', 'open', 'snoozed', 'close', 'assign_and_reopen', 'assignment']);
    }));

  test.each([
    ['an unknown action', { message_type: 'explode', admin_id: '900' }, 400, 'parameter_invalid'],
    ['an unknown admin', { message_type: 'open', admin_id: '1' }, 404, 'admin_not_found'],
    ['no admin', { message_type: 'open' }, 400, 'parameter_missing'],
    ['a close without type', { message_type: 'close', admin_id: '900' }, 400, 'parameter_invalid'],
    ['a snooze without end', { message_type: 'snoozed', admin_id: '900' }, 400, 'parameter_missing'],
    [
      'a snooze into the past',
      { message_type: 'snoozed', admin_id: '900', snoozed_until: 5 },
      400,
      'parameter_invalid',
    ],
    [
      'an assignment without type',
      { message_type: 'assignment', admin_id: '900', assignee_id: '1' },
      400,
      'parameter_invalid',
    ],
    [
      'an unknown assignee',
      { message_type: 'assignment', type: 'admin', admin_id: '900', assignee_id: '1' },
      404,
      'assignee_not_found',
    ],
  ])('when it is asked for %s, it refuses', (_name, body, status, code) =>
    withSimulator({}, async (simulator, id) => {
      const answer = await call(simulator, 'POST', `/conversations/${id}/parts`, body);
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    }),
  );

  test('when a snooze runs out, the conversation opens by itself', () => {
    let ms = 1_700_000_000_000;
    return withSimulator({ nowMs: () => ms }, async (simulator, conversationId) => {
      simulator.teammateSnoozes({ conversationId, until: 1_700_000_060 });
      ms += 61_000;
      await expect.poll(() => simulator.state.conversations.get(conversationId)?.state, { timeout: 3000 }).toBe('open');
      expect(simulator.state.conversations.get(conversationId)?.parts.at(-1)?.partType).toBe('timer_unsnooze');
    });
  });
});

describe('custom attributes', () => {
  test('when one is set, the value shows and a part tells old and new', () =>
    withSimulator({}, async (simulator, id) => {
      addConversationAttribute(simulator.state, { name: 'Jira key' });
      await call(simulator, 'PUT', `/conversations/${id}`, { custom_attributes: { 'Jira key': 'SUP-1' } });
      const answer = await call(simulator, 'PUT', `/conversations/${id}`, {
        custom_attributes: { 'Jira key': 'OPS-2' },
      });
      expect(answer.body['custom_attributes']).toEqual({ 'Jira key': 'OPS-2' });
      expect(partsOf(answer).at(-1)).toMatchObject({
        part_type: 'conversation_attribute_updated_by_admin',
        event_details: { attribute: { name: 'Jira key' }, value: { name: 'OPS-2', previous: 'SUP-1' } },
      });
    }));

  test('when it is unknown, it is refused, or ignored where a test wants that', () =>
    withSimulator({}, async (simulator, id) => {
      const body = { title: 'New title', custom_attributes: { Unknown: 'x' } };
      const refused = await call(simulator, 'PUT', `/conversations/${id}`, body);
      expect([refused.status, codeOf(refused)]).toEqual([400, 'parameter_invalid']);
      expect(simulator.state.conversations.get(id)?.title).toBeNull();
      simulator.setBehaviour({ unknownCustomAttribute: 'ignore' });
      const ignored = await call(simulator, 'PUT', `/conversations/${id}`, body);
      expect([ignored.status, ignored.body['title'], ignored.body['custom_attributes']]).toEqual([
        200,
        'New title',
        {},
      ]);
    }));

  test('when the type does not fit or two attributes share the name, it is refused', () =>
    withSimulator({}, async (simulator, id) => {
      addConversationAttribute(simulator.state, { name: 'Count', dataType: 'integer' });
      const set = (value: unknown) =>
        call(simulator, 'PUT', `/conversations/${id}`, { custom_attributes: { Count: value } });
      expect((await set('many')).status).toBe(400);
      expect((await set(3)).status).toBe(200);
      addConversationAttribute(simulator.state, { name: 'Count' });
      expect(codeOf(await set(4))).toBe('INVALID_PARAMETER');
    }));
});

describe('tags', () => {
  test('when a tag exists, it can be put on and taken off', () =>
    withSimulator({}, async (simulator, id) => {
      const created = await call(simulator, 'POST', '/tags', { name: 'jira' });
      const again = await call(simulator, 'POST', '/tags', { name: 'jira' });
      expect(again.body['id']).toBe(created.body['id']);
      const body = { id: created.body['id'], admin_id: '900' };
      const put = await call(simulator, 'POST', `/conversations/${id}/tags`, body);
      expect(put.body).toMatchObject({ type: 'tag', name: 'jira', applied_by: { type: 'admin', id: '900' } });
      expect(simulator.state.conversations.get(id)?.tags).toHaveLength(1);
      const path = `/conversations/${id}/tags/${created.body['id']}`;
      expect((await call(simulator, 'DELETE', path, { admin_id: '900' })).status).toBe(200);
      expect(simulator.state.conversations.get(id)?.tags).toHaveLength(0);
      expect(codeOf(await call(simulator, 'DELETE', path, { admin_id: '900' }))).toBe('tag_not_found');
    }));

  test('when tag, admin or conversation is missing, it refuses', () =>
    withSimulator({}, async (simulator, id) => {
      const tag = addTag(simulator.state, 'jira');
      const put = (path: string, body: object) => call(simulator, 'POST', `/conversations/${path}/tags`, body);
      expect(codeOf(await put(id, { id: '1', admin_id: '900' }))).toBe('tag_not_found');
      expect(codeOf(await put(id, { id: tag.id }))).toBe('parameter_missing');
      expect(codeOf(await put(id, { id: tag.id, admin_id: '5' }))).toBe('admin_not_found');
      expect((await put('1', { id: tag.id, admin_id: '900' })).status).toBe(404);
      expect((await call(simulator, 'POST', '/tags', {})).status).toBe(400);
    }));
});

describe('deleting and redacting', () => {
  test('when a conversation is deleted, it is gone and listed as deleted, in pages', () =>
    withSimulator({}, async (simulator, id) => {
      const { conversationId = '' } = simulator.customerWrites({ body: 'second' });
      expect((await call(simulator, 'DELETE', `/conversations/${id}?retain_metrics=true`)).body['deleted']).toBe(true);
      simulator.deleteConversation(conversationId);
      expect((await call(simulator, 'GET', `/conversations/${id}`)).status).toBe(404);
      const page = await call(simulator, 'GET', '/conversations/deleted?per_page=1');
      expect(page.body).toMatchObject({ total_count: 2, conversations: [{ id: conversationId }] });
      expect((page.body['pages'] as { next: string }).next).toContain('page=2');
      expect((await call(simulator, 'GET', '/conversations/deleted?per_page=61')).status).toBe(400);
    }));

  test('when a part is redacted, its text is gone; a part without text is refused', () =>
    withSimulator({}, async (simulator, conversationId) => {
      const { partId } = simulator.customerWrites({ conversationId, body: 'my card is 4111' });
      const { partId: silent } = simulator.teammateSnoozes({ conversationId });
      const redact = (id?: string) =>
        call(simulator, 'POST', '/conversations/redact', {
          type: 'conversation_part',
          conversation_id: conversationId,
          conversation_part_id: id,
        });
      const answer = await redact(partId);
      expect(JSON.stringify(answer.body)).not.toContain('4111');
      expect(partsOf(answer)[0]).toMatchObject({ redacted: true });
      expect(codeOf(await redact(silent))).toBe('conversation_part_or_message_not_found');
    }));
});
