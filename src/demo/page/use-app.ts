// Talks to the app beside a dialog: opens it, keeps what is typed, and sends what is pressed.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Values } from './canvas-view.tsx';
import type { AppAnswer, AppCall, Canvas, CanvasComponent, Locale } from './demo-state.ts';

export interface App {
  readonly canvas: Canvas | null;
  /** Why there is no canvas; null when there is one or it is on its way. */
  readonly failure: string | null;
  readonly values: Values;
  readonly pressed: string | null;
  readonly change: (id: string, value: string | readonly string[]) => void;
  readonly press: (id: string) => void;
  readonly reopen: () => void;
}

async function call(request: AppCall): Promise<AppAnswer> {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('demo/app', { method: 'POST', headers, body: JSON.stringify(request) });
    return (await answer.json()) as AppAnswer;
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

/** What the components hold before anybody touches them. */
function initialValues(components: readonly CanvasComponent[]): Values {
  const values: Record<string, string | readonly string[]> = {};
  for (const component of components) {
    if (component.type === 'checkbox') values[component.id] = component.value ?? [];
    else if ('options' in component || component.type === 'input' || component.type === 'textarea') {
      values[component.id] = component.value ?? '';
    }
  }
  return values;
}

/** A choice that nobody made is not sent. */
function sentValues(values: Values, components: readonly CanvasComponent[]): Values {
  const choices = new Set(components.flatMap((one) => ('options' in one ? [one.id] : [])));
  return Object.fromEntries(Object.entries(values).filter(([id, value]) => value !== '' || !choices.has(id)));
}

export function useApp(dialog: string, locale: Locale): App {
  const [canvas, setCanvas] = useState<Canvas | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [values, setValues] = useState<Values>({});
  const [pressed, setPressed] = useState<string | null>('');
  const turn = useRef(0);
  const ask = useCallback(async (request: AppCall, what: string): Promise<void> => {
    turn.current += 1;
    const own = turn.current;
    setPressed(what);
    const answer = await call(request);
    // Another dialog, or another press, has come between.
    if (own !== turn.current) return;
    setPressed(null);
    setFailure(answer.kind === 'failed' ? answer.why : null);
    if (answer.kind === 'failed') return;
    setCanvas(answer.canvas);
    setValues(initialValues(answer.canvas.content.components));
  }, []);
  const reopen = useCallback(() => void ask({ dialog, locale, kind: 'initialize' }, ''), [ask, dialog, locale]);
  useEffect(reopen, [reopen]);
  const press = (componentId: string): void => {
    if (canvas === null) return;
    const inputValues = sentValues(values, canvas.content.components);
    void ask({ dialog, locale, kind: 'submit', componentId, inputValues, canvas }, componentId);
  };
  const change = (id: string, value: string | readonly string[]): void => setValues((old) => ({ ...old, [id]: value }));
  return { canvas, failure, values, pressed, change, press, reopen };
}
