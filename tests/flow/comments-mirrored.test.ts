// Comments of developers in the dialogs: added, edited, deleted, rich, restricted; and never twice.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { observe, quiet } from '../support/observe.ts';
import { linkedDialog, startWorld, type World } from '../support/world.ts';

const EDITIONS = ['cloud', 'data-center'] as const;

type Given = Omit<Parameters<World['jira']['addComment']>[0], 'issue'>;

/** Jira Service Management keeps in a property that a comment is internal; on Data Center nothing else tells it. */
function addComment(world: World, issue: string, given: Given): { id: string } {
  const added = world.jira.addComment({ issue, ...given });
  const found = [...world.jira.state.issues.values()].find(({ key }) => key === issue);
  const comment = found?.comments.find(({ id }) => id === added.id);
  if (given.internal === true) comment?.properties.set('sd.public.comment', { internal: true });
  return added;
}
const WORDS = {
  en: { added: 'Olga Sokolova commented:', edited: 'Olga Sokolova edited a comment:' },
  ru: { added: 'Комментарий — Olga Sokolova:', edited: 'Комментарий изменён — Olga Sokolova:' },
} as const;
const DELETED = { en: 'A comment by Olga Sokolova was deleted', ru: 'Комментарий удалён — Olga Sokolova' } as const;

