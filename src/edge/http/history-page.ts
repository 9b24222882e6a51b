// The page behind a note's history link: what led to the note, in the operator's language and without anybody's words.
import type { Bridge } from '../../application/bridge.ts';
import { trace } from '../../application/trace.ts';
import type { TracedDelivery, TracedEvent } from '../../application/trace.ts';
import type { Action } from '../../domain/action.ts';
import type { Locale } from '../../domain/rules.ts';
import { formatInstant } from '../../domain/texts/texts.ts';
import { escapeHtml } from '../../domain/document/note-html.ts';

const WORDS = {
  en: {
    title: 'History of a note',
    received: 'Received',
    decided: 'Decided',
    sent: 'Sent',
    event: 'Event',
    attempts: 'attempts',
    none: 'There is no such note, or its history is older than it is kept.',
  },
  ru: {
    title: 'История заметки',
    received: 'Получено',
    decided: 'Решено',
    sent: 'Отправлено',
    event: 'Событие',
    attempts: 'попыток',
    none: 'Такой заметки нет, или её история старше срока хранения.',
  },
} as const;

const KINDS = {
  en: {
    add_note: 'Note in the conversation',
    reopen: 'Reopening of the conversation',
    snooze_again: 'Snoozing again',
    set_attribute: 'Attribute of the conversation',
    tag: 'Tag of the conversation',
    put_remote_link: 'Link on the issue',
    remove_remote_link: 'Removal of the link on the issue',
    close: 'Closing of the conversation',
    snooze: 'Snoozing of the conversation',
    assign: 'Assignment of the conversation',
    ticket_state: 'State of the ticket',
    create_issue: 'New issue',
    attach_file: 'File on the issue',
    put_summary: 'Summary on the issue',
    transition: 'Transition of the issue',
    set_field: 'Field of the issue',
    add_label: 'Label on the issue',
    remove_label: 'Removal of a label',
    notify: 'Message to a channel',
    comment: 'Comment on the issue',
  },
  ru: {
    add_note: 'Заметка в диалоге',
    reopen: 'Открытие диалога',
    snooze_again: 'Снова отложить диалог',
    set_attribute: 'Атрибут диалога',
    tag: 'Тег диалога',
    put_remote_link: 'Ссылка в задаче',
    remove_remote_link: 'Удаление ссылки из задачи',
    close: 'Закрытие диалога',
    snooze: 'Откладывание диалога',
    assign: 'Назначение диалога',
    ticket_state: 'Состояние тикета',
    create_issue: 'Новая задача',
    attach_file: 'Файл в задаче',
    put_summary: 'Сводка в задаче',
    transition: 'Переход задачи',
    set_field: 'Поле задачи',
    add_label: 'Метка задачи',
    remove_label: 'Снятие метки',
    notify: 'Сообщение в канал',
    comment: 'Комментарий в задаче',
  },
} as const satisfies Record<Locale, Record<Action['kind'], string>>;

const STATES = {
  en: {
    queued: 'queued',
    sending: 'being sent',
    retrying: 'tried again',
    delivered: 'delivered',
    superseded: 'superseded',
    parked: 'parked',
  },
  ru: {
    queued: 'в очереди',
    sending: 'отправляется',
    retrying: 'повторяется',
    delivered: 'доставлено',
    superseded: 'заменено',
    parked: 'отложено',
  },
} as const;

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;color:#1f2933;background:#f5f7fa;margin:0;padding:2rem 1rem}
main{max-width:44rem;margin:0 auto;background:#fff;border:1px solid #e1e6eb;border-radius:12px;padding:1.5rem 2rem}
h1{font-size:1.25rem;margin:0 0 1rem}ol{list-style:none;margin:0;padding:0 0 0 1.1rem;border-left:2px solid #cbd5e1}
li{position:relative;margin:0 0 1.1rem;padding-left:.4rem}li::before{content:"";position:absolute;left:-1.62rem;top:.45rem;width:.7rem;height:.7rem;border-radius:50%;background:#2f6fed;border:2px solid #fff}
b{font-weight:600}time,small{color:#52606d;font-size:.85rem}code{background:#f0f3f7;border-radius:4px;padding:.05rem .3rem;font-size:.85rem}`;

function page(title: string, body: string, locale: string): string {
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>
<h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;
}

function step(name: string, at: number | null, text: string, bridge: Bridge): string {
  const { locale, timezone } = bridge.rules();
  const when = at === null ? '' : `<br><time>${escapeHtml(formatInstant(at, locale, timezone))}</time>`;
  return `<li><b>${escapeHtml(name)}</b> — ${text}${when}</li>`;
}

function deliveryStep(delivery: TracedDelivery, bridge: Bridge): string {
  const { locale } = bridge.rules();
  const kinds: Readonly<Record<string, string>> = KINDS[locale];
  const states: Readonly<Record<string, string>> = STATES[locale];
  const tries = delivery.attempts > 1 ? ` <small>(${delivery.attempts} ${WORDS[locale].attempts})</small>` : '';
  const text = `${escapeHtml(kinds[delivery.kind] ?? delivery.kind)}: ${escapeHtml(states[delivery.state] ?? delivery.state)}${tries}`;
  return step(WORDS[locale].sent, delivery.tries.at(-1)?.at ?? null, text, bridge);
}

function eventSteps(event: TracedEvent, bridge: Bridge): string {
  const words = WORDS[bridge.rules().locale];
  const topic = `${words.event} <code>${escapeHtml(event.topic)}</code>`;
  return [
    step(words.received, event.receivedAt, topic, bridge),
    step(words.decided, event.settledAt, escapeHtml(event.because), bridge),
    ...event.deliveries.map((delivery) => deliveryStep(delivery, bridge)),
  ].join('');
}

/** The page for a delivery's id; ids can't be guessed (104 bits), so whoever has the link may look. */
export async function historyPage(deliveryId: string, bridge: Bridge): Promise<{ status: number; html: string }> {
  const { locale } = bridge.rules();
  const words = WORDS[locale];
  const [event] = deliveryId.startsWith('dl_') ? (await trace(deliveryId, bridge)).events : [];
  if (event === undefined) return { status: 404, html: page(words.title, `<p>${words.none}</p>`, locale) };
  return { status: 200, html: page(words.title, `<ol>${eventSteps(event, bridge)}</ol>`, locale) };
}
