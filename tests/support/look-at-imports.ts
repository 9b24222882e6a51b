// Looks at every import below some folders and tells which break the rules of `import-rules.ts`.
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { IMPORT_RULES } from './import-rules.ts';

export interface Breach {
  readonly rule: string;
  readonly why: string;
  readonly from: string;
  readonly to: string;
}

export interface ImportReport {
  readonly modules: number;
  readonly imports: number;
  readonly breaches: readonly Breach[];
}

/** A project with fewer modules than this was not looked at, whatever the breaches say. */
export const FEWEST_MODULES = 100;

/** Type imports count too: a layer that knows another's types knows the other. Throws when a folder can't be read. */
export async function lookAtImports(root: string, folders: readonly string[]): Promise<ImportReport> {
  const { output } = await cruise(
    [...folders],
    {
      baseDir: root,
      ruleSet: { forbidden: [...IMPORT_RULES] },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'import', 'default', 'types'] },
    },
    { extensions: ['.ts', '.tsx', '.js', '.json', '.d.ts'] },
  );
  const { modules, summary } = output as ICruiseResult;
  const own = modules.filter(({ source }) => folders.some((folder) => source.startsWith(`${folder}/`)));
  return {
    modules: own.length,
    imports: own.reduce((sum, { dependencies }) => sum + dependencies.length, 0),
    breaches: summary.violations.map(({ rule, comment, from, to }) => ({
      rule: rule.name,
      why: comment ?? IMPORT_RULES.find(({ name }) => name === rule.name)?.comment ?? '',
      from,
      to,
    })),
  };
}
