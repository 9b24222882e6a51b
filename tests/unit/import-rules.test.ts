// Proves that each rule about imports can fail, on a small project where each is broken once, and that the check can too.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMPORT_RULES } from '../support/import-rules.ts';
import { type ImportReport, lookAtImports } from '../support/look-at-imports.ts';

const CHECK = resolve('tests/support/check-imports.ts');

interface Planted {
  readonly rule: string;
  readonly from: string;
  /** What the file says. */
  readonly text: string;
}

const BREACHES: readonly Planted[] = [
  { rule: 'domain-is-pure', from: 'src/domain/reads-disk.ts', text: `import 'node:fs';` },
  { rule: 'domain-is-pure', from: 'src/domain/uses-library.ts', text: `import 'zod';` },
  { rule: 'domain-is-pure', from: 'src/domain/uses-kit.ts', text: `import '../kit/tool.ts';` },
  {
    rule: 'domain-is-pure',
    from: 'src/domain/types-too.ts',
    text: `import type { U } from '../application/ports.ts';`,
  },
  { rule: 'kit-is-small', from: 'src/kit/uses-case.ts', text: `import '../application/use-case.ts';` },
  { rule: 'application-looks-inward', from: 'src/application/reads-config.ts', text: `import '../config/config.ts';` },
  { rule: 'application-looks-inward', from: 'src/application/uses-library.ts', text: `import 'zod';` },
  { rule: 'config-stands-alone', from: 'src/config/asks.ts', text: `import '../application/use-case.ts';` },
  { rule: 'edge-looks-inward', from: 'src/edge/http/calls.ts', text: `import '../../adapters/jira/index.ts';` },
  { rule: 'adapters-see-ports', from: 'src/adapters/sql/peeks.ts', text: `import '../jira/index.ts';` },
  { rule: 'adapters-see-ports', from: 'src/adapters/sql/uses.ts', text: `import '../../application/use-case.ts';` },
  { rule: 'main-alone-constructs', from: 'src/cli/opens.ts', text: `import '../adapters/jira/index.ts';` },
  { rule: 'doors-are-opened-from-outside', from: 'src/application/opens.ts', text: `import '../edge/http/door.ts';` },
  { rule: 'nobody-imports-the-command-line', from: 'src/main.ts', text: `import './cli/print.ts';` },
  { rule: 'simulators-stand-alone', from: 'src/simulators/jira/borrows.ts', text: `import '../../domain/pure.ts';` },
  { rule: 'the-service-has-no-stand-ins', from: 'src/edge/pretends.ts', text: `import '../simulators/jira/good.ts';` },
  { rule: 'source-needs-no-tests', from: 'src/config/leans.ts', text: `import '../../tests/good.ts';` },
  { rule: 'jira-client-in-its-adapter', from: 'src/edge/http/speaks-jira.ts', text: `await import('jira.js');` },
  { rule: 'intercom-client-in-its-adapter', from: 'src/adapters/jira/chats.ts', text: `import 'intercom-client';` },
  { rule: 'templates-in-the-config', from: 'src/edge/http/renders.ts', text: `import 'liquidjs';` },
  { rule: 'express-at-the-doors', from: 'src/edge/worker/serves.ts', text: `import 'express';` },
  { rule: 'no-cycles', from: 'src/kit/egg.ts', text: `import './hen.ts';` },
  { rule: 'all-found', from: 'tests/lost.ts', text: `import './nowhere.ts';` },
  { rule: 'production-dependencies-only', from: 'src/edge/tests-itself.ts', text: `import 'vitest';` },
];

const HONEST: readonly (readonly [string, string])[] = [
  ['src/domain/pure.ts', `import type { Circle } from './shape.ts'; export type Shape = Circle;`],
  ['src/domain/shape.ts', `import type { Shape } from './pure.ts'; export interface Circle { in?: Shape }`],
  ['src/kit/tool.ts', `import 'node:sqlite'; import 'zod'; import '../domain/pure.ts';`],
  ['src/kit/hen.ts', `import './egg.ts';`],
  ['src/application/ports.ts', `export interface U { u: 1 }`],
  ['src/application/use-case.ts', `import 'node:crypto'; import './ports.ts'; import '../kit/tool.ts';`],
  ['src/config/config.ts', `import 'zod';`],
  ['src/edge/http/door.ts', `import 'express'; import '../../application/use-case.ts';`],
  ['src/adapters/jira/index.ts', `import 'jira.js'; import '../../application/ports.ts';`],
  ['src/cli/print.ts', `import '../edge/http/door.ts';`],
  ['src/simulators/jira/good.ts', `import 'express'; import '../../kit/tool.ts';`],
  ['src/demo/main.ts', `import '../simulators/jira/good.ts'; import '../main.ts'; import 'vitest';`],
  ['tests/good.ts', `import 'vitest'; import '../src/adapters/jira/index.ts'; import '../src/cli/print.ts';`],
  ['bench/main.ts', `import '../src/domain/pure.ts';`],
];

const LIBRARIES = ['zod', 'jira.js', 'intercom-client', 'express', 'vitest'];

function plant(root: string): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  };
  for (const name of LIBRARIES) {
    put(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', exports: './index.js' }));
    put(`node_modules/${name}/index.js`, 'export const used = true;');
  }
  const dependencies = Object.fromEntries(LIBRARIES.filter((name) => name !== 'vitest').map((name) => [name, '1.0.0']));
  put('package.json', JSON.stringify({ type: 'module', dependencies, devDependencies: { vitest: '1.0.0' } }));
  for (const [path, text] of HONEST) put(path, text);
  for (const { from, text } of BREACHES) put(from, text);
}

describe('the rules about imports', () => {
  const root = mkdtempSync(join(tmpdir(), 'import-rules-'));
  let report: ImportReport;

  beforeAll(async () => {
    plant(root);
    report = await lookAtImports(root, ['src', 'tests', 'bench']);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each(BREACHES)('when $from breaks $rule, then the breach is told', ({ rule, from }) => {
    expect(report.breaches.filter((breach) => breach.from === from).map((breach) => breach.rule)).toContain(rule);
  });

  it('when a file keeps to the rules, then nothing is said about it', () => {
    const honest = HONEST.map(([path]) => path).filter((path) => path !== 'src/kit/hen.ts');
    expect(report.breaches.filter(({ from }) => honest.includes(from))).toEqual([]);
  });

  it('when a rule is added, then it must be shown here that it can fail', () => {
    expect(new Set(BREACHES.map(({ rule }) => rule))).toEqual(new Set(IMPORT_RULES.map(({ name }) => name)));
  });

  it('when every file is looked at, then each is counted', () => {
    expect(report.modules).toBe(HONEST.length + BREACHES.length);
  });

  it('when hardly any module is looked at, then the check fails whatever it found', () => {
    const clean = mkdtempSync(join(tmpdir(), 'import-rules-'));
    for (const folder of ['src', 'tests', 'bench']) {
      mkdirSync(join(clean, folder));
      writeFileSync(join(clean, folder, 'alone.ts'), 'export const alone = true;\n');
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [CHECK], { cwd: clean, encoding: 'utf8' });
    rmSync(clean, { recursive: true, force: true });
    expect(stdout).toContain('3 modules, 0 imports, 0 against the rules');
    expect(stderr).toContain('Fewer than 100 modules were looked at');
    expect(status).toBe(1);
  });
});
