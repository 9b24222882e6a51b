// Plural forms by the rules of the language.

const RULES = { en: new Intl.PluralRules('en'), ru: new Intl.PluralRules('ru') };

/** The word that goes with a number: `plural('ru', 3, { one: 'день', few: 'дня', many: 'дней' })`. */
export function plural(
  locale: 'en' | 'ru',
  count: number,
  forms: { readonly one: string; readonly few?: string; readonly many: string },
): string {
  const rule = RULES[locale].select(count);
  if (rule === 'one') return forms.one;
  return rule === 'few' ? (forms.few ?? forms.many) : forms.many;
}
