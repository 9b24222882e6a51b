// The simulated Intercom's search: its language, its limits, its pages and its late index.
import { describe, expect, test } from 'vitest';
import { addContact, addConversation, addDataAttribute } from '../../src/simulators/intercom/index.ts';
import { type Answer, call, codeOf, withSimulator } from './intercom-simulator-kit.ts';

const is = (field: string, operator: string, value: unknown) => ({ field, operator, value });
const idsOf = (answer: Answer, key = 'conversations') => (answer.body[key] as { id: string }[]).map(({ id }) => id);

describe('conversations', () => {
  test('when searched by time, state, assignee, contact or tag, the right ones are found', () =>
    withSimulator({}, async (simulator, first) => {
      const { conversationId: second = '', contactId } = simulator.customerWrites({ body: 'Second question' });
      simulator.teammateCloses({ conversationId: second });
      simulator.teammateAssigns({ conversationId: first, assigneeId: '902' });
      simulator.teammateTags({ conversationId: first, tag: 'jira' });
      const [tag] = [...simulator.state.tags.values()];
      const search = async (query: object) => idsOf(await call(simulator, 'POST', '/conversations/search', { query }));
      const all = [first, second].toSorted();
      const now = simulator.state.now();
      expect((await search(is('updated_at', '>', String(now - 60)))).toSorted()).toEqual(all);
      expect(await search(is('updated_at', '>', now + 60))).toEqual([]);
      expect(await search(is('state', '=', 'closed'))).toEqual([second]);
      expect(await search(is('open', '=', true))).toEqual([first]);
      expect(await search(is('admin_assignee_id', '=', 902))).toEqual([first]);
      expect(await search(is('admin_assignee_id', '!=', 902))).toEqual([second]);
      expect(await search(is('contact_ids', '=', contactId))).toEqual([second]);
      expect(await search(is('tag_ids', 'IN', [tag?.id]))).toEqual([first]);
      expect(await search(is('id', 'NIN', [first]))).toEqual([second]);
      expect(await search(is('source.body', '~', 'second'))).toEqual([second]);
      const either = { operator: 'OR', value: [is('state', '=', 'closed'), is('id', '=', first)] };
      const both = { operator: 'AND', value: [either, is('read', '=', false)] };
      expect((await search(both)).toSorted()).toEqual(all);
    }));

  const filter = is('open', '=', true);
  const group = (value: unknown[]) => ({ operator: 'AND', value });
  test.each([
    ['no query', undefined, 'parameter_missing'],
    ['a custom attribute', is('custom_attributes.Jira key', '=', 'SUP-1'), 'parameter_invalid'],
    ['an unknown operator', is('id', 'LIKE', '1'), 'parameter_invalid'],
    ['an order of texts', is('state', '>', 'a'), 'parameter_invalid'],
    ['a text operator on a date', is('created_at', '~', 1), 'parameter_invalid'],
    ['a date that is a word', is('created_at', '>', 'yesterday'), 'parameter_invalid'],
    ['IN without a list', is('id', 'IN', '1'), 'parameter_invalid'],
    ['16 filters', group(Array(16).fill(filter)), 'parameter_invalid'],
    ['three levels', group([group([group([filter])])]), 'parameter_invalid'],
    ['an empty group', group([]), 'parameter_invalid'],
  ])('when the query is %s, it is refused with 400', (_name, query, code) =>
    withSimulator({}, async (simulator) => {
      const answer = await call(simulator, 'POST', '/conversations/search', { query });
      expect([answer.status, codeOf(answer)]).toEqual([400, code]);
    }),
  );

  test('when 15 filters stand in two levels, they are accepted', () =>
    withSimulator({}, async (simulator, id) => {
      const query = group([group(Array(15).fill(filter)), filter]);
      expect(idsOf(await call(simulator, 'POST', '/conversations/search', { query }))).toEqual([id]);
    }));

  test('when the page or its cursor is impossible, it is refused with 400', () =>
    withSimulator({}, async (simulator) => {
      const search = (pagination: object) =>
        call(simulator, 'POST', '/conversations/search', { query: filter, pagination });
      expect((await search({ per_page: 150 })).status).toBe(200);
      expect((await search({ per_page: 151 })).status).toBe(400);
      expect((await search({ per_page: 5, starting_after: 'nonsense' })).status).toBe(400);
    }));

  test('when paged through in ascending order of change, each comes once, oldest first', () => {
    let ms = 1_700_000_000_000;
    return withSimulator({ nowMs: () => ms }, async (simulator) => {
      for (let index = 0; index < 6; index += 1) {
        ms += 1000;
        simulator.customerWrites({ body: `${index}` });
      }
      const found: string[] = [];
      let startingAfter: string | undefined;
      do {
        const answer = await call(simulator, 'POST', '/conversations/search', {
          query: filter,
          sort: { field: 'updated_at', order: 'ascending' },
          pagination: { per_page: 3, starting_after: startingAfter },
        });
        expect(answer.body['total_count']).toBe(7);
        found.push(...idsOf(answer));
        startingAfter = (answer.body['pages'] as { next?: { starting_after: string } }).next?.starting_after;
      } while (startingAfter !== undefined);
      expect(found).toEqual([...simulator.state.conversations.keys()]);
    });
  });

  test('when the index lags, a change is read by id at once and found by search later', () => {
    let ms = 1_700_000_000_000;
    return withSimulator({ nowMs: () => ms }, async (simulator, id) => {
      simulator.setBehaviour({ conversationSearchLagMs: 5000 });
      simulator.teammateCloses({ conversationId: id });
      const { conversationId: fresh = '' } = simulator.customerWrites({ body: 'new' });
      const search = async (state: string) =>
        idsOf(await call(simulator, 'POST', '/conversations/search', { query: is('state', '=', state) }));
      expect((await call(simulator, 'GET', `/conversations/${id}`)).body['state']).toBe('closed');
      expect(await search('open')).toEqual([id]);
      expect(await search('closed')).toEqual([]);
      ms += 5000;
      expect(await search('open')).toEqual([fresh]);
      expect(await search('closed')).toEqual([id]);
      simulator.deleteConversation(id);
      ms += 5000;
      expect(await search('closed')).toEqual([]);
    });
  });
});

