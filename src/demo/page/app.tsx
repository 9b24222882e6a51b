// The page as a whole: guide above, inbox, dialog and board side by side, the bridge's activity below.
import { Button, Notification } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { AppPanel } from './app-panel.tsx';
import { ActivityPanel } from './activity-panel.tsx';
import { BoardPanel } from './board-panel.tsx';
import type { DemoState, Locale } from './demo-state.ts';
import { DialogPanel } from './dialog-panel.tsx';
import { HeaderBar } from './header-bar.tsx';
import { InboxPanel } from './inbox-panel.tsx';
import { type Page, PageContext } from './page-context.ts';
import { PAGE_TEXTS } from './texts.ts';
import { type Demo, useDemo } from './use-demo.ts';
import { useUnseen } from './use-unseen.ts';

const LANGUAGE_KEY = 'deskbridge-demo-language';

function rememberedLanguage(): Locale | null {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(LANGUAGE_KEY);
  return asked === 'en' || asked === 'ru' ? asked : null;
}

/** The chosen language, else the bridge's own. */
function useLanguage(own: Locale): [Locale, (language: Locale) => void] {
  const [chosen, choose] = useState(rememberedLanguage);
  const language = chosen ?? own;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const change = (next: Locale): void => {
    localStorage.setItem(LANGUAGE_KEY, next);
    choose(next);
  };
  return [language, change];
}

export type Beside = 'board' | 'app';

/** What stands beside the dialog at first. */
function askedView(): Beside {
  return new URLSearchParams(location.search).get('view') === 'app' ? 'app' : 'board';
}

function Problems({ demo, page }: { demo: Demo; page: Page }) {
  const { texts } = page;
  return (
    <div className="problems" aria-live="assertive">
      {!demo.reachable && <div className="banner">{texts.unreachable}</div>}
      {demo.reachable && page.state.bridge === 'down' && <div className="banner">{texts.bridgeDown}</div>}
      {demo.problem !== null && (
        <Notification
          color="red"
          withBorder
          title={texts.failed}
          onClose={demo.dismiss}
          closeButtonProps={{ 'aria-label': texts.close }}
        >
          {demo.problem}
        </Notification>
      )}
    </div>
  );
}

function Desk({ demo, state }: { demo: Demo; state: DemoState }) {
  const [language, setLanguage] = useLanguage(state.locale);
  const [beside, setBeside] = useState(askedView);
  const [dialogId, openDialog] = useState<string | null>(null);
  const [issueId, openIssue] = useState<string | null>(null);
  const [deliveryId, showDelivery] = useState<string | null>(null);
  const dialog = state.dialogs.find((one) => one.id === dialogId) ?? state.dialogs[0];
  const unseen = useUnseen(state.dialogs, dialog?.id ?? null);
  const { act } = demo;
  const page: Page = useMemo(
    () => ({
      state,
      texts: PAGE_TEXTS[language],
      language,
      act,
      openDialog,
      openIssue: (id) => {
        if (id !== null) setBeside('board');
        openIssue(id);
      },
      showDelivery,
    }),
    [state, language, act],
  );
  return (
    <PageContext value={page}>
      <div className="desk">
        <HeaderBar onLanguage={setLanguage} beside={beside} onBeside={setBeside} />
        <main className={beside === 'app' ? 'panes with-app' : 'panes'}>
          <InboxPanel current={dialog?.id ?? null} unseen={unseen} />
          {dialog === undefined ? <section className="pane" /> : <DialogPanel key={dialog.id} dialog={dialog} />}
          {beside === 'app' && dialog !== undefined ? (
            <AppPanel key={`app ${dialog.id}`} dialog={dialog} />
          ) : (
            <BoardPanel issue={state.issues.find((one) => one.id === issueId) ?? null} />
          )}
          <ActivityPanel deliveryId={deliveryId} />
        </main>
        <Problems demo={demo} page={page} />
      </div>
    </PageContext>
  );
}

export function App() {
  const demo = useDemo();
  if (demo.state !== null) return <Desk demo={demo} state={demo.state} />;
  const texts = PAGE_TEXTS[rememberedLanguage() ?? 'en'];
  return (
    <main className="loading">
      <p role="status">{demo.reachable ? texts.loading : texts.unreachable}</p>
      {!demo.reachable && <Button onClick={() => location.reload()}>↻</Button>}
    </main>
  );
}