describe.each(EDITIONS)('a comment on Jira %s', (edition) => {
  describe.each(['en', 'ru'] as const)('told in %s', (locale) => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld({ edition, locale });
    });
    afterAll(() => world.stop());
    afterEach(() => world.guard.assertNoProblems());

    test('when it is added, edited and deleted, then each is one note although each comes as two events', async () => {
      const { conversationId, issue } = await linkedDialog(world);
      const head = `${issue.key} Report does not open`;
      let id = '';
      const added = await observe(world, conversationId, () => {
        ({ id } = world.jira.addComment({ issue: issue.key, body: 'We have found the reason.' }));
      });
      expect(added.notes).toEqual([[head, WORDS[locale].added, 'We have found the reason.']]);
      expect(added.html[0]).toContain(`href="${world.jira.url}/browse/${issue.key}?focusedCommentId=${id}"`);
      const outcomes = added.events.filter(({ topic }) => topic !== 'conversation.admin.noted');
      expect(outcomes.map(({ topic }) => topic).sort()).toEqual(['comment_created', 'jira:issue_updated']);
      for (const event of outcomes) {
        expect([event.outcome, event.reason].join(' ')).toMatch(/^(done noted|ignored already_told)$/);
      }
      expect(new Set(added.answers)).toEqual(new Set([200]));
      expect(JSON.stringify(added.log)).not.toContain('found the reason');

      const edited = await observe(world, conversationId, () =>
        world.jira.editComment({ issue: issue.key, comment: id, body: 'It was the cache.' }),
      );
      expect(edited.notes).toEqual([[head, WORDS[locale].edited, 'It was the cache.']]);

      const deleted = await observe(world, conversationId, () =>
        world.jira.deleteComment({ issue: issue.key, comment: id }),
      );
      expect(deleted.notes).toEqual([[head, DELETED[locale]]]);
    });
  });

  describe('as the webhooks come', () => {
    test.each(['both', 'comment', 'issue'] as const)(
      'when only %s of its two events are sent, then there is one note for each change',
      async (commentEvents) => {
        const world = await startWorld({ edition, jira: { webhooks: { commentEvents } } });
        const { conversationId, issue } = await linkedDialog(world);
        const seen = await observe(world, conversationId, async () => {
          const { id } = world.jira.addComment({ issue: issue.key, body: 'One' });
          await quiet(world);
          world.jira.editComment({ issue: issue.key, comment: id, body: 'Two' });
          await quiet(world);
          world.jira.deleteComment({ issue: issue.key, comment: id });
        });
        expect(seen.notes.map((lines) => lines.slice(1).join(' '))).toEqual([
          'Olga Sokolova commented: One',
          'Olga Sokolova edited a comment: Two',
          'A comment by Olga Sokolova was deleted',
        ]);
        world.guard.assertNoProblems();
        await world.stop();
      },
    );

    test('when one is deleted where more have followed than are read at once, then that is told all the same', async () => {
      const world = await startWorld({
        edition,
        jira: { webhooks: { commentEvents: 'issue' } },
        delivery: 'inDoubtWait: 1s, budget: { actions: 500 }',
      });
      const { conversationId, issue } = await linkedDialog(world);
      const { id } = world.jira.addComment({ issue: issue.key, body: 'The first' });
      await quiet(world);
      for (let index = 0; index < 55; index++) world.jira.addComment({ issue: issue.key, body: `Later ${index}` });
      await quiet(world);
      const seen = await observe(world, conversationId, () =>
        world.jira.deleteComment({ issue: issue.key, comment: id }),
      );
      expect(seen.notes.map((lines) => lines.slice(1))).toEqual([['A comment by Olga Sokolova was deleted']]);
      world.guard.assertNoProblems();
      await world.stop();
    });
  });

  describe('that not everybody may read', () => {
    let world: World;
    let permissive: World;
    beforeAll(async () => {
      world = await startWorld({ edition });
      permissive = await startWorld({ edition, mirror: 'digestWindow: 0s, restrictedComments: { SUP: always }' });
    });
    afterAll(async () => {
      await world.stop();
      await permissive.stop();
    });
    afterEach(() => {
      world.guard.assertNoProblems();
      permissive.guard.assertNoProblems();
    });

    const KINDS = [
      { what: 'for a role', given: { visibility: { type: 'role', value: 'Users' } } },
      { what: 'for a group', given: { visibility: { type: 'group', value: 'jira-software-users' } } },
      { what: 'internal of the service desk', given: { internal: true } },
    ] as const;

    test.each(KINDS)('when it is $what, then it never crosses', async ({ given }) => {
      const { conversationId, issue } = await linkedDialog(world);
      let id = '';
      const seen = await observe(world, conversationId, () => {
        ({ id } = addComment(world, issue.key, { body: 'secret-canary', ...given }));
      });
      const later = await observe(world, conversationId, () =>
        world.jira.editComment({ issue: issue.key, comment: id, body: 'secret-canary again' }),
      );
      const gone = await observe(world, conversationId, () =>
        world.jira.deleteComment({ issue: issue.key, comment: id }),
      );
      expect([...seen.notes, ...later.notes, ...gone.notes]).toEqual([]);
      expect(new Set(seen.events.map(({ reason }) => reason))).toEqual(new Set(['restricted_comment']));
      expect(JSON.stringify([...world.log, await world.api('GET', `/events?q=${issue.key}`)])).not.toContain('canary');
    });

    test.each(KINDS)('when it is $what and the webhook says it is public, then it never crosses', async ({ given }) => {
      const { conversationId, issue } = await linkedDialog(world);
      world.jira.webhooks.options.hold = 100;
      const { id } = addComment(world, issue.key, { body: 'secret-canary', ...given });
      const [lying] = world.jira.webhooks.log.slice(-2);
      world.jira.webhooks.clear();
      world.jira.webhooks.options.hold = 0;
      const payload = JSON.parse(lying?.body ?? '{}');
      payload.comment = { ...payload.comment, jsdPublic: true };
      delete payload.comment.visibility;
      const { signature } = await import('../../src/simulators/jira/webhooks.ts');
      const seen = await observe(world, conversationId, async () => {
        const body = JSON.stringify(payload);
        const answer = await world.deliver('jira', body, { 'x-hub-signature': signature('jira-secret', body) });
        expect(answer.status).toBe(200);
      });
      expect(seen.events).toMatchObject([{ outcome: 'ignored', reason: 'restricted_comment' }]);
      expect(seen.notes).toEqual([]);
      expect(id).not.toBe('');
    });

    test.each(KINDS)('when it is $what and the project allows it, then it crosses', async ({ given }) => {
      const { conversationId, issue } = await linkedDialog(permissive);
      const seen = await observe(permissive, conversationId, () =>
        addComment(permissive, issue.key, { body: 'For support too', ...given }),
      );
      expect(seen.notes).toEqual([
        [`${issue.key} Report does not open`, 'Olga Sokolova commented:', 'For support too'],
      ]);
    });

    test('when another project allows it, then it does not cross here', async () => {
      const { conversationId, issue } = await linkedDialog(permissive, { project: 'IDEAS' });
      const seen = await observe(permissive, conversationId, () =>
        addComment(permissive, issue.key, { body: 'secret-canary', internal: true }),
      );
      expect(seen.notes).toEqual([]);
    });

    test('when only a role that the bridge has not may read it, then it does not cross', async () => {
      const { conversationId, issue } = await linkedDialog(permissive);
      const seen = await observe(permissive, conversationId, () =>
        permissive.jira.addComment({
          issue: issue.key,
          body: 'secret-canary',
          visibility: { type: 'role', value: 'Administrators' },
        }),
      );
      expect(seen.notes).toEqual([]);
      expect(new Set(seen.events.map(({ reason }) => reason))).toEqual(new Set(['comment_gone']));
    });
  });
});

