/** Collects what the exchanges of a test did wrong, and fails the test with the list. */
import type { SpecChecker } from './checker.ts';
import type { Exchange } from './exchange.ts';

/** A vendor's file that is not on this machine, and where it was looked for. */
export interface AbsentSpec {
  readonly absent: string;
}

interface GuardedVendors {
  readonly intercom?: SpecChecker | AbsentSpec;
  readonly jira?: SpecChecker | AbsentSpec;
}

export interface ExchangeGuard {
  onIntercom(exchange: Exchange): void;
  onJira(exchange: Exchange): void;
  /** The files that are absent: exchanges with those vendors are not judged, which the test's title should say. */
  readonly notChecked: readonly string[];
  /** Throws with every problem once, and forgets them, so that the next test starts clean. For `afterEach`. */
  assertNoProblems(): void;
}

export function createExchangeGuard({ intercom, jira }: GuardedVendors): ExchangeGuard {
  const problems = new Set<string>();
  const collect = (checker: SpecChecker | AbsentSpec | undefined) => (exchange: Exchange) => {
    if (!checker || 'absent' in checker) return;
    for (const problem of checker.check(exchange)) problems.add(problem);
  };
  return {
    onIntercom: collect(intercom),
    onJira: collect(jira),
    notChecked: [intercom, jira].flatMap((one) => (one && 'absent' in one ? [one.absent] : [])),
    assertNoProblems() {
      const found = [...problems];
      problems.clear();
      if (found.length > 0) throw new Error(['Not as the vendor describes it:', ...found].join('\n  '));
    },
  };
}
