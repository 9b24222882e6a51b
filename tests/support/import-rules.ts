// Which part of the source may import which: main → edge → application → domain ← adapters, as rules of dependency-cruiser.
import type { IRegularForbiddenRuleType } from 'dependency-cruiser';

/** What an adapter may see of the application: what it implements, and the one error that it lets out. */
const PORTS = 'src/application/(ports|ledger|vendor-error|doctor)\\.ts$';

type Rule = Omit<IRegularForbiddenRuleType, 'severity'> & { readonly name: string; readonly comment: string };

/** Files of `from` import nothing but what matches `allowed`, and what Node brings along. */
function only(name: string, comment: string, from: string, allowed: readonly string[]): Rule {
  return { name, comment, from: { path: from }, to: { pathNot: [...allowed], dependencyTypesNot: ['core'] } };
}

/** `module` is imported by `owners` alone, wherever it is installed. */
function ownedBy(name: string, comment: string, module: string, owners: readonly string[]): Rule {
  const path = `(^|/)node_modules/${module}/|^${module}$`;
  return { name, comment, from: { path: '^src/', pathNot: [...owners] }, to: { path } };
}

const LIBRARIES = '(^|/)node_modules/';

const LAYERS: readonly Rule[] = [
  {
    name: 'domain-is-pure',
    comment: 'The domain knows nothing outside itself: no I/O, no library, not even what Node brings along.',
    from: { path: '^src/domain/' },
    to: { pathNot: '^src/domain/' },
  },
  only('kit-is-small', 'Tools are used by all, so they use nobody but the domain.', '^src/kit/', [
    '^src/(kit|domain)/',
    LIBRARIES,
  ]),
  only('application-looks-inward', 'Use cases know ports, not who implements them.', '^src/application/', [
    '^src/(application|domain|kit)/',
  ]),
  only('config-stands-alone', 'The configuration is read without starting anything.', '^src/config/', [
    '^src/(config|domain|kit)/',
    LIBRARIES,
  ]),
  only('edge-looks-inward', 'Doors and workers call use cases, never adapters.', '^src/edge/', [
    '^src/(edge|application|domain|kit)/',
    LIBRARIES,
  ]),
  {
    name: 'adapters-see-ports',
    comment: 'An adapter sees its own files, the ports, the domain and the kit; never another adapter.',
    from: { path: '^src/adapters/([^/]+)/' },
    to: { pathNot: ['^src/adapters/$1/', `^${PORTS}`, '^src/(domain|kit)/', LIBRARIES], dependencyTypesNot: ['core'] },
  },
  {
    name: 'main-alone-constructs',
    comment: 'Adapters are put together in one place.',
    from: { path: '^src/', pathNot: ['^src/main\\.ts$', '^src/adapters/'] },
    to: { path: '^src/adapters/' },
  },
  {
    name: 'doors-are-opened-from-outside',
    comment: 'Doors and workers are started by main (and take their settings from what it reads), and by commands.',
    from: { path: '^src/', pathNot: ['^src/(main|parts-of-config)\\.ts$', '^src/edge/', '^src/cli/'] },
    to: { path: '^src/edge/' },
  },
  {
    name: 'nobody-imports-the-command-line',
    comment: 'Commands are ends, not parts.',
    from: { path: '^src/', pathNot: '^src/cli(/|\\.ts$)' },
    to: { path: '^src/cli(/|\\.ts$)' },
  },
];

const STAND_INS: readonly Rule[] = [
  only(
    'simulators-stand-alone',
    'A simulated vendor shares no code with the bridge but the kit, so that it cannot share a misunderstanding.',
    '^src/simulators/',
    ['^src/(simulators|kit)/', LIBRARIES],
  ),
  {
    name: 'the-service-has-no-stand-ins',
    comment: 'The image holds neither the demo nor the simulated vendors.',
    from: { path: '^src/', pathNot: '^src/(demo|simulators)/' },
    to: { path: '^src/(demo|simulators)/' },
  },
  {
    name: 'source-needs-no-tests',
    comment: 'What ships does not lean on what tests it.',
    from: { path: '^src/' },
    to: { path: '^(tests|bench)/' },
  },
];

const OWNED: readonly Rule[] = [
  ownedBy('jira-client-in-its-adapter', 'One place knows the SDK of Jira.', 'jira\\.js', ['^src/adapters/jira/']),
  ownedBy('intercom-client-in-its-adapter', 'One place knows the SDK of Intercom.', 'intercom-client', [
    '^src/adapters/intercom/',
  ]),
  ownedBy('templates-in-the-config', 'Templates are compiled where they are checked.', 'liquidjs', ['^src/config/']),
  ownedBy('express-at-the-doors', 'Only doors speak Express.', '(@types/)?express', [
    '^src/edge/http/',
    '^src/simulators/',
    '^src/demo/',
  ]),
];

const HYGIENE: readonly Rule[] = [
  {
    name: 'no-cycles',
    comment: 'Nothing needs itself to be loaded. Types may refer to each other: they are gone when the program runs.',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  { name: 'all-found', comment: 'A path that leads nowhere.', from: {}, to: { couldNotResolve: true } },
  {
    name: 'production-dependencies-only',
    comment: 'The image is installed without development dependencies.',
    from: { path: '^src/', pathNot: ['^src/(demo|simulators)/'] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
];

export const IMPORT_RULES: readonly IRegularForbiddenRuleType[] = [...LAYERS, ...STAND_INS, ...OWNED, ...HYGIENE].map(
  (rule) => ({ ...rule, severity: 'error' }),
);
