// What counts as another end of a decision, and what does not.
import { describe, expect, it } from 'vitest';
import { compareDecision } from '../../src/application/compare-plans.ts';
import type { NewDelivery, RecordedDecision, StoredDelivery, StoredEvent } from '../../src/application/ledger.ts';
import type { Action } from '../../src/domain/action.ts';
import { done, ignored } from '../../src/domain/outcome.ts';
import { NO_PLAN } from '../../src/domain/plan/plan.ts';
import { DIALOG, ISSUE } from './plan/builders.ts';

const LANE = 'conversation/intercom/7';
const reopen: Action = { kind: 'reopen', conversation: DIALOG, about: ISSUE };
const tag = (name: string): Action => ({ kind: 'tag', conversation: DIALOG, about: ISSUE, tag: name, remove: false });

const sent = (id: string, action: Action, lane = LANE): NewDelivery => ({ id, lane, connection: 'intercom', action });
const stored = (id: string, action: Action): StoredDelivery => sent(id, action) as unknown as StoredDelivery;

function decision(reason = 'noted'): RecordedDecision {
  const event = { id: 'ev_1', state: 'done', reason } as unknown as StoredEvent;
  return { seq: 1, batchId: 'ev_1', events: [event], facts: '{}', trace: [] };
}

const PLAN = { ...NO_PLAN, outcomes: [done('noted')] };

function compare(was: StoredDelivery[], would: NewDelivery[], written: string[] = [], plan = PLAN): string[] {
  return compareDecision(decision(), was, plan, would, new Set(written)).map(
    ({ group, was: before, would: after }) => `${group} | ${before} | ${after}`,
  );
}

describe('comparing a decision with what other rules make of it', () => {
  it('when the same things are done in another order and under other ids, then nothing differs', () => {
    const was = [stored('dl_1', reopen), stored('dl_2', tag('a'))];
    expect(compare(was, [sent('dl_8', tag('a')), sent('dl_9', reopen)])).toEqual([]);
  });

  it('when a thing is done otherwise, then its two forms stand side by side', () => {
    expect(compare([stored('dl_1', tag('a'))], [sent('dl_1', tag('b'))])).toEqual(['tag: other | put on a | put on b']);
  });

  it('when a thing is new or no longer done, then the other side is empty', () => {
    expect(compare([stored('dl_1', reopen)], [sent('dl_2', tag('b'))])).toEqual([
      'reopen: no longer | reopen | null',
      'tag: new | null | put on b',
    ]);
  });

  it('when one of two equal things is no longer done, then exactly one differs', () => {
    expect(compare([stored('dl_1', tag('a')), stored('dl_2', tag('a'))], [sent('dl_1', tag('a'))])).toEqual([
      'tag: no longer | put on a | null',
    ]);
  });

  it('when the same is done in another place, then it is new there and no longer done here', () => {
    expect(compare([stored('dl_1', reopen)], [sent('dl_1', reopen, 'conversation/intercom/8')])).toEqual([
      'reopen: no longer | reopen | null',
      'reopen: new | null | reopen',
    ]);
  });

  it('when a thing was done once for an earlier event, then it is no difference for this one', () => {
    expect(compare([], [sent('dl_once', reopen)], ['dl_once'])).toEqual([]);
    expect(compare([], [sent('dl_once', reopen)])).toHaveLength(1);
  });

  it('when the event ends otherwise, then both ends are told', () => {
    expect(compare([], [], [], { ...NO_PLAN, outcomes: [ignored('silenced', 'rules[1]')] })).toEqual([
      'end: done noted → ignored silenced | done noted | ignored silenced',
    ]);
  });
});
