// The words of the demo's sample data, in both languages.

export interface SampleMessage {
  readonly from: 'customer' | 'teammate' | 'note';
  readonly text: string;
  /** Minutes before the demo begins. */
  readonly ago: number;
}

export interface SampleDialog {
  readonly customer: string;
  readonly title: string;
  readonly state: 'open' | 'closed' | 'snoozed';
  /** The first is what the customer began with. */
  readonly messages: readonly SampleMessage[];
}

export interface SampleIssue {
  readonly summary: string;
  readonly description: string;
  /** Ids of the simulated Jira's priority and status. */
  readonly priority: string;
  readonly status: string;
  readonly assignee: string | null;
  /** The dialog whose address stands in the description, by its place in the list. */
  readonly dialog: number | null;
}

export interface SampleTexts {
  readonly dialogs: readonly SampleDialog[];
  readonly issues: readonly SampleIssue[];
  /** Stands before the dialog's address in an issue's description. */
  readonly dialogLine: string;
  /** Names of the simulated people, by teammate id and by Jira user name. */
  readonly teammates: Readonly<Record<string, string>>;
  readonly developers: Readonly<Record<string, string>>;
}

const CRITICAL = '2';
const MAJOR = '3';
const MINOR = '4';
const TO_DO = '10001';
const IN_PROGRESS = '3';
const TESTING = '10003';

const ENGLISH: SampleTexts = {
  dialogLine: 'Dialog with the customer:',
  teammates: { 900: 'Deskbridge', 901: 'Anna Petrova', 902: 'Boris Lane' },
  developers: { olga: 'Olga Sokolova', max: 'Max Weber', ivan: 'Ivan Petrov' },
  dialogs: [
    {
      customer: 'Maria Jensen',
      title: 'Card payment fails at checkout',
      state: 'open',
      messages: [
        {
          from: 'customer',
          text: 'Hello, I cannot pay for order 48213. My card is declined with “Error 502”, three times now.',
          ago: 52,
        },
        {
          from: 'teammate',
          text: 'Thank you for writing, Maria. I can see the failed payments and have passed this on to our developers.',
          ago: 47,
        },
        { from: 'customer', text: 'Please tell me as soon as it works. I need the order by Friday.', ago: 44 },
      ],
    },
    {
      customer: 'Peter Novak',
      title: 'Wrong tax rate on the invoice',
      state: 'closed',
      messages: [
        { from: 'customer', text: 'The invoice for October still shows last year’s tax rate.', ago: 1630 },
        {
          from: 'teammate',
          text: 'You are right, and we are correcting it. I will write to you when new invoices are ready.',
          ago: 1600,
        },
      ],
    },
    {
      customer: 'Lena Fischer',
      title: 'New products missing from search',
      state: 'snoozed',
      messages: [
        { from: 'customer', text: 'Products that I added this morning do not appear in search.', ago: 310 },
        { from: 'teammate', text: 'We can reproduce this. I will come back to you tomorrow.', ago: 290 },
      ],
    },
    {
      customer: 'Tom Baker',
      title: 'Export stops at 1,000 rows',
      state: 'open',
      messages: [
        { from: 'customer', text: 'My CSV export ends after 1,000 rows, but I have 4,350 orders.', ago: 18 },
        { from: 'note', text: 'Sounds like the export limit. Is there an issue for it already?', ago: 12 },
      ],
    },
  ],
  issues: [
    {
      summary: 'Card payments fail with error 502',
      description: 'The payment gateway times out for part of the cards.',
      priority: CRITICAL,
      status: IN_PROGRESS,
      assignee: 'olga',
      dialog: 0,
    },
    {
      summary: 'Invoices use last year’s tax rate',
      description: 'Rates of the new year are not picked up.',
      priority: MAJOR,
      status: TESTING,
      assignee: 'max',
      dialog: 1,
    },
    {
      summary: 'New products are missing from search',
      description: 'The index is not rebuilt after an import.',
      priority: MAJOR,
      status: TO_DO,
      assignee: 'ivan',
      dialog: 2,
    },
    {
      summary: 'CSV export is cut off at 1,000 rows',
      description: 'The export ignores every page after the first.',
      priority: MINOR,
      status: TO_DO,
      assignee: null,
      dialog: null,
    },
  ],
};

const RUSSIAN: SampleTexts = {
  dialogLine: 'Диалог с клиентом:',
  teammates: { 900: 'Deskbridge', 901: 'Анна Петрова', 902: 'Борис Лейн' },
  developers: { olga: 'Ольга Соколова', max: 'Максим Вебер', ivan: 'Иван Петров' },
  dialogs: [
    {
      customer: 'Мария Котова',
      title: 'Не проходит оплата картой',
      state: 'open',
      messages: [
        {
          from: 'customer',
          text: 'Здравствуйте, не могу оплатить заказ 48213. Уже три раза вижу «Ошибка 502».',
          ago: 52,
        },
        {
          from: 'teammate',
          text: 'Спасибо, что написали, Мария. Вижу неудачные платежи и передала вопрос разработчикам.',
          ago: 47,
        },
        { from: 'customer', text: 'Сообщите, пожалуйста, как только заработает. Заказ нужен к пятнице.', ago: 44 },
      ],
    },
    {
      customer: 'Павел Новиков',
      title: 'Неверная ставка налога в счёте',
      state: 'closed',
      messages: [
        { from: 'customer', text: 'В счёте за октябрь стоит прошлогодняя ставка налога.', ago: 1630 },
        { from: 'teammate', text: 'Вы правы, исправляем. Напишу вам, когда новые счета будут готовы.', ago: 1600 },
      ],
    },
    {
      customer: 'Елена Фишер',
      title: 'Новых товаров нет в поиске',
      state: 'snoozed',
      messages: [
        { from: 'customer', text: 'Товары, которые я добавила утром, не находятся поиском.', ago: 310 },
        { from: 'teammate', text: 'Мы видим то же самое. Вернусь к вам завтра.', ago: 290 },
      ],
    },
    {
      customer: 'Тимур Беков',
      title: 'Выгрузка обрывается на 1000 строк',
      state: 'open',
      messages: [
        { from: 'customer', text: 'Выгрузка в CSV кончается на 1000 строк, а заказов у меня 4350.', ago: 18 },
        { from: 'note', text: 'Похоже на ограничение выгрузки. Есть ли уже такая задача?', ago: 12 },
      ],
    },
  ],
  issues: [
    {
      summary: 'Оплата картой падает с ошибкой 502',
      description: 'Платёжный шлюз не отвечает вовремя по части карт.',
      priority: CRITICAL,
      status: IN_PROGRESS,
      assignee: 'olga',
      dialog: 0,
    },
    {
      summary: 'В счетах прошлогодняя ставка налога',
      description: 'Ставки нового года не подхватываются.',
      priority: MAJOR,
      status: TESTING,
      assignee: 'max',
      dialog: 1,
    },
    {
      summary: 'Новые товары не попадают в поиск',
      description: 'После загрузки товаров индекс не перестраивается.',
      priority: MAJOR,
      status: TO_DO,
      assignee: 'ivan',
      dialog: 2,
    },
    {
      summary: 'Выгрузка в CSV обрезана на 1000 строк',
      description: 'Выгрузка не берёт страницы после первой.',
      priority: MINOR,
      status: TO_DO,
      assignee: null,
      dialog: null,
    },
  ],
};

export const SAMPLE_TEXTS: Readonly<Record<'en' | 'ru', SampleTexts>> = { en: ENGLISH, ru: RUSSIAN };
