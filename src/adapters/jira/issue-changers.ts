// The methods by which an issue that exists is changed, and the names that they understand.
import type { Issues } from '../../application/ports.ts';
import type { OurAccount } from './account.ts';
import { editComment } from './edit-comment.ts';
import { setLabel } from './edit-issue.ts';
import { putProperty } from './issue-property.ts';
import type { IssuesOptions } from './options.ts';
import type { Session } from './session.ts';
import { setField } from './set-field.ts';
import { transition } from './transition.ts';
import { readVocabulary } from './vocabulary.ts';

type Changers = Pick<Issues, 'transition' | 'setField' | 'setLabel' | 'editComment' | 'putProperty' | 'vocabulary'>;

export function createChangers(options: IssuesOptions, session: Session, account: OurAccount): Changers {
  const { connection } = options;
  return {
    transition: (issue, to) => transition(connection, issue, to, session, account),
    setField: (issue, field, value) => setField(options, issue, { field, value }, session, account),
    setLabel: (issue, label, present) => setLabel(connection, issue, { label, present }, account),
    editComment: (issue, commentId, body) => editComment(options, { issue, commentId }, body, session, account),
    putProperty: (issue, key, value) => putProperty(connection, issue, { key, value }, account),
    vocabulary: () => readVocabulary(options, session),
  };
}
