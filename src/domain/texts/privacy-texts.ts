// The texts that stand for personal data which may not be shown.
import type { Locale } from '../rules.ts';
import type { PersonalKind } from '../privacy/finding.ts';
import { plural } from './plural.ts';

export interface PrivacyTexts {
  readonly dropped: Readonly<Record<PersonalKind, string>>;
  /** So many places of a kind: `2 e-mail addresses`. */
  readonly counted: Readonly<Record<PersonalKind, (count: number) => string>>;
}

const ENGLISH: PrivacyTexts = {
  dropped: {
    names: '[name removed]',
    email: '[e-mail removed]',
    phone: '[phone number removed]',
    tokens: '[access key removed]',
    cards: '[card number removed]',
  },
  counted: {
    names: (count) => `${count} ${plural('en', count, { one: 'name', many: 'names' })}`,
    email: (count) => `${count} ${plural('en', count, { one: 'e-mail address', many: 'e-mail addresses' })}`,
    phone: (count) => `${count} ${plural('en', count, { one: 'phone number', many: 'phone numbers' })}`,
    tokens: (count) =>
      `${count} ${plural('en', count, { one: 'password or access key', many: 'passwords or access keys' })}`,
    cards: (count) => `${count} ${plural('en', count, { one: 'card number', many: 'card numbers' })}`,
  },
};

const RUSSIAN: PrivacyTexts = {
  dropped: {
    names: '[имя скрыто]',
    email: '[почта скрыта]',
    phone: '[телефон скрыт]',
    tokens: '[ключ доступа скрыт]',
    cards: '[номер карты скрыт]',
  },
  counted: {
    names: (count) => `${count} ${plural('ru', count, { one: 'имя', few: 'имени', many: 'имён' })}`,
    email: (count) =>
      `${count} ${plural('ru', count, { one: 'адрес почты', few: 'адреса почты', many: 'адресов почты' })}`,
    phone: (count) =>
      `${count} ${plural('ru', count, { one: 'номер телефона', few: 'номера телефона', many: 'номеров телефона' })}`,
    tokens: (count) =>
      `${count} ${plural('ru', count, {
        one: 'пароль или ключ доступа',
        few: 'пароля или ключа доступа',
        many: 'паролей или ключей доступа',
      })}`,
    cards: (count) =>
      `${count} ${plural('ru', count, { one: 'номер карты', few: 'номера карт', many: 'номеров карт' })}`,
  },
};

export function privacyTextsOf(locale: Locale): PrivacyTexts {
  return locale === 'ru' ? RUSSIAN : ENGLISH;
}
