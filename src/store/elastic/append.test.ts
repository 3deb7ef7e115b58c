import { describe, expect, it } from 'vitest';
import type { Event } from '../../core/event.ts';
import { planFor } from './append.ts';
import { indexesOfEvents } from './mappings.ts';
import { judge, keyOf } from './copies.ts';

const NOVEMBER = Date.UTC(2026, 10, 30, 12);
const DECEMBER = Date.UTC(2026, 11, 1, 12);
const INDEXES = indexesOfEvents('events', DECEMBER);

function copy(fields: Partial<Event> = {}): Event {
  return { '@timestamp': NOVEMBER, 'event.id': 'a', 'event.ingested': NOVEMBER + 100, 'event.action': 'sign-in', ...fields };
}

const held = (event: Event, month: string, seqNo: number) => ({ event, index: `events-${month}`, over: { seqNo, primaryTerm: 1 } });

describe('copies of one record', () => {
  it('share one key whatever they tell, and other modules have others', () => {
    expect(keyOf(copy({ '@timestamp': DECEMBER, 'user.id': 'kim' }))).toBe(keyOf(copy()));
    expect(new Set([copy(), copy({ 'event.module': 'm' }), copy({ 'event.dataset': 'm' }), copy({ 'event.id': 'b' })].map(keyOf)).size).toBe(4);
  });

  it('are weighed among each other: the earliest learned counts', () => {
    const early = copy({ 'event.ingested': NOVEMBER + 1 });
    const other = copy({ '@timestamp': DECEMBER });

    expect(judge([copy(), early, other], undefined)).toEqual({ winner: early, replaces: false, known: 1, conflicting: [other] });
  });

  it('do not move the one that is held when they are later or equal', () => {
    const kept = copy();

    expect(judge([copy(), copy({ 'event.ingested': NOVEMBER + 200 })], kept)).toEqual({ winner: kept, replaces: false, known: 2, conflicting: [] });
  });

  it('give back the one that was held when it tells another time than an earlier copy', () => {
    const kept = copy({ '@timestamp': DECEMBER, 'event.ingested': NOVEMBER + 200 });
    const early = copy();

    expect(judge([early], kept)).toEqual({ winner: early, replaces: true, known: 0, conflicting: [kept] });
  });
});

describe('the plan for a record', () => {
  it('creates what is new in its month', () => {
    expect(planFor(INDEXES, 'k', [copy()], [])).toMatchObject({ held: false, write: { action: 'create', index: 'events-2026.11', id: 'k' }, clear: [] });
  });

  it('writes nothing for a known copy', () => {
    expect(planFor(INDEXES, 'k', [copy()], [held(copy(), '2026.11', 4)])).not.toHaveProperty('write');
  });

  it('replaces within a month only over the state it has seen', () => {
    expect(planFor(INDEXES, 'k', [copy({ 'event.ingested': 1 })], [held(copy(), '2026.11', 4)]))
      .toMatchObject({ write: { action: 'index', index: 'events-2026.11', over: { seqNo: 4 } }, clear: [] });
  });

  it('moves between months by writing the better copy before the worse one goes', () => {
    expect(planFor(INDEXES, 'k', [copy({ 'event.ingested': 1, '@timestamp': DECEMBER })], [held(copy(), '2026.11', 4)]))
      .toMatchObject({ write: { action: 'create', index: 'events-2026.12' }, clear: [{ action: 'delete', index: 'events-2026.11', over: { seqNo: 4 } }] });
  });

  it('finishes a move that was interrupted', () => {
    const worse = held(copy(), '2026.11', 4);
    const better = held(copy({ 'event.ingested': 1, '@timestamp': DECEMBER }), '2026.12', 9);

    const plan = planFor(INDEXES, 'k', [better.event], [worse, better]);

    expect(plan).toMatchObject({ held: true, clear: [{ action: 'delete', index: 'events-2026.11', over: { seqNo: 4 } }] });
    expect(plan).not.toHaveProperty('write');
  });

  it('moves nothing of a month that got old: a copy that is held stays where it is, the better one lies where it belongs now', () => {
    const OLD = Date.UTC(2023, 4, 1);
    const old = copy({ '@timestamp': OLD });

    expect(planFor(INDEXES, 'k', [old], [held(old, '2023.05', 4)])).not.toHaveProperty('write');
    expect(planFor(INDEXES, 'k', [copy({ '@timestamp': OLD, 'event.ingested': 1 })], [held(old, '2023.05', 4)])).toMatchObject({ write: { action: 'create', index: 'events-other' }, clear: [{ action: 'delete', index: 'events-2023.05' }] });
  });
});
