// What operators read about promises to come back, and about messages that they send to the developers.
import type { Locale } from '../rules.ts';

export interface ReminderTexts {
  /** `by` is null where nobody of the chat promised. */
  readonly set: (key: string, when: string, by: string | null) => string;
  readonly moved: (key: string, when: string, by: string | null) => string;
  readonly cancelled: (key: string, when: string) => string;
  readonly noneToCancel: (key: string) => string;
  readonly wrongTime: string;
  readonly due: (by: string | null) => string;
  readonly issueGone: string;
  readonly messageSent: (by: string) => string;
  readonly messageEmpty: string;
}

const ENGLISH: ReminderTexts = {
  set: (key, when, by) =>
    by === null
      ? `Reminder for ${key} set: this conversation comes back on ${when}.`
      : `Reminder for ${key} set: this conversation comes back to ${by} on ${when}.`,
  moved: (key, when, by) =>
    by === null
      ? `Reminder for ${key} moved: this conversation comes back on ${when}.`
      : `Reminder for ${key} moved: this conversation comes back to ${by} on ${when}.`,
  cancelled: (key, when) => `Reminder for ${key} on ${when} cancelled.`,
  noneToCancel: (key) => `There is no reminder for ${key}.`,
  wrongTime:
    'No reminder was set: its time must lie in the future, and not more than a year from now. Write for example “/remind 3d”.',
  due: (by) =>
    by === null
      ? 'It is time to come back to the customer.'
      : `It is time to come back to the customer, as ${by} promised.`,
  issueGone: 'The issue can no longer be seen: it was deleted, or access to it was taken away',
  messageSent: (by) => `Sent to the developers by ${by}:`,
  messageEmpty: 'Nothing was sent to the developers: the message has no text.',
};

const RUSSIAN: ReminderTexts = {
  set: (key, when, by) =>
    by === null
      ? `Напоминание по ${key} поставлено: диалог вернётся ${when}.`
      : `Напоминание по ${key} поставлено: диалог вернётся ${when}, ответит ${by}.`,
  moved: (key, when, by) =>
    by === null
      ? `Напоминание по ${key} перенесено: диалог вернётся ${when}.`
      : `Напоминание по ${key} перенесено: диалог вернётся ${when}, ответит ${by}.`,
  cancelled: (key, when) => `Напоминание по ${key} на ${when} отменено.`,
  noneToCancel: (key) => `Напоминания по ${key} нет.`,
  wrongTime:
    'Напоминание не поставлено: время должно быть в будущем и не дальше чем через год. Напишите, например, «/напомнить 3д».',
  due: (by) => (by === null ? 'Пора вернуться к клиенту.' : `Пора вернуться к клиенту, как обещано (${by}).`),
  issueGone: 'Задача больше не видна: её удалили или закрыли к ней доступ',
  messageSent: (by) => `Отправлено разработчикам — ${by}:`,
  messageEmpty: 'Разработчикам ничего не отправлено: в сообщении нет текста.',
};

/** The texts of a language. */
export function reminderTextsOf(locale: Locale): ReminderTexts {
  return locale === 'ru' ? RUSSIAN : ENGLISH;
}
