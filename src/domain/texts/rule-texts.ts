// Texts that a rule may name without the config giving them: sources of templates, in both languages.

/** By the name that `{ note: NAME }` uses; a text of the same name in the config file stands in for it. */
export const BUILT_IN_TEXTS: Readonly<Record<string, { ru: string; en: string }>> = {
  regressed: {
    en: '{{ issue.key }} is open again: {{ change.from }} → {{ change.to }}. The customer may believe that it is fixed.',
    ru: '{{ issue.key }} снова в работе: {{ change.from }} → {{ change.to }}. Клиент, возможно, думает, что всё исправлено.',
  },
  question: {
    en: '{{ comment.author | default: "A developer" }} asks in {{ issue.key }}:\n{{ comment.text }}',
    ru: 'Вопрос в {{ issue.key }} — {{ comment.author | default: "разработчик" }}:\n{{ comment.text }}',
  },
  released: {
    en: '{{ issue.key }} is out in version {{ version.name }}. Now tell the customer.',
    ru: '{{ issue.key }}: вышла версия {{ version.name }}. Теперь можно ответить клиенту.',
  },
  stale: {
    en: '{{ issue.key }} has not changed for {{ days }} {{ days | plural: "day", "days" }}: {{ issue.status }}, assigned to {{ issue.assignee | default: "nobody" }}.',
    ru: '{{ issue.key }} без изменений {{ days }} {{ days | plural: "день", "дня", "дней" }}: {{ issue.status }}, исполнитель — {{ issue.assignee | default: "не назначен" }}.',
  },
};
