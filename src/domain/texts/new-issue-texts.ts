// Texts of new issues: what Jira gets to read of a dialog, and what an operator is told when an issue can't be made.
import type { DialogMessage } from '../dialog.ts';
import type { Locale } from '../rules.ts';
import { plural } from './plural.ts';

/** Why a file of a dialog is not copied. */
export type SkipReason = 'too_big' | 'too_many' | 'inline' | 'off' | 'gone' | 'refused';

export interface NewIssueTexts {
  readonly customer: string;
  /** Who wrote a message, beside the name. */
  readonly kinds: Readonly<Record<DialogMessage['kind'], string>>;
  readonly openDialog: string;
  /** Stands for a summary when nothing has a title. */
  readonly untitled: (conversationId: string) => string;
  readonly transcript: (shown: number, all: number) => string;
  readonly cut: (count: number) => string;
  readonly skipped: (name: string, why: SkipReason, limit: number) => string;
  readonly moreSkipped: (count: number) => string;
  /** Personal data that the issue will or won't show: `2 e-mail addresses`. */
  readonly willHide: (what: string) => string;
  readonly willShow: (what: string) => string;
  readonly fieldMissing: (field: string) => string;
  readonly fieldUnsupported: (field: string, type: string, workflow: string) => string;
  readonly fieldUnfit: (field: string, value: string, expected: string) => string;
  readonly fieldNotThere: (field: string) => string;
  readonly expected: {
    readonly number: string;
    readonly date: string;
    readonly datetime: string;
    readonly url: string;
    readonly oneOf: (names: readonly string[], more: number) => string;
  };
  readonly noWorkflow: (name: string, known: readonly string[]) => string;
  readonly noForm: (project: string, type: string) => string;
  readonly noConversation: string;
  /** Heads the reasons why there is no issue. */
  readonly notCreated: (workflow: string) => string;
  readonly useForm: string;
}

const MB = 1024 * 1024;

const megabytes = (bytes: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / MB);