describe('contacts', () => {
  test('when searched by e-mail, external id or custom attribute, the contact is found', () =>
    withSimulator({}, async (simulator) => {
      addDataAttribute(simulator.state, { name: 'Plan tier', model: 'contact' });
      const { id } = addContact(simulator.state, {
        email: 'Mia@example.com',
        externalId: 'u-1',
        customAttributes: { 'Plan tier': 'gold' },
      });
      const search = async (query: object) =>
        idsOf(await call(simulator, 'POST', '/contacts/search', { query }), 'data');
      expect(await search(is('external_id', '=', 'u-1'))).toEqual([id]);
      expect(await search(is('email', '$', '@EXAMPLE.com'))).toContain(id);
      expect(await search(is('custom_attributes.Plan tier', '=', 'gold'))).toEqual([id]);
      const unknown = await call(simulator, 'POST', '/contacts/search', {
        query: is('custom_attributes.No', '=', 'x'),
      });
      expect(unknown.status).toBe(400);
    }));

  test('when the sort order is abbreviated, it is refused as invalid_sort_order', () =>
    withSimulator({}, async (simulator) => {
      const body = { query: is('role', '=', 'user'), sort: { field: 'name', order: 'desc' } };
      expect(codeOf(await call(simulator, 'POST', '/contacts/search', body))).toBe('invalid_sort_order');
    }));

  test('when searched by date, whole days of the workspace’s timezone count and IN is refused', () => {
    // 2023-11-14 23:30 in UTC is 2023-11-15 in Moscow.
    const at = Date.UTC(2023, 10, 14, 23, 30) / 1000;
    return withSimulator({ timezone: 'Europe/Moscow', nowMs: () => at * 1000 }, async (simulator) => {
      const search = async (operator: string, hour: number) => {
        const value = Date.UTC(2023, 10, 14, hour) / 1000;
        const query = is('created_at', operator, value);
        return (await call(simulator, 'POST', '/contacts/search', { query })).body['total_count'];
      };
      expect(await search('>', 12)).toBe(1);
      expect(await search('>', 22)).toBe(0);
      expect(await search('=', 22)).toBe(1);
      const refused = await call(simulator, 'POST', '/contacts/search', { query: is('created_at', 'IN', [at]) });
      expect(refused.status).toBe(400);
    });
  });

  test('when the index lags, a new contact is not found at first', () => {
    let ms = 1_700_000_000_000;
    return withSimulator({ nowMs: () => ms, behaviour: { contactSearchLagMs: 60_000 } }, async (simulator) => {
      const created = await call(simulator, 'POST', '/contacts', { email: 'late@example.com' });
      const body = { query: is('email', '=', 'late@example.com') };
      expect((await call(simulator, 'POST', '/contacts/search', body)).body['total_count']).toBe(0);
      ms += 60_000;
      const found = await call(simulator, 'POST', '/contacts/search', body);
      expect(idsOf(found, 'data')).toEqual([created.body['id']]);
    });
  });

  test('when a workspace was seeded, its contacts are found at once, however late the index is', () =>
    withSimulator(
      {
        behaviour: { contactSearchLagMs: 60_000 },
        seed: (workspace) => void addConversation(workspace, addContact(workspace, { email: 'seed@example.com' })),
      },
      async (simulator) => {
        const answer = await call(simulator, 'POST', '/contacts/search', {
          query: is('email', '=', 'seed@example.com'),
        });
        expect(answer.body['total_count']).toBe(1);
        expect(simulator.state.conversations.size).toBe(2);
      },
    ));
});
