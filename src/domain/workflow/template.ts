// A text with places to fill in: compiled and checked when the config is loaded, so that rendering can't surprise.

/** What a template may use, by the first name of a path: `issue`, `change`, `comment`, `dialog`, `customer`, … */
export type TemplateValues = Readonly<Record<string, unknown>>;

/** Compiled by the config; plans only render it. */
export interface Template {
  /** As it stands in the file. */
  readonly source: string;
  /** Never throws: a value that isn't there is an empty text. The result is plain text, at most 5,000 characters. */
  readonly render: (values: TemplateValues) => string;
}
