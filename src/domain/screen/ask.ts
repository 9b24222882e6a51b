// What an operator can ask for by pressing something, and the names of the controls that say it.

export type RemindAfter = 'tomorrow' | '3d' | '1w';

/** `linkId`, `field`, `option` come from a request: whoever acts on them looks whether there is such a thing here. */
export type Ask =
  | { readonly kind: 'home' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'issue'; readonly linkId: string }
  | { readonly kind: 'unlink'; readonly linkId: string }
  | { readonly kind: 'unlink_yes'; readonly linkId: string }
  | { readonly kind: 'comment'; readonly linkId: string }
  | { readonly kind: 'send'; readonly linkId: string }
  | { readonly kind: 'remind'; readonly linkId: string }
  | { readonly kind: 'remind_in'; readonly linkId: string; readonly after: RemindAfter }
  | { readonly kind: 'remind_on'; readonly linkId: string }
  | { readonly kind: 'remind_never'; readonly linkId: string }
  | { readonly kind: 'create'; readonly workflow: string }
  /** Back to the form as it was left. */
  | { readonly kind: 'form' }
  | { readonly kind: 'choose'; readonly field: string }
  /** `child`: the second step of a cascading select. */
  | { readonly kind: 'pick'; readonly field: string; readonly option: string; readonly child: string | null }
  | { readonly kind: 'drop'; readonly field: string; readonly option: string }
  | { readonly kind: 'clear'; readonly field: string }
  | { readonly kind: 'page'; readonly page: number }
  | { readonly kind: 'preview' }
  | { readonly kind: 'submit' }
  /** Looks whether the issue exists by now. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'find' }
  /** The search field of the screen that is shown. */
  | { readonly kind: 'search' }
  | { readonly kind: 'link'; readonly connection: string; readonly issue: string };

const AFTERS: readonly string[] = ['tomorrow', '3d', '1w'] satisfies RemindAfter[];
const PLAIN = ['home', 'refresh', 'form', 'preview', 'submit', 'wait', 'find', 'search'] as const;
const OF_LINK = ['issue', 'unlink', 'unlink_yes', 'comment', 'send', 'remind', 'remind_on', 'remind_never'] as const;

/** Only what could be mistaken for the colon between two parts is written otherwise. */
function part(text: string): string {
  return text.replace(/[%:]/g, (sign) => (sign === '%' ? '%25' : '%3A'));
}

function unpart(text: string): string {
  return text.replace(/%3A/g, ':').replace(/%25/g, '%');
}

/** The name of the control that asks for this: `refresh`, `unlink:ln_1`, `pick:customfield_10050:10101`. */
export function nameOf(ask: Ask): string {
  const parts = ((): readonly string[] => {
    switch (ask.kind) {
      case 'create':
        return [ask.workflow];
      case 'choose':
      case 'clear':
        return [ask.field];
      case 'pick':
        return [ask.field, ask.option, ...(ask.child === null ? [] : [ask.child])];
      case 'drop':
        return [ask.field, ask.option];
      case 'page':
        return [String(ask.page)];
      case 'link':
        return [ask.connection, ask.issue];
      case 'remind_in':
        return [ask.linkId, ask.after];
      default:
        return 'linkId' in ask ? [ask.linkId] : [];
    }
  })();
  return [ask.kind, ...parts].map(part).join(':');
}

function readWithParts(kind: string, one: string, two: string | undefined, three: string | undefined): Ask | null {
  if (kind === 'create') return { kind, workflow: one };
  if (kind === 'choose' || kind === 'clear') return { kind, field: one };
  if (kind === 'page') return /^\d{1,4}$/.test(one) ? { kind, page: Number(one) } : null;
  if (two === undefined) return null;
  if (kind === 'pick') return { kind, field: one, option: two, child: three ?? null };
  if (kind === 'drop') return { kind, field: one, option: two };
  if (kind === 'link') return { kind, connection: one, issue: two };
  if (kind === 'remind_in' && AFTERS.includes(two)) return { kind, linkId: one, after: two as RemindAfter };
  return null;
}

/** What a control asks for; null for a name that none of ours has. */
export function askOf(name: string): Ask | null {
  const [kind = '', one, two, three] = name.split(':').map(unpart);
  const plain = PLAIN.find((candidate) => candidate === kind);
  if (plain !== undefined) return { kind: plain };
  if (one === undefined || one === '') return null;
  const ofLink = OF_LINK.find((candidate) => candidate === kind);
  return ofLink === undefined ? readWithParts(kind, one, two, three) : { kind: ofLink, linkId: one };
}

/** The name of the control that holds the value of a field of the form. */
export function fieldName(fieldId: string): string {
  return `field:${fieldId}`;
}

/** The field that such a control belongs to; null for any other control. */
export function fieldOfName(name: string): string | null {
  return name.startsWith('field:') ? name.slice('field:'.length) : null;
}

/** Names of the inputs that are no fields of a form. */
export const INPUTS = { search: 'search', comment: 'text', date: 'date' } as const;
