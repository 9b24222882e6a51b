// `npm run imports`: fails when an import goes against the architecture, or when hardly anything was looked at.
import { FEWEST_MODULES, lookAtImports } from './look-at-imports.ts';

const { modules, imports, breaches } = await lookAtImports(process.cwd(), ['src', 'tests', 'bench']);
for (const { rule, why, from, to } of breaches) console.error(`${from} → ${to}\n  ${rule}: ${why}`);
console.log(`${modules} modules, ${imports} imports, ${breaches.length} against the rules`);
if (modules < FEWEST_MODULES) {
  console.error(`Fewer than ${FEWEST_MODULES} modules were looked at: the check itself does not work`);
}
process.exitCode = breaches.length > 0 || modules < FEWEST_MODULES ? 1 : 0;
