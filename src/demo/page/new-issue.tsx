// Makes an issue whose description holds the dialog's address, as support does by hand.
import { Button, Popover, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Dialog } from './demo-state.ts';
import { PlusIcon } from './icons.tsx';
import { usePage } from './page-context.ts';

export function NewIssue({ dialog }: { dialog: Dialog }) {
  const { texts, act } = usePage();
  const words = texts.dialog;
  const [opened, setOpened] = useState(false);
  const [summary, setSummary] = useState(dialog.title);
  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await act({ do: 'create_issue', dialog: dialog.id, summary });
    if (answer.ok) setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} width={360} position="bottom-end" shadow="md" trapFocus withArrow>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="light"
          aria-label={words.newIssue}
          title={words.newIssue}
          leftSection={<PlusIcon />}
          onClick={() => setOpened(!opened)}
        >
          {words.newIssueShort}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.newIssueTitle}>
        <form className="new-issue" onSubmit={(event) => void create(event)}>
          <h3>{words.newIssueTitle}</h3>
          <TextInput
            label={words.summary}
            value={summary}
            required
            withAsterisk={false}
            data-autofocus
            onChange={(event) => setSummary(event.currentTarget.value)}
          />
          <Textarea label={words.description} value={dialog.url} readOnly autosize minRows={2} />
          <p className="hint">{words.newIssueWhy}</p>
          <div className="buttons">
            <Button size="compact-sm" variant="default" onClick={() => setOpened(false)}>
              {words.cancel}
            </Button>
            <Button size="compact-sm" type="submit">
              {words.create}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