const DANGEROUS = /<script|javascript:|<img|onerror|<iframe|<style/i;

describe('rich text', () => {
  test('when a Cloud comment is an Atlassian document, then it becomes clean HTML and nothing dangerous crosses', async () => {
    const world = await startWorld({ edition: 'cloud' });
    const { conversationId, issue } = await linkedDialog(world);
    const p = (...content: unknown[]) => ({ type: 'paragraph', content });
    const t = (text: string, ...marks: unknown[]) => ({ type: 'text', text, ...(marks.length > 0 ? { marks } : {}) });
    const body = {
      type: 'doc',
      version: 1,
      content: [
        p(
          t('Bold', { type: 'strong' }),
          t(' and '),
          t('a link', { type: 'link', attrs: { href: 'https://example.com/a?b=1&c=2' } }),
        ),
        p(t('click', { type: 'link', attrs: { href: 'javascript:alert(1)' } }), t(' <script>alert(2)</script>')),
        { type: 'bulletList', content: [{ type: 'listItem', content: [p(t('one'))] }] },
        { type: 'codeBlock', attrs: { language: 'js' }, content: [t('if (a < b) <img src=x onerror=1>')] },
        {
          type: 'mediaSingle',
          content: [{ type: 'media', attrs: { type: 'external', url: 'http://track.example/p.gif' } }],
        },
      ],
    };
    const seen = await observe(world, conversationId, () => world.jira.addComment({ issue: issue.key, body }));
    const [html = ''] = seen.html;
    expect(html).toContain('<b>Bold</b> and <a href="https://example.com/a?b=1&amp;c=2"');
    expect(html).toContain('<ul><li>one</li></ul>');
    expect(html).toContain('<pre><code>if (a &lt; b) &lt;img src=x onerror=1&gt;</code></pre>');
    expect(html).toContain('click');
    expect(html.replace(/&lt;.*?&gt;/g, '')).not.toMatch(DANGEROUS);
    const sent = world.intercom
      .listExchanges()
      .filter(({ method, path }) => method === 'POST' && path.endsWith('/reply'));
    expect(JSON.stringify(sent.at(-1)?.requestBody).replace(/&lt;.*?&gt;/g, '')).not.toMatch(DANGEROUS);
    world.guard.assertNoProblems();
    await world.stop();
  });

  test('when a Data Center comment is wiki markup, then it becomes clean HTML and nothing dangerous crosses', async () => {
    const world = await startWorld({ edition: 'data-center' });
    const { conversationId, issue } = await linkedDialog(world);
    const body =
      '*Bold* and [a link|https://example.com/a?b=1&c=2]\n[click|javascript:alert(1)] <script>alert(2)</script>\n\n* one\n{code}\nif (a < b) <img src=x onerror=1>\n{code}\n!http://track.example/p.gif!';
    const seen = await observe(world, conversationId, () => world.jira.addComment({ issue: issue.key, body }));
    const [html = ''] = seen.html;
    expect(html).toContain('<b>Bold</b> and <a href="https://example.com/a?b=1&amp;c=2"');
    expect(html).toContain('<ul><li>one</li></ul>');
    expect(html).toContain('if (a &lt; b) &lt;img src=x onerror=1&gt;');
    expect(html).toContain('click');
    const sent = world.intercom
      .listExchanges()
      .filter(({ method, path }) => method === 'POST' && path.endsWith('/reply'));
    expect(JSON.stringify(sent.at(-1)?.requestBody).replace(/&lt;.*?&gt;/g, '')).not.toMatch(DANGEROUS);
    world.guard.assertNoProblems();
    await world.stop();
  });

  test.each(EDITIONS)(
    'when a comment on %s is very long, then the note stays short and its rest is one click away',
    async (edition) => {
      const world = await startWorld({ edition });
      const { conversationId, issue } = await linkedDialog(world);
      const body = Array.from({ length: 200 }, (_, index) => `Line ${index}`).join('\n\n');
      const seen = await observe(world, conversationId, () => world.jira.addComment({ issue: issue.key, body }));
      expect(seen.notes[0]?.length).toBeLessThanOrEqual(12);
      expect(seen.notes[0]?.at(-1)).toMatch(/…$/);
      expect(seen.html[0]).toContain('focusedCommentId=');
      await world.stop();
    },
  );
});
