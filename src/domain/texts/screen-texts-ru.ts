// Russian texts of the inbox app.
import { plural } from './plural.ts';
import type { ScreenTexts } from './screen-texts.ts';

const MAX_LISTED = 4;

const ru = (count: number, one: string, few: string, many: string): string =>
  `${count} ${plural('ru', count, { one, few, many })}`;
const dialogs = (count: number): string => ru(count, 'диалог', 'диалога', 'диалогов');
const waits = (count: number): string => plural('ru', count, { one: 'ждёт', many: 'ждут' });

/** Names of fields, the rest of many as a number. */
function listed(fields: readonly string[]): string {
  const shown = fields.slice(0, MAX_LISTED).map((field) => `«${field}»`);
  const rest = fields.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` и ещё ${rest}` : ''}`;
}

export const SCREENS_RUSSIAN: ScreenTexts = {
  home: {
    linked: (count) => `Связано: ${ru(count, 'задача', 'задачи', 'задач')}`,
    nothing: 'С этим диалогом пока не связана ни одна задача.',
    more: (count) => `и ещё ${count}`,
    refresh: 'Обновить',
    create: (label) => `Создать: ${label}`,
    find: 'Найти и связать',
    back: 'Назад',
    asOf: (ago) => (ago === null ? 'Данные свежие' : `Данные получены ${ago}`),
    unknownAge: 'По последним данным из Jira',
    stale: 'Jira не успела ответить: показано то, что известно.',
    staleAsOf: (ago) => `Jira не успела ответить. Данные получены ${ago === null ? 'меньше минуты назад' : ago}.`,
    creating: 'По этому диалогу создаётся задача.',
  },
  card: {
    status: 'Статус',
    inStatus: 'В этом статусе',
    atLeast: (duration) => `${duration} или дольше`,
    lessThanMinute: 'меньше минуты',
    type: 'Тип',
    priority: 'Приоритет',
    assignee: 'Исполнитель',
    nobody: 'не назначен',
    none: 'нет',
    changed: 'Изменено',
    justNow: 'только что',
    waiting: 'Ждут',
    dialogs,
    promise: 'Напоминание',
    promised: (when, by) => (by === null ? when : `${when} (${by})`),
    overdue: (when, by) => (by === null ? `срок прошёл ${when}` : `срок прошёл ${when} (${by})`),
    moved: (from) => `Перенесена в другой проект, раньше была ${from}.`,
    deleted: 'Эту задачу удалили в Jira. Ниже — то, что известно.',
    inaccessible: 'Задача больше не видна: её удалили или закрыли к ней доступ. Ниже — то, что известно.',
    deletedShort: 'Удалена в Jira',
    inaccessibleShort: 'Больше не видна в Jira',
    comment: 'Написать разработчикам',
    remind: 'Напомнить мне',
    unlink: 'Отвязать',
  },
  unlink: {
    title: (key) => `Отвязать ${key}?`,
    what: 'Новости о задаче больше не будут приходить в этот диалог. Сама задача не изменится.',
    promiseGoes: 'Поставленное здесь напоминание будет отменено.',
    yes: 'Отвязать',
    no: 'Оставить связь',
    done: (key) => `${key}: связь убрана.`,
  },
  comment: {
    title: (key) => `Комментарий к ${key}`,
    label: 'Сообщение разработчикам',
    placeholder: 'Что им важно знать?',
    crosses: 'Его прочтёт каждый, кому видна задача в Jira.',
    send: 'Отправить разработчикам',
    empty: 'Текста пока нет: напишите, что важно знать разработчикам.',
    tooLong: (max) =>
      `Текст обрезан: в комментарии может быть ${ru(max, 'знак', 'знака', 'знаков')}. Проверьте конец и отправьте.`,
    done: (key) => `Комментарий отправляется в ${key}.`,
  },
  remind: {
    title: (key) => `Напомнить о ${key}`,
    what: 'В это время в диалог придёт заметка с состоянием задачи, а сам он откроется и будет назначен на вас.',
    tomorrow: (time) => `Завтра в ${time}`,
    days: (count, when) => `Через ${ru(count, 'день', 'дня', 'дней')}: ${when}`,
    week: (when) => `Через неделю: ${when}`,
    date: 'Другая дата',
    datePlaceholder: '31.12.2026 или 31.12.2026 14:30',
    setDate: 'Поставить эту дату',
    badDate: (typed) =>
      typed === ''
        ? 'Сначала введите дату, например 31.12.2026 14:30.'
        : `«${typed}» — не дата: напишите 31.12.2026 или 31.12.2026 14:30.`,
    pastDate: (typed) => `«${typed}» уже в прошлом: выберите время впереди.`,
    farDate: (typed) => `До «${typed}» больше года: выберите дату поближе.`,
    now: (when) => `Напоминание стоит на ${when}.`,
    never: 'Отменить напоминание',
    done: (key, when) => `Напомним о ${key}: ${when}.`,
    cancelled: (key) => `Напоминание о ${key} отменено.`,
  },
  form: {
    title: (label) => `Создание: ${label}`,
    goesTo: (project, type) => `Попадёт в ${project}, тип «${type}».`,
    summary: 'Название',
    description: 'Описание',
    required: 'Поля со звёздочкой обязательны.',
    choose: (field) => `Выбрать: ${field}`,
    change: (field) => `Изменить: ${field}`,
    nothingChosen: 'не выбрано',
    noneOption: '— не задано —',
    labelsHint: 'Через пробел',
    dateHint: '31.12.2026',
    dateTimeHint: '31.12.2026 14:30',
    numberHint: '12 или 12,5',
    urlHint: 'https://…',
    submit: (label) => `Создать: ${label}`,
    submitAnyway: 'Это другое: всё равно создать',
    preview: 'Что уйдёт в Jira?',
    back: 'Назад',
    cut: (fields) => `Слишком длинно, поэтому конец обрезан: ${fields.join(', ')}. Проверьте перед созданием.`,
    cantShow: (field, vendorType, setting) =>
      `Поле «${field}» обязательно, но такие поля (${vendorType}) здесь заполнить нельзя. Попросите администратора задать его через ${setting} в конфигурации Deskbridge или сделать необязательным в Jira.`,
    noOptions: (field) =>
      `Поле «${field}» обязательно, но в Jira для него нет ни одного значения. Попросите администратора Jira добавить его.`,
    alike: (count) => plural('ru', count, { one: 'Похожая задача уже есть', many: 'Похожие задачи уже есть' }),
    alikeItem: (count, key) =>
      count === 0 ? `${key} пока не ждёт ни один диалог` : `${key} уже ${waits(count)} ${dialogs(count)}`,
    alikeHint: 'Нажмите на задачу, чтобы связать диалог с ней, а не создавать ещё одну.',
    alikeAbove: 'Задачи в начале формы похожи на эту: взгляните на них, прежде чем создавать ещё одну.',
    linkedMeanwhile:
      'Пока форма была открыта, к диалогу привязали другую задачу: её видно по кнопке «Назад». Если это разные задачи, нажмите «Создать» ещё раз.',
    notPrefilled: 'Диалог сейчас не удалось прочитать, поэтому поля пусты. Слова клиента попадут в задачу и так.',
    sawProblems: (fields) => `Пока ничего не создано. Проверьте ${listed(fields)}.`,
  },
  problems: {
    missing: 'Jira требует это поле: заполните его.',
    tooLong: (max) => `Слишком длинно: не больше ${ru(max, 'знака', 'знаков', 'знаков')}.`,
    notNumber: (typed) => `«${typed}» — не число: напишите 12 или 12,5.`,
    notDate: (typed) => `«${typed}» — не дата: напишите 31.12.2026.`,
    notDateTime: (typed) => `«${typed}» — не дата со временем: напишите 31.12.2026 14:30.`,
    notUrl: (typed) => `«${typed}» — не адрес: он начинается с https://.`,
    notOption: (typed) => `«${typed}» больше нельзя выбрать: выберите заново.`,
    notLabel: (typed) => `«${typed}» слишком длинно для метки: не больше 255 знаков.`,
  },
  choose: {
    title: (field) => field,
    under: (parent) => `Внутри: ${parent}`,
    search: 'Поиск',
    searchPeople: 'Начало имени',
    found: (count) => ru(count, 'значение', 'значения', 'значений'),
    page: (page, pages) => `Страница ${page} из ${pages}`,
    previous: 'Предыдущая страница',
    next: 'Следующая страница',
    chosen: 'Выбрано',
    remove: 'Нажмите, чтобы убрать',
    nothing: (query) => `По запросу «${query}» ничего нет. Попробуйте короче.`,
    typeName: 'Введите начало имени и нажмите кнопку поиска.',
    done: 'Вернуться к форме',
    clear: 'Оставить пустым',
  },
  preview: {
    title: 'Что уйдёт в Jira',
    files: (count) => (count === 0 ? 'Файлов нет' : ru(count, 'файл', 'файла', 'файлов')),
    skipped: 'Не войдёт',
    privacy: 'Личные данные',
    cut: 'Это только начало текста.',
    unavailable: 'Диалог сейчас не удалось прочитать, поэтому текст показать нельзя. То, что вы ввели, сохранено.',
  },
  wait: {
    title: 'Ещё создаётся…',
    what: 'Это дольше обычного. Работа идёт сама: нажмите «Обновить» чуть позже или продолжайте диалог.',
    refresh: 'Обновить',
    waitsForJira: 'Jira сейчас не отвечает. Deskbridge продолжает попытки, ничего не потеряется.',
    created: (key) => `${key} создана`,
    linked: 'Задача связана с этим диалогом: её новости будут приходить сюда заметками.',
    home: 'Связанные задачи',
    failed: 'Jira её не приняла, ничего не создано.',
  },
  find: {
    title: 'Найти и связать',
    label: 'Ключ, адрес или слова',
    placeholder: 'SUP-12 или «не открывается отчёт»',
    results: (count) => `Найдено: ${ru(count, 'задача', 'задачи', 'задач')}`,
    nothing: (query) => `По запросу «${query}» ничего не нашлось. Проверьте ключ или попробуйте другие слова.`,
    waiting: (count) => (count === 0 ? 'её не ждёт ни один диалог' : `её ${waits(count)} ${dialogs(count)}`),
    linkHint: 'Нажмите на задачу, чтобы связать её с диалогом.',
    already: 'уже связана',
    done: (key) => `${key} связана с диалогом.`,
    notThere: (key) => `${key}: такой задачи в Jira нет, или Deskbridge её не видит.`,
  },
  errors: {
    title: 'Не получилось',
    slow: 'Jira не успела ответить.',
    vendorDown: 'Jira сейчас недоступна.',
    refused: 'Jira отклонила запрос.',
    paused: 'Jira не принимает токен Deskbridge: администратор должен его обновить. До тех пор ничего не потеряется.',
    unknown: 'Deskbridge ошибся.',
    reference: (id) => `Если это повторится, сообщите администратору номер: ${id}`,
    kept: 'То, что вы ввели, сохранено.',
    again: 'Попробовать ещё раз',
    noConversation: 'Откройте диалог, чтобы увидеть его задачи.',
    otherWorkspace: (workspaceId) =>
      `Приложение не настроено для рабочего пространства ${workspaceId}: обратитесь к администратору, который его установил.`,
    unlinkedMeanwhile: 'Эта задача больше не связана с диалогом: кто-то успел раньше.',
    notSent: 'Это не отправлено, скопируйте, если пригодится:',
    noWorkflow: (name) => `«${name}» больше нет в конфигурации: выберите заново.`,
    noProject: (project, type) =>
      `Jira не показывает Deskbridge проект ${project} с задачами типа «${type}»: попросите администратора проверить конфигурацию и права.`,
    notUnderstood: 'Эта кнопка от прежней версии приложения: начните заново.',
    pending: 'Просьба принята и будет выполнена; нажмите «Обновить» чуть позже.',
    already: 'Эта задача уже связана.',
  },
};
