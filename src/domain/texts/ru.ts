// Russian texts.
import { plural } from './plural.ts';
import type { Texts } from './texts.ts';

export const RUSSIAN: Texts = {
  locale: 'ru',
  fields: {
    status: 'Статус',
    resolution: 'Решение',
    priority: 'Приоритет',
    assignee: 'Исполнитель',
    fixVersions: 'Версия',
    dueDate: 'Срок',
    summary: 'Название',
    type: 'Тип',
  },
  nobody: 'не назначен',
  none: 'нет',
  linked: 'Связано с этим диалогом',
  unlinked: (by) => (by === null ? 'Больше не связано с этим диалогом' : `Связь с диалогом убрана: ${by}`),
  moved: (fromKey) => `Перенесено сюда из ${fromKey}`,
  deleted: 'Задача удалена в Jira',
  inaccessible: 'Задача больше не видна: её удалили или закрыли к ней доступ',
  restored: 'Задача снова видна',
  commented: (author) => `Комментарий — ${author}:`,
  commentEdited: (author) => `Комментарий изменён — ${author}:`,
  commentDeleted: (author) => `Комментарий удалён — ${author}`,
  attached: 'Приложен файл',
  tellCustomer: ({ resolution, versions }) => {
    const outcome = resolution === null ? 'готово' : `решение «${resolution}»`;
    const where =
      versions.length === 0
        ? ''
        : `, ${plural('ru', versions.length, { one: 'версия', many: 'версии' })} ${versions.join(', ')}`;
    return `Теперь можно ответить клиенту: ${outcome}${where}`;
  },
  moreChanges: (count) =>
    `и ещё ${count} ${plural('ru', count, { one: 'изменение', few: 'изменения', many: 'изменений' })}`,
  somebody: 'Кто-то',
  history: 'история',
  fromSupport: (teammate) => `${teammate} (поддержка):`,
  emptyComment: '(без текста)',
  answers: {
    issueNotFound: (asked) =>
      asked.length === 1
        ? `${asked[0]}: такой задачи в Jira нет, или Deskbridge её не видит. Проверьте ключ и напишите заметку ещё раз.`
        : `${asked.join(', ')}: таких задач в Jira нет, или Deskbridge их не видит. Проверьте ключи и напишите заметку ещё раз.`,
    issueGone: (key) => `Сообщение не отправлено: задача ${key} в Jira больше не видна.`,
    whichIssue: (keys) =>
      `С диалогом связано несколько задач: ${keys.join(', ')}. Начните с ключа, например «jira: ${keys[0]} ваш текст».`,
    noIssue: 'С этим диалогом не связана ни одна задача. Сначала свяжите её, например «jira: SUP-12».',
    emptyMessage:
      'После «jira:» нет текста. Напишите «jira: ваш текст», чтобы оставить комментарий, или «jira: SUP-12», чтобы связать задачу.',
  },
  remoteLink: { title: (title) => `Диалог: ${title}`, summary: 'Диалог с клиентом в Intercom' },
  categories: { todo: 'К выполнению', in_progress: 'В работе', done: 'Готово', undefined: 'Без категории' },
  reasons: {
    noted: 'Диалоги получили заметку',
    linked: 'Диалог связан с задачей',
    unlinked: 'Связь убрана',
    commented: 'Заметка ушла разработчикам как комментарий',
    remembered: 'Учтено; сообщать было некому',
    answered: 'Оператор получил ответ в заметке',
    acted: 'Выполнено правило из конфигурации',
    requested: 'По диалогу создаётся задача',
    promised: 'Напоминание поставлено',
    promise_cancelled: 'Напоминание отменено',
    reminded: 'Оператору напомнили об обещании',
    summarised: 'Сводка в задаче обновлена',
    passed_on: 'Передано задачам, которых это касается',
    silenced: 'По правилу из конфигурации об этом не сообщается',
    no_rule: 'Ни одно правило из конфигурации не подошло, а правила по умолчанию для этого нет',
    already_requested: 'По этому диалогу такая задача уже есть',
    request_incomplete: 'Задачу не удалось создать: чего-то не хватает',
    promise_over: 'Напоминание уже отменено, перенесено или выполнено',
    summary_unchanged: 'В сводке задачи это уже написано',
    ping: 'Проверочное сообщение сервиса: дошло благополучно',
    not_mirrored: 'Из таких событий ничего не следует',
    unknown_event: 'Эта версия Deskbridge не знает такого события',
    unreadable: 'Содержимое не удалось понять; оно сохранено и может быть обработано снова',
    own_echo: 'Вернулось наше собственное изменение',
    not_linked: 'С задачей не связан ни один диалог',
    dialog_not_linked: 'С этим диалогом не связана ни одна задача',
    already_told: 'Диалоги уже об этом знают',
    nothing_visible: 'Не изменилось ничего, что увидел бы оператор',
    restricted_comment: 'Комментарий ограниченный или внутренний и операторам не показывается',
    comment_gone: 'Комментарий больше не виден',
    note_gone: 'Заметку убрали раньше, чем она ушла разработчикам',
    still_there: 'Сообщили об удалении задачи, но она на месте',
    other_workspace: 'Ссылка ведёт в чужое рабочее пространство Intercom',
    other_host: 'Ссылка лишь похожа на Intercom: адрес чужой',
    plain_note: 'Заметка для своих, не для Jira',
    already_linked: 'Диалог уже связан с этой задачей',
    was_unlinked: 'Эту связь убрали вручную; сама она не восстанавливается',
    issue_not_found: 'Трекер не показывает такой задачи учётной записи моста',
    conversation_not_found: 'Чат не показывает такого диалога учётной записи моста',
    not_linked_any_more: 'Связь уже была убрана',
    budget_spent: 'Остановлено как возможное зацикливание: слишком много действий по связи за короткое время',
    crashed: 'Deskbridge ошибся на этом событии; сообщите, пожалуйста, разработчикам',
    vendor_refused: 'Сервис отклонил запрос',
    gave_up: 'До сервиса слишком долго не удавалось достучаться',
  },
};
