// The app beside a dialog, as the inbox shows it.
import { CanvasView } from './canvas-view.tsx';
import type { Dialog } from './demo-state.ts';
import { BridgeIcon } from './icons.tsx';
import { usePage } from './page-context.ts';
import { useApp } from './use-app.ts';

export function AppPanel({ dialog }: { dialog: Dialog }) {
  const { texts, language } = usePage();
  const app = useApp(dialog.id, language);
  const { canvas, failure, pressed } = app;
  return (
    <section className="pane app" aria-labelledby="app-title" data-idle={pressed === null}>
      <div className="pane-head">
        <h2 id="app-title">
          <span className="brand-mark small">
            <BridgeIcon />
          </span>
          Deskbridge
        </h2>
        <button type="button" className="app-reopen" onClick={app.reopen}>
          {texts.app.reopen}
        </button>
      </div>
      <div className="app-body">
        {failure !== null && (
          <p className="canvas-text is-error" role="alert">
            {texts.app.failed} <small>{failure}</small>
          </p>
        )}
        {canvas === null && failure === null && <p className="hint">{texts.app.loading}</p>}
        {canvas !== null && <CanvasView components={canvas.content.components} hands={app} />}
      </div>
    </section>
  );
}
