// The contract of the ledger on SQLite, in a real file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/adapters/sql/index.ts';
import { describeLedger } from './ledger.contract.ts';
import { arrival, identify, newEvent } from './ledger-kit.ts';
import { describeLedgerForRules } from './ledger-rules.contract.ts';

async function openNew() {
  const folder = mkdtempSync(join(tmpdir(), 'deskbridge-ledger-'));
  const ledger = await openLedger(`sqlite:${join(folder, 'ledger.db')}`);
  return {
    ledger,
    close: async () => {
      await ledger.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describeLedger('SQLite', openNew);
describeLedgerForRules('SQLite', openNew);

describe('the file of SQLite', () => {
  const inFolder = async (work: (path: string) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'deskbridge-file-'));
    try {
      await work(join(folder, 'deep', 'ledger.db'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('when it is closed and opened again, then all is still there', () =>
    inFolder(async (path) => {
      const first = await openLedger(`sqlite:${path}`);
      await first.events.accept(arrival());
      await first.events.record(newEvent());
      await first.close();
      await first.close();
      const second = await openLedger(`sqlite:${path}`);
      expect(await second.events.file(identify, 10)).toHaveLength(1);
      expect(await second.upkeep.counts()).toEqual({ events_queued: 2 });
      await second.close();
    }));

  it('when an arrival is accepted, then another process sees it at that moment', () =>
    inFolder(async (path) => {
      const ledger = await openLedger(`sqlite:${path}`);
      await ledger.events.accept(arrival({ id: 'ev_seen' }));
      const other = new DatabaseSync(path, { readOnly: true });
      expect(other.prepare('select id from journal').all()).toEqual([{ id: 'ev_seen' }]);
      other.close();
      await ledger.close();
    }));

  it('when two processes open a new file at the same time, then both can use it', () =>
    inFolder(async (path) => {
      const [one, two] = await Promise.all([openLedger(`sqlite:${path}`), openLedger(`sqlite:${path}`)]);
      await Promise.all([one.events.record(newEvent()), two.events.record(newEvent())]);
      expect(await one.upkeep.counts()).toEqual({ events_queued: 2 });
      await one.close();
      await two.close();
    }));

  it('when bringing the schema up to date breaks off, then nothing of it stays, and the next start does it whole', () =>
    inFolder(async (path) => {
      await (await openLedger(`sqlite:${path}`)).close();
      const broken = new DatabaseSync(path);
      // As if the second step had never been made, with something in its way.
      broken.exec(`delete from migrations where name = '002_issue_key'; drop index received_events_issue_key;
        alter table received_events drop column issue_key; create view received_events_issue_key as select 1`);
      await expect(openLedger(`sqlite:${path}`)).rejects.toThrow();
      expect(
        broken.prepare(`select count(*) as n from pragma_table_info('received_events') where name = 'issue_key'`).get(),
      ).toEqual({ n: 0 });
      broken.exec('drop view received_events_issue_key');
      broken.close();
      const ledger = await openLedger(`sqlite:${path}`);
      await ledger.events.record(newEvent({ issueKey: 'SUP-1' }));
      await ledger.close();
    }));

  it('when a file of an earlier version is opened, then its links and issues are read as they would be told now', () =>
    inFolder(async (path) => {
      await (await openLedger(`sqlite:${path}`)).close();
      const old = new DatabaseSync(path);
      old.exec(`delete from migrations where name = '003_rules_and_promises';
        drop index links_promised; drop index known_issues_changed; drop index known_issues_versions;
        drop index received_events_scheduled; drop table known_summaries; drop table decisions;
        drop table config_versions; alter table links drop column set_by; alter table links drop column promise_due_at;
        alter table links drop column promise_by; alter table known_issues drop column changed_at;
        alter table known_issues drop column status_id; alter table known_issues drop column status_since;
        alter table known_issues drop column versions;
        insert into links values ('ln_1', 'intercom', '7', 'jira', '1', 'SUP-1', 'api', 5, null);
        insert into known_issues values ('jira', '1', '{"key":"SUP-1","fixVersions":["1.0"],"updatedAt":1700000000123}', 'seen', null)`);
      old.close();
      const ledger = await openLedger(`sqlite:${path}`);
      expect(await ledger.links.find('ln_1')).toMatchObject({ by: null, promise: null });
      const [issue] = await ledger.memory.unchangedIssues('jira', 1_700_000_000_124, null, 10);
      expect(issue?.told).toMatchObject({ key: 'SUP-1', components: [], labels: [] });
      expect(await ledger.memory.unchangedIssues('jira', 1_700_000_000_123, null, 10)).toEqual([]);
      expect(await ledger.memory.issuesWithVersion('jira', '1.0', 10)).toHaveLength(1);
      await ledger.close();
    }));

  it('when the address is of another database, then it says what is allowed', async () => {
    await expect(openLedger('mysql://user:secret@host/db')).rejects.toThrow(/allowed sqlite:PATH/);
    await expect(openLedger('mysql://user:secret@host/db')).rejects.not.toThrow(/secret/);
  });
});
