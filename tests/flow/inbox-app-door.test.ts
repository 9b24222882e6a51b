// The inbox app's door: who may come in, what is answered to strange requests, and that there is always a canvas.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasGoodBodySignature } from '../../src/adapters/intercom/signature.ts';
import { canvasAnswer } from '../../src/adapters/canvas/canvas-schema.ts';
import { inboxHeaders, postInbox, sitDown } from '../support/inbox-app.ts';
import { openDialog, startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const initialize = (body: object) => postInbox(world, 'intercom/initialize', { workspace_id: 'ws1', ...body });

async function shown(response: Response): Promise<string> {
  expect(response.status).toBe(200);
  const { canvas } = canvasAnswer.parse(await response.json());
  return JSON.stringify(canvas.content);
}

describe('the signature', () => {
  it('when it is right for one of several secrets, then it is taken; an empty secret signs nothing', () => {
    const raw = Buffer.from('{"type":"notification_event","id":"notif_1","topic":"ping"}');
    const headers = { 'x-body-signature': 'f1726a3c67f2a98ec7f50bf74a730f36871e6e4df5cc8c0a88b92cb992bdc41e' };
    expect(hasGoodBodySignature(raw, headers, ['', 'older', 'test_client_secret'])).toBe(true);
    expect(hasGoodBodySignature(raw, headers, ['', 'older'])).toBe(false);
  });

  it.each([
    ['missing', {}],
    ['empty', { 'x-body-signature': '' }],
    ['of another secret', inboxHeaders('{}', 'other')],
    ['that of a webhook', { 'x-hub-signature': 'sha1=0123456789012345678901234567890123456789' }],
    ['too short', { 'x-body-signature': 'abc' }],
    ['with a prefix', { 'x-body-signature': `sha256=${inboxHeaders('{}')['x-body-signature']}` }],
  ])('when it is %s, then the answer is 401', async (_what, headers) => {
    const response = await fetch(`${world.url}/inbox-app/intercom/initialize`, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(401);
  });
});

describe('addresses', () => {
  it.each(['jira/initialize', 'nobody/submit', 'intercom/configure', 'intercom', 'intercom/submit/more', ''])(
    'when /inbox-app/%s is asked, then the answer is 404',
    async (path) => {
      expect((await postInbox(world, path, {})).status).toBe(404);
    },
  );

  it('when it is no POST, then the answer is 405', async () => {
    expect((await fetch(`${world.url}/inbox-app/intercom/initialize`)).status).toBe(405);
  });

  it('when the body is too large, then the answer is 413', async () => {
    const response = await postInbox(world, 'intercom/initialize', JSON.stringify({ a: 'x'.repeat(30_000_000) }));
    expect(response.status).toBe(413);
  });
});

describe('strange requests with a good signature', () => {
  it.each([
    ['no JSON', 'hello'],
    ['an array', '[]'],
    ['null', 'null'],
    ['nothing', ''],
    ['deeply nested', `${'['.repeat(300)}${']'.repeat(300)}`],
  ])('when the body is %s, then the canvas says that something went wrong', async (_what, body) => {
    for (const flow of ['initialize', 'submit']) {
      expect(await shown(await postInbox(world, `intercom/${flow}`, body))).toContain('Deskbridge made a mistake');
    }
  });

  it('when no conversation is named, then the canvas asks to open one', async () => {
    expect(await shown(await initialize({}))).toContain('Open a conversation');
    expect(await shown(await initialize({ conversation: { id: null } }))).toContain('Open a conversation');
  });

  it('when the workspace is another one, then nothing of ours is shown', async () => {
    const conversation = { id: openDialog(world) };
    const text = await shown(await initialize({ conversation, workspace_id: 'ws2' }));
    expect(text).toContain('not set up for the workspace ws2');
    expect(text).not.toContain('create:incident');
  });

  it('when the older names are used, then the conversation is found all the same', async () => {
    const conversation_id = openDialog(world);
    const body = {
      workspace_id: undefined,
      app_id: 'ws1',
      context: { conversation_id, locale: 'ru-RU' },
      customer: {},
    };
    expect(await shown(await initialize(body))).toContain('Создать: incident');
  });

  it('when an unknown button is pressed, then the canvas says so and leads home', async () => {
    const body = { conversation: { id: openDialog(world) }, component_id: 'launch:rocket', input_values: null };
    const text = await shown(await postInbox(world, 'intercom/submit', { workspace_id: 'ws1', ...body }));
    expect(text).toContain('older version of the app');
    expect(text).toContain('"id":"home"');
  });

  it('when ids are of another dialog, then nothing of it is shown or changed', async () => {
    const app = await sitDown(world, { conversationId: openDialog(world) });
    const body = {
      workspace_id: 'ws1',
      conversation: { id: openDialog(world) },
      current_canvas: {
        content: app.canvas.content,
        stored_data: { ...app.canvas.stored_data, eventId: 'ev_of_others' },
      },
    };
    for (const component_id of [
      'unlink:ln_x',
      'unlink_yes:ln_x',
      'issue:ln_x',
      'send:ln_x',
      'wait',
      'remind_never:ln_x',
    ]) {
      const text = await shown(await postInbox(world, 'intercom/submit', { ...body, component_id }));
      expect(text).toContain('No issue is linked');
    }
  });
});

describe('the language', () => {
  it.each([
    [{ admin: { id: '901', name: 'Anna', locale: 'ru' } }, 'Найти и связать'],
    [{ context: { locale: 'ru-RU' } }, 'Найти и связать'],
    [{ context: { locale: 'en-GB' } }, 'Find and link'],
    [{ context: { locale: 'de' } }, 'Find and link'],
    [{}, 'Find and link'],
  ])('when the request brings %j, then the canvas says “%s”', async (body, expected) => {
    expect(await shown(await initialize({ conversation: { id: openDialog(world) }, ...body }))).toContain(expected);
  });
});
