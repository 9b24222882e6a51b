// The projects of the sample site: what their screens hold, and what each of them requires.
import type { Project } from './types.ts';

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

/** What a create form has to cope with beyond the usual: only the project OPS has these fields. */
const MANY_FIELDS = Array.from({ length: 8 }, (_, at) => `customfield_${10_108 + at}`);

interface ProjectSeed {
  id: string;
  key: string;
  name: string;
  style?: 'classic' | 'next-gen';
  components?: string[];
  versions?: [string, boolean][];
  required?: string[];
  screen?: string[];
  types?: string[];
  screenByType?: Record<string, string[]>;
  requiredByType?: Record<string, string[]>;
}

function project(seed: ProjectSeed, leadId: string): Project {
  return {
    id: seed.id,
    key: seed.key,
    name: seed.name,
    style: seed.style ?? 'classic',
    leadId,
    typeIds: seed.types ?? ['10001', '10002', '10003'],
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
    screenByType: seed.screenByType ?? {},
    requiredByType: seed.requiredByType ?? {},
    lastNumber: 0,
  };
}

/** One issue type with nothing required, and one each for what is hard to fill in: people, many kinds, an app's field. */
function operations(lead: string): Project {
  return project(
    {
      id: '10005',
      key: 'OPS',
      name: 'Operations',
      components: ['Gateway', 'Database'],
      versions: [
        ['1.1', false],
        ['1.0', true],
      ],
      types: ['10001', '10004', '10005', '10006'],
      screen: [...SYSTEM_SCREEN, 'priority', ...CUSTOM_SCREEN, ...MANY_FIELDS],
      screenByType: { '10006': ['customfield_10116'] },
      requiredByType: {
        '10004': ['components', 'customfield_10101', 'customfield_10103'],
        '10005': [
          'customfield_10102',
          'customfield_10104',
          'customfield_10105',
          'customfield_10106',
          'customfield_10107',
          ...MANY_FIELDS,
        ],
        '10006': ['customfield_10116'],
      },
    },
    lead,
  );
}

/** All projects; `lead` is a user's name. */
export function seedProjects(lead: string): Project[] {
  return [
    project(
      {
        id: '10000',
        key: 'SUP',
        name: 'Support incidents',
        components: ['Checkout', 'Search'],
        versions: [
          ['2.4', false],
          ['2.3', true],
          ['2.5', false],
        ],
      },
      lead,
    ),
    project({ id: '10001', key: 'IDEAS', name: 'Ideas', versions: [['2.4', false]] }, lead),
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
    operations(lead),
  ];
}
