// What developers read in the one summary that an issue has of its dialogs.
import type { Locale } from '../rules.ts';
import { plural } from './plural.ts';

export interface SummaryTexts {
  readonly heading: string;
  /** `customers` is null where none is known; `atLeast` where not all dialogs could be read. */
  readonly waiting: (dialogs: number, customers: number | null, atLeast: boolean) => string;
  readonly nobodyWaits: string;
  readonly plans: string;
  readonly monthlyRevenue: string;
  readonly firstReport: string;
  readonly lastReport: string;
  readonly lastWord: string;
  /** Messages of support since the developers' last comment. */
  readonly unanswered: (count: number) => string;
  readonly moreDialogs: (count: number) => string;
  readonly withoutTitle: string;
  /** Says who keeps the comment, so that nobody answers in it. */
  readonly kept: string;
}

const ENGLISH: SummaryTexts = {
  heading: 'Customers who wait for this issue',
  waiting: (dialogs, customers, atLeast) => {
    const said = `${dialogs} ${plural('en', dialogs, { one: 'conversation', many: 'conversations' })}`;
    if (customers === null) return said;
    const who = `${customers} ${plural('en', customers, { one: 'customer', many: 'customers' })}`;
    return `${said} with ${atLeast ? 'at least ' : ''}${who}`;
  },
  nobodyWaits: 'No conversation with a customer is linked to this issue any more.',
  plans: 'Plans',
  monthlyRevenue: 'Monthly revenue',
  firstReport: 'First report',
  lastReport: 'last report',
  lastWord: 'customers last wrote',
  unanswered: (count) =>
    `${count} ${plural('en', count, { one: 'message', many: 'messages' })} from support since the developers’ last comment`,
  moreDialogs: (count) => `and ${count} more ${plural('en', count, { one: 'conversation', many: 'conversations' })}`,
  withoutTitle: 'Conversation',
  kept: 'Kept up to date by Deskbridge in this one comment.',
};

const RUSSIAN: SummaryTexts = {
  heading: 'Клиенты, которые ждут эту задачу',
  waiting: (dialogs, customers, atLeast) => {
    const said = `${dialogs} ${plural('ru', dialogs, { one: 'диалог', few: 'диалога', many: 'диалогов' })}`;
    if (customers === null) return said;
    if (atLeast) return `${said}, клиентов не меньше ${customers}`;
    return `${said}, ${customers} ${plural('ru', customers, { one: 'клиент', few: 'клиента', many: 'клиентов' })}`;
  },
  nobodyWaits: 'С этой задачей больше не связан ни один диалог с клиентом.',
  plans: 'Тарифы',
  monthlyRevenue: 'Выручка в месяц',
  firstReport: 'Первое обращение',
  lastReport: 'последнее',
  lastWord: 'клиенты писали',
  unanswered: (count) =>
    `${count} ${plural('ru', count, { one: 'сообщение', few: 'сообщения', many: 'сообщений' })} от поддержки после последнего комментария разработчиков`,
  moreDialogs: (count) => `и ещё ${count} ${plural('ru', count, { one: 'диалог', few: 'диалога', many: 'диалогов' })}`,
  withoutTitle: 'Диалог',
  kept: 'Deskbridge обновляет эту сводку здесь же, в одном комментарии.',
};

/** The texts of a language. */
export function summaryTextsOf(locale: Locale): SummaryTexts {
  return locale === 'ru' ? RUSSIAN : ENGLISH;
}
