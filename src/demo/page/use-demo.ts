// Keeps the page in step with the demo: asks for the state when the server says it changed, or every second.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DemoAct, DemoAnswer, DemoState } from './demo-state.ts';

const POLL_MS = 1000;

export interface Demo {
  readonly state: DemoState | null;
  /** False when the demo's server does not answer. */
  readonly reachable: boolean;
  /** What went wrong with the last act; null when nothing did. */
  readonly problem: string | null;
  readonly dismiss: () => void;
  /** Does something; the answer says whether it worked, and a problem is shown by the page. */
  readonly act: (act: DemoAct) => Promise<DemoAnswer>;
}

async function fetchState(): Promise<DemoState> {
  const answer = await fetch('demo/state');
  if (!answer.ok) throw new Error(`the demo answered ${answer.status}`);
  return (await answer.json()) as DemoState;
}

async function postAct(act: DemoAct): Promise<DemoAnswer> {
  try {
    const body = JSON.stringify(act);
    const answer = await fetch('demo/act', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return (await answer.json()) as DemoAnswer;
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** One question at a time; what is asked for meanwhile is answered by one more. */
function useRefresh(onState: (state: DemoState) => void, onFailure: () => void): () => void {
  const asking = useRef(false);
  const again = useRef(false);
  return useCallback(() => {
    const ask = async (): Promise<void> => {
      if (asking.current) {
        again.current = true;
        return;
      }
      asking.current = true;
      again.current = false;
      await fetchState().then(onState, onFailure);
      asking.current = false;
      if (again.current) void ask();
    };
    void ask();
  }, [onState, onFailure]);
}

export function useDemo(): Demo {
  const [state, setState] = useState<DemoState | null>(null);
  const [reachable, setReachable] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
  const onState = useCallback((next: DemoState) => {
    setState(next);
    setReachable(true);
  }, []);
  const onFailure = useCallback(() => setReachable(false), []);
  const refresh = useRefresh(onState, onFailure);
  useEffect(() => {
    const stream = new EventSource('demo/stream');
    stream.addEventListener('changed', refresh);
    const timer = setInterval(() => {
      if (stream.readyState !== EventSource.OPEN) refresh();
    }, POLL_MS);
    refresh();
    return () => {
      stream.close();
      clearInterval(timer);
    };
  }, [refresh]);
  const act = useCallback(
    async (wanted: DemoAct): Promise<DemoAnswer> => {
      const answer = await postAct(wanted);
      setProblem(answer.ok ? null : answer.error);
      refresh();
      return answer;
    },
    [refresh],
  );
  return { state, reachable, problem, dismiss: () => setProblem(null), act };
}
