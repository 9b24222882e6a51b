// Tells what a vendor answers wrongly on order from what the bridge does wrong.
import type { World } from './world.ts';

/** How exchanges look that a fault of a simulated vendor made up; their bodies are recorded as text. */
const MADE_UP = [
  /request body must be object, not string$/,
  /response 0 status is not declared$/,
  /response 200 body is missing$/,
  /content-type text\/html is not application\/json$/,
  /myself: response 401 body \S+ is an undeclared property$/,
];

/** As the guard's own assertion, without what the faults made up. */
export function assertOnlyFaults(world: World): void {
  try {
    world.guard.assertNoProblems();
  } catch (error) {
    const [, ...problems] = String((error as Error).message).split('\n  ');
    const real = problems.filter((problem) => !MADE_UP.some((pattern) => pattern.test(problem)));
    if (real.length > 0) throw new Error(['Not as the vendor describes it:', ...real].join('\n  '));
  }
}
