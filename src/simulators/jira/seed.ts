// The sample site: six projects, the people who work in them, and the workflow they share.
import { customFields, systemFields } from './fields.ts';
import { seedProjects } from './seed-projects.ts';
import type { CategoryKey, JiraState, Named, User } from './types.ts';

const user = (number: number, name: string, displayName: string, extra: Partial<User> = {}): User => ({
  accountId: `5b10a2844c20165700ed${String(number).padStart(4, '0')}`,
  name,
  displayName,
  emailAddress: `${name}@example.com`,
  accountType: 'atlassian',
  active: true,
  timeZone: 'Etc/UTC',
  roles: ['Developers', 'Administrators'],
  groups: ['jira-software-users', 'jira-developers'],
  ...extra,
});

const named = (id: string, name: string, russian: string): Named => ({ id, name, russian, description: '' });
const status = (id: string, name: string, russian: string, category: CategoryKey) => ({
  ...named(id, name, russian),
  category,
});

/** Fills an empty site; `bridgeEmail` is the account whose token the bridge has. */
export function seedState(state: JiraState, bridgeEmail: string): void {
  const bridge = user(1, 'bridge', 'Deskbridge', {
    emailAddress: bridgeEmail,
    roles: ['Users'],
    groups: ['jira-software-users'],
  });
  state.users = [
    bridge,
    user(2, 'olga', 'Olga Sokolova', { timeZone: 'Europe/Moscow' }),
    user(3, 'max', 'Max Weber'),
    user(4, 'ivan', 'Ivan Petrov'),
  ];
  state.bridgeAccountId = bridge.accountId;
  state.statuses = [
    status('10001', 'To Do', 'К выполнению', 'new'),
    status('3', 'In Progress', 'В работе', 'indeterminate'),
    status('10003', 'Testing', 'Тестирование', 'indeterminate'),
    status('10002', 'Done', 'Готово', 'done'),
  ];
  state.priorities = [
    named('1', 'Blocker', 'Блокирующий'),
    named('2', 'Critical', 'Критический'),
    named('3', 'Major', 'Важный'),
    named('4', 'Minor', 'Незначительный'),
  ];
  state.resolutions = [
    named('10000', 'Done', 'Готово'),
    named('10010', "Won't Do", 'Не будет выполнено'),
    named('10011', 'Duplicate', 'Дубликат'),
  ];
  state.issueTypes = [
    { id: '10001', name: 'Bug', description: 'A problem which impairs or prevents the functions of the product.' },
    { id: '10002', name: 'Story', description: 'Functionality or a feature expressed as a user goal.' },
    { id: '10003', name: 'Task', description: 'A small, distinct piece of work.' },
    { id: '10004', name: 'Incident', description: 'An interruption of a service.' },
    { id: '10005', name: 'Request', description: 'Something that a customer asks for.' },
    { id: '10006', name: 'Change', description: 'A change of a running service.' },
  ];
  state.fields = [...systemFields(), ...customFields()];
  state.projects = seedProjects('olga');
}