const ENGLISH: NewIssueTexts = {
  customer: 'Customer',
  kinds: { customer: 'customer', teammate: 'support', bot: 'bot', note: 'internal note' },
  openDialog: 'Open the conversation in Intercom',
  untitled: (conversationId) => `Conversation ${conversationId}`,
  transcript: (shown, all) =>
    shown === all
      ? `Conversation (${all} ${plural('en', all, { one: 'message', many: 'messages' })})`
      : `Conversation (the last ${shown} of ${all} messages)`,
  cut: (count) =>
    `${count} earlier ${plural('en', count, { one: 'message is', many: 'messages are' })} left out: the text would be longer than Jira takes. Read them in the conversation.`,
  skipped: (name, why, limit) => {
    const reasons: Readonly<Record<SkipReason, string>> = {
      too_big: `larger than ${megabytes(limit, 'en')} MB`,
      too_many: `only ${limit} ${plural('en', limit, { one: 'file is', many: 'files are' })} copied`,
      inline: 'a picture inside the text, such as a logo of a signature',
      off: 'files are not copied to this project',
      gone: 'it can no longer be downloaded from Intercom',
      refused: 'Jira does not take it',
    };
    return `${name} was not copied: ${reasons[why]}`;
  },
  moreSkipped: (count) => `${count} more ${plural('en', count, { one: 'file was', many: 'files were' })} not copied`,
  willHide: (what) => `Hidden: ${what}`,
  willShow: (what) => `Shown as they are: ${what}`,
  fieldMissing: (field) => `“${field}” is required`,
  fieldUnsupported: (field, type, workflow) =>
    `“${field}” is required, but a field of the type ${type} can’t be filled here. Ask the admin of Deskbridge to set it in the config: workflows.${workflow}.issue.fields`,
  fieldUnfit: (field, value, expected) => `“${value}” does not fit “${field}”: ${expected}`,
  fieldNotThere: (field) => `“${field}” is not on the create screen in Jira`,
  expected: {
    number: 'a number is expected',
    date: 'a date such as 2026-11-30 is expected',
    datetime: 'a time such as 2026-11-30T14:00:00+03:00 is expected',
    url: 'an address that begins with https:// is expected',
    oneOf: (names, more) =>
      names.length === 0
        ? 'there is nothing to choose'
        : `choose one of ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  },
  noWorkflow: (name, known) => `There is no workflow “${name}” in the config. There are: ${known.join(', ')}`,
  noForm: (project, type) =>
    `Jira has no project ${project} with the issue type “${type}”, or the account of Deskbridge may not create issues there. Ask the admin of Deskbridge to check the config`,
  noConversation: 'Intercom no longer has this conversation',
  notCreated: (workflow) => `No issue was created (${workflow}):`,
  useForm: 'Fill in the rest in the Deskbridge app beside the conversation.',
};

const RUSSIAN: NewIssueTexts = {
  customer: 'Клиент',
  kinds: { customer: 'клиент', teammate: 'поддержка', bot: 'бот', note: 'внутренняя заметка' },
  openDialog: 'Открыть диалог в Intercom',
  untitled: (conversationId) => `Диалог ${conversationId}`,
  transcript: (shown, all) =>
    shown === all
      ? `Переписка (${all} ${plural('ru', all, { one: 'сообщение', few: 'сообщения', many: 'сообщений' })})`
      : `Переписка (${plural('ru', shown, { one: 'последнее', many: 'последние' })} ${shown} из ${all})`,
  cut: (count) =>
    `Пропущено более ранних сообщений: ${count}. Текст был бы длиннее, чем принимает Jira. Их можно прочитать в диалоге.`,
  skipped: (name, why, limit) => {
    const reasons: Readonly<Record<SkipReason, string>> = {
      too_big: `больше ${megabytes(limit, 'ru')} МБ`,
      too_many: `копируется не больше ${limit} ${plural('ru', limit, { one: 'файла', many: 'файлов' })}`,
      inline: 'картинка внутри текста, например логотип в подписи',
      off: 'файлы в этот проект не копируются',
      gone: 'его больше нельзя скачать из Intercom',
      refused: 'Jira его не принимает',
    };
    return `Файл ${name} не скопирован: ${reasons[why]}`;
  },
  moreSkipped: (count) =>
    `Не скопировано ещё ${count} ${plural('ru', count, { one: 'файл', few: 'файла', many: 'файлов' })}`,
  willHide: (what) => `Скроем: ${what}`,
  willShow: (what) => `Покажем как есть: ${what}`,
  fieldMissing: (field) => `Поле «${field}» обязательно`,
  fieldUnsupported: (field, type, workflow) =>
    `Поле «${field}» обязательно, но поле типа ${type} здесь не заполнить. Попросите администратора Deskbridge задать его в настройках: workflows.${workflow}.issue.fields`,
  fieldUnfit: (field, value, expected) => `«${value}» не подходит для поля «${field}»: ${expected}`,
  fieldNotThere: (field) => `Поля «${field}» нет на экране создания задачи в Jira`,
  expected: {
    number: 'нужно число',
    date: 'нужна дата, например 2026-11-30',
    datetime: 'нужно время, например 2026-11-30T14:00:00+03:00',
    url: 'нужен адрес, который начинается с https://',
    oneOf: (names, more) =>
      names.length === 0
        ? 'выбирать не из чего'
        : `выберите из: ${names.join(', ')}${more > 0 ? ` и ещё ${more}` : ''}`,
  },
  noWorkflow: (name, known) => `В настройках нет процесса «${name}». Есть: ${known.join(', ')}`,
  noForm: (project, type) =>
    `В Jira нет проекта ${project} с типом задачи «${type}», или Deskbridge не может создавать там задачи. Попросите администратора Deskbridge проверить настройки`,
  noConversation: 'В Intercom больше нет этого диалога',
  notCreated: (workflow) => `Задача не создана (${workflow}):`,
  useForm: 'Остальное заполните в приложении Deskbridge рядом с диалогом.',
};

export function newIssueTextsOf(locale: Locale): NewIssueTexts {
  return locale === 'ru' ? RUSSIAN : ENGLISH;
}
