// Takes a config file as it stands and lets it be played: only addresses, credentials and waiting times are changed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

export type Edition = 'cloud' | 'data-center';

/** Where a connection of the file is in the test. */
export interface Place {
  readonly url: string;
  /** Of a Jira: which edition it is played on; as the file says when absent. */
  readonly edition?: Edition;
}

const ROOT = join(import.meta.dirname, '../../..');

/** The text of a file of the project, such as `config/examples/tickets.yaml`. */
export function fileText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The file with its connections at these places; workflows, texts and channels stay as they stand. */
export function playFile(text: string, places: Readonly<Record<string, Place>>): string {
  const doc = parseDocument(text);
  for (const [name, { url, edition }] of Object.entries(places)) {
    const at = (key: string): string[] => ['connections', name, key];
    if (doc.getIn(at('kind')) === 'intercom') {
      doc.setIn(at('apiUrl'), url);
      continue;
    }
    doc.setIn(at('siteUrl'), url);
    doc.deleteIn(at('apiUrl'));
    if (edition === undefined) continue;
    doc.setIn(at('kind'), `jira-${edition}`);
    if (edition === 'data-center') {
      doc.deleteIn(at('email'));
      doc.deleteIn(at('apiToken'));
      doc.setIn(at('personalAccessToken'), `\${JIRA_PAT}`);
    }
  }
  doc.setIn(['mirror', 'digestWindow'], '0s');
  doc.setIn(['delivery', 'inDoubtWait'], '1s');
  doc.setIn(['sweep', 'enabled'], false);
  return doc.toString();
}
