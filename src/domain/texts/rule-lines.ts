// Lines of notes that only rules bring: a version that came out, an issue that nobody has touched, a dialog that changed.
import type { Locale } from '../rules.ts';
import type { DialogTrigger } from '../workflow/rule.ts';
import { plural } from './plural.ts';

export interface RuleLines {
  readonly released: (version: string) => string;
  readonly unchanged: (days: number) => string;
  /** What happened in a dialog; `detail` is its tag or its rating. */
  readonly dialog: Readonly<Record<DialogTrigger, (detail: string) => string>>;
}

const ENGLISH: RuleLines = {
  released: (version) => `Version ${version} was released`,
  unchanged: (days) => `Nothing has changed for ${days} ${plural('en', days, { one: 'day', many: 'days' })}`,
  dialog: {
    dialog_closed: () => 'The conversation was closed',
    dialog_reopened: () => 'The conversation was opened again',
    customer_replied: () => 'The customer replied',
    teammate_replied: () => 'A teammate replied to the customer',
    dialog_tagged: (tag) => `The conversation was tagged “${tag}”`,
    dialog_untagged: (tag) => `The tag “${tag}” was taken off the conversation`,
    dialog_rated: (stars) => `The customer rated the conversation: ${stars} of 5`,
    dialog_assigned: () => 'The conversation was assigned',
  },
};

const RUSSIAN: RuleLines = {
  released: (version) => `Вышла версия ${version}`,
  unchanged: (days) => `Без изменений уже ${days} ${plural('ru', days, { one: 'день', few: 'дня', many: 'дней' })}`,
  dialog: {
    dialog_closed: () => 'Диалог закрыт',
    dialog_reopened: () => 'Диалог снова открыт',
    customer_replied: () => 'Клиент ответил',
    teammate_replied: () => 'Оператор ответил клиенту',
    dialog_tagged: (tag) => `На диалог поставлен тег «${tag}»`,
    dialog_untagged: (tag) => `С диалога снят тег «${tag}»`,
    dialog_rated: (stars) => `Клиент оценил диалог: ${stars} из 5`,
    dialog_assigned: () => 'Диалог назначен',
  },
};

/** The lines in a language. */
export function ruleLinesOf(locale: Locale): RuleLines {
  return locale === 'ru' ? RUSSIAN : ENGLISH;
}
