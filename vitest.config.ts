import { defineConfig } from 'vitest/config';

/** One project a kind of test, so that `npm test -- --project unit` runs the quick ones alone. */
const project = (name: string, testTimeout: number) => ({
  test: { name, include: [`tests/${name}/**/*.test.ts`], testTimeout, hookTimeout: 60_000 },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', 10_000),
      project('property', 60_000),
      project('contract', 30_000),
      project('flow', 60_000),
      project('crash', 900_000),
      project('browser', 120_000),
    ],
    reporters: ['default'],
    pool: 'forks',
    maxWorkers: 2,
  },
});
