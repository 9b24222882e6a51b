// How a refused creation is kept with its delivery: a sentence for people, and what is wrong with which field.

export interface Refusal {
  readonly message: string;
  /** What is wrong, by field id. */
  readonly fields: Readonly<Record<string, string>>;
}

const MARK = ' | fields ';
const MAX_MESSAGE = 300;
const MAX_FIELDS = 12;
const MAX_FIELD = 200;

/** One line that a person can read and {@link readRefusal} can take apart; at most a few thousand characters. */
export function writeRefusal({ message, fields }: Refusal): string {
  const told = Object.entries(fields)
    .slice(0, MAX_FIELDS)
    .map(([id, what]) => [id, what.slice(0, MAX_FIELD)]);
  const sentence = message.slice(0, MAX_MESSAGE);
  return told.length === 0 ? sentence : `${sentence}${MARK}${JSON.stringify(Object.fromEntries(told))}`;
}

/** Takes apart what {@link writeRefusal} wrote; any other text is a message without fields. */
export function readRefusal(text: string): Refusal {
  const at = text.lastIndexOf(MARK);
  if (at < 0) return { message: text, fields: {} };
  try {
    const fields: unknown = JSON.parse(text.slice(at + MARK.length));
    if (typeof fields !== 'object' || fields === null) return { message: text, fields: {} };
    const told = Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return { message: text.slice(0, at), fields: Object.fromEntries(told) };
  } catch {
    return { message: text, fields: {} };
  }
}
