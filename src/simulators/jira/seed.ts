// The sample site: five projects, the people who work in them, and the workflow they share.
import { customFields, systemFields } from './fields.ts';
import type { CategoryKey, JiraState, Named, Project, User } from './types.ts';

const SYSTEM_SCREEN = [
  'summary',
  'issuetype',
  'project',
  'description',
  'environment',
  'assignee',
  'reporter',
  'labels',
  'duedate',
  'components',
  'fixVersions',
];
const CUSTOM_SCREEN = [
  'customfield_10101',
  'customfield_10102',
  'customfield_10103',
  'customfield_10104',
  'customfield_10105',
  'customfield_10106',
  'customfield_10107',
];

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

interface ProjectSeed {
  id: string;
  key: string;
  name: string;
  style?: 'classic' | 'next-gen';
  components?: string[];
  versions?: [string, boolean][];
  required?: string[];
  screen?: string[];
}

function project(seed: ProjectSeed, leadId: string): Project {
  return {
    id: seed.id,
    key: seed.key,
    name: seed.name,
    style: seed.style ?? 'classic',
    leadId,
    typeIds: ['10001', '10002', '10003'],
    components: (seed.components ?? []).map((name, at) => ({ id: `${seed.id}${at + 1}`, name })),
    versions: (seed.versions ?? []).map(([name, released], at) => ({
      id: `${seed.id}${at + 51}`,
      name,
      description: '',
      released,
      archived: false,
      releaseDate: released ? '2026-10-01' : null,
    })),
    screen: seed.screen ?? [...SYSTEM_SCREEN, 'priority', ...CUSTOM_SCREEN],
    required: seed.required ?? [],
    lastNumber: 0,
  };
}

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
  ];
  state.fields = [...systemFields(), ...customFields()];
  const lead = 'olga';
  state.projects = [
    project(
      {
        id: '10000',
        key: 'SUP',
        name: 'Support incidents',
        components: ['Checkout', 'Search'],
        versions: [
          ['2.4', false],
          ['2.3', true],
        ],
      },
      lead,
    ),
    project({ id: '10001', key: 'IDEAS', name: 'Ideas' }, lead),
    project(
      { id: '10002', key: 'PAY', name: 'Payments', required: ['customfield_10101'], versions: [['7.0', false]] },
      lead,
    ),
    project(
      { id: '10003', key: 'MOB', name: 'Mobile', components: ['Android', 'iOS'], required: ['components'] },
      lead,
    ),
    project(
      {
        id: '10004',
        key: 'TEAM',
        name: 'Team space',
        style: 'next-gen',
        screen: ['summary', 'issuetype', 'project', 'description', 'labels', 'assignee', 'reporter'],
      },
      lead,
    ),
  ];
}
