// What the bridge answers to commands in notes. No answer begins with a slash: it would be taken for a command itself.
import type { Locale } from '../rules.ts';

export interface NoteCommandTexts {
  readonly noSummary: (word: string) => string;
  readonly noKey: (word: string) => string;
  readonly notAKey: (word: string, unread: readonly string[]) => string;
  readonly notLinked: (keys: readonly string[]) => string;
  readonly nothingLinked: string;
  readonly alreadyLinked: (keys: readonly string[]) => string;
  readonly whichLink: (word: string, keys: readonly string[], after: string) => string;
  readonly noTime: (word: string) => string;
  readonly wrongTime: (word: string, asked: string) => string;
  readonly unknownNear: (word: string, meant: string) => string;
  readonly unknown: (word: string, known: readonly string[]) => string;
  /** What each command is typed like. */
  readonly help: (workflows: readonly string[]) => string;
  readonly status: string;
  readonly changed: (when: string) => string;
  readonly cannotBeSeen: string;
}

const ENGLISH: NoteCommandTexts = {
  noSummary: (word) => `Say in a few words what it is about, for example “/${word} The report does not open”.`,
  noKey: (word) => `Name the issue by its key or address, for example “/${word} SUP-12”.`,
  notAKey: (word, unread) =>
    `“${unread.join(' ')}” is neither the key of an issue nor its address in Jira. Write for example “/${word} SUP-12”.`,
  notLinked: (keys) => `Not linked to this conversation: ${keys.join(', ')}. “/status” shows what is linked.`,
  nothingLinked: 'No issue is linked to this conversation. Link one with “/link SUP-12”.',
  alreadyLinked: (keys) => `Linked to this conversation already: ${keys.join(', ')}.`,
  whichLink: (word, keys, after) =>
    `Several issues are linked here: ${keys.join(', ')}. Say which one, for example “/${word} ${keys[0]}${after}”.`,
  noTime: (word) => `Say when, for example “/${word} 3d”, “/${word} tomorrow 10:00” or “/${word} 2026-12-01”.`,
  wrongTime: (word, asked) =>
    `“${asked}” is not a time that can be understood. Write for example “/${word} 30m”, “/${word} 3h”, “/${word} 3d”, “/${word} 2w” or “/${word} 2026-12-01”.`,
  unknownNear: (word, meant) => `There is no command “/${word}”. Did you mean “/${meant}”?`,
  unknown: (word, known) =>
    `There is no command “/${word}” here. There are: ${known.map((name) => `/${name}`).join(', ')}.`,
  help: (workflows) =>
    `Commands in notes: ${[...workflows.map((name) => `“/${name} What it is about”`), '“/link SUP-12”', '“/unlink SUP-12”', '“/status”', '“/remind 3d”'].join(', ')}.`,
  status: 'Linked issues as they are now:',
  changed: (when) => `changed ${when}`,
  cannotBeSeen: 'can no longer be seen in Jira',
};

const RUSSIAN: NoteCommandTexts = {
  noSummary: (word) => `Напишите в двух словах, о чём речь, например «/${word} Не открывается отчёт».`,
  noKey: (word) => `Назовите задачу по ключу или адресу, например «/${word} SUP-12».`,
  notAKey: (word, unread) =>
    `«${unread.join(' ')}» — это не ключ задачи и не её адрес в Jira. Напишите, например, «/${word} SUP-12».`,
  notLinked: (keys) => `С этим диалогом не связано: ${keys.join(', ')}. Что связано, покажет «/статус».`,
  nothingLinked: 'С этим диалогом не связана ни одна задача. Свяжите её так: «/связать SUP-12».',
  alreadyLinked: (keys) => `Уже связано с этим диалогом: ${keys.join(', ')}.`,
  whichLink: (word, keys, after) =>
    `С диалогом связано несколько задач: ${keys.join(', ')}. Напишите, какая нужна, например «/${word} ${keys[0]}${after}».`,
  noTime: (word) => `Напишите, когда напомнить: «/${word} 3д», «/${word} завтра 10:00» или «/${word} 01.12.2026».`,
  wrongTime: (word, asked) =>
    `Непонятно, когда это: «${asked}». Напишите, например, «/${word} 30м», «/${word} 3ч», «/${word} 3д», «/${word} 2н» или «/${word} 01.12.2026».`,
  unknownNear: (word, meant) => `Команды «/${word}» нет. Может быть, «/${meant}»?`,
  unknown: (word, known) => `Команды «/${word}» здесь нет. Есть: ${known.map((name) => `/${name}`).join(', ')}.`,
  help: (workflows) =>
    `Команды в заметках: ${[...workflows.map((name) => `«/${name} О чём речь»`), '«/связать SUP-12»', '«/отвязать SUP-12»', '«/статус»', '«/напомнить 3д»'].join(', ')}.`,
  status: 'Связанные задачи сейчас:',
  changed: (when) => `изменена ${when}`,
  cannotBeSeen: 'в Jira больше не видна',
};

export function noteCommandTextsOf(locale: Locale): NoteCommandTexts {
  return locale === 'ru' ? RUSSIAN : ENGLISH;
}
