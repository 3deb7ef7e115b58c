import { describe, expect, it } from 'vitest';
import type { HumanAct } from '../src/cases/triage.ts';
import type { Event } from '../src/core/event.ts';
import type { PersonRow } from '../src/core/person.ts';
import { DAY, HOUR, type Instant } from '../src/core/time.ts';
import { linesOf } from '../src/run/lines.ts';
import type { Pipeline } from '../src/run/pipeline.ts';
import type { Store } from '../src/store/store.ts';
import { lineOver, storesFor } from './support/lines-over-stores.ts';
import { RUNS, companyIn, shuffled, told } from './support/told-lines.ts';
import { SLOW, SWIFT, happenings, settleIn } from './support/small-company.ts';

const LAST = RUNS.at(-1)!;
const STORES = storesFor('pipeline', LAST);

const replay = (line: Pipeline, instants = RUNS): Promise<void> => line.replay(instants, () => {});

/** What stands at one run: findings, risks and laptops, and the people, band and chance of open cases. */
async function standing(line: Pipeline, asOf: Instant): Promise<unknown> {
  const run = (await line.runs.get(asOf))!;
  const cases = run.cases.filter(({ status }) => status === 'open').map(({ hires, band, chance, families, findings, headline }) => ({ hires, band, chance, families, findings, headline }));
  return { ...Object.fromEntries(['findings', 'risk', 'devices'].map((kind) => [kind, linesOf(kind as 'risk', run, [])])), cases };
}

/** Live: rows arrive in the order they are learned of, and runs follow the clock. */
async function live(make: () => Promise<Store>, events: readonly Event[], between: (line: Pipeline, asOf: Instant) => Promise<void> = async () => {}): Promise<Pipeline> {
  const line = await companyIn(make, []);
  const { store } = line.parts;
  let arrived = -Infinity;
  for (const asOf of RUNS) {
    await store.events.append(events.filter((event) => event['event.ingested'] > arrived && event['event.ingested'] <= asOf));
    arrived = asOf;
    await line.run(asOf);
    await between(line, asOf);
  }
  return line;
}

/** What people do about the first case, in the hours after it was opened. */
function acting(acts: readonly HumanAct['event'][]): (line: Pipeline, asOf: Instant) => Promise<void> {
  let done = false;
  return async (line, asOf) => {
    const first = (await line.cases(asOf)).cases[0];
    if (done || !first) return;
    done = true;
    for (const [index, act] of acts.entries()) await line.acts.append({ case: first.id, event: { ...act, at: asOf + (index + 1) * HOUR } });
  };
}

const ACTS: readonly HumanAct['event'][] = [
  { kind: 'assigned', at: 0, by: 'sam', to: 'sam' },
  { kind: 'noted', at: 0, by: 'sam', text: 'asked the manager' },
  { kind: 'closed', at: 0, by: 'sam', reason: 'true', note: 'laptops taken back' },
];

describe('the small company', () => {
  it('has a farm that is found, and nobody else in its case', async () => {
    const line = await companyIn(STORES['in memory'], [happenings(SWIFT)]);

    await replay(line);

    const { cases } = await line.cases();
    expect(cases.filter(({ status }) => status === 'open').map(({ hires }) => hires)).toEqual([['h-03', 'h-07', 'h-11']]);
    expect(cases[0]!.history.length).toBeGreaterThan(0);
    expect((await line.runs.newest())!.custody.map(({ verdict }) => verdict)).toContain('shared-place');
  });
});

describe('people past their first months', () => {
  const olderIn = async (change: (person: PersonRow) => PersonRow): Promise<Pipeline> => {
    const line = await companyIn(STORES['in memory'], [happenings(SWIFT)]);
    await settleIn(line.parts.store, change);
    await replay(line);
    return line;
  };
  const longAgo = (...ids: readonly string[]) => (person: PersonRow): PersonRow => (ids.includes(person.hire_id) ? { ...person, start_date: '2026-02-02' } : person);

  it('belong to the case of a farm whose starter they stand with, with a sum and findings of their own', async () => {
    const line = await olderIn(longAgo('h-03', 'h-05'));

    const { cases } = await line.cases();
    const run = (await line.runs.newest())!;
    expect(cases.filter(({ status }) => status === 'open').map(({ hires }) => hires)).toEqual([['h-03', 'h-07', 'h-11']]);
    expect(run.risks.filter(({ day }) => day > 200).map(({ hire_id: id }) => id)).toEqual(['h-03']);
    expect(run.findings.some(({ hire_id: id }) => id === 'h-03')).toBe(true);
    // From the run on that opened it, so that nobody finds a name in a case and no sum of it.
    for (const asOf of RUNS) {
      const stood = (await line.runs.get(asOf))!;
      const summed = new Set(stood.risks.map(({ hire_id: id }) => id));
      expect(stood.cases.filter(({ status }) => status === 'open').flatMap(({ hires }) => hires).filter((id) => !summed.has(id))).toEqual([]);
    }
  });

  it('have no sum where no case is open about those they stand with, or where they left', async () => {
    const [couple, left] = [await olderIn(longAgo('h-02')), await olderIn((person) => ({ ...longAgo('h-03')(person), ...(person.hire_id === 'h-03' ? { end_date: '2026-10-30' } : {}) }))];

    expect((await couple.runs.newest())!.risks.map(({ hire_id: id }) => id)).not.toContain('h-02');
    expect((await left.runs.newest())!.risks.map(({ hire_id: id }) => id)).not.toContain('h-03');
  });
});

describe('rows with the same stamps', () => {
  it.each(Object.entries(STORES))('give the same lines byte for byte when shuffled, repeated and batched anew, history included: %s', async (_name, make) => {
    const events = happenings(SLOW);
    const line = await companyIn(STORES['in memory'], [events]);
    await replay(line);
    const expected = await told(line);

    const other = await companyIn(make, shuffled(events, _name));
    await replay(other);

    expect(Object.keys(expected)).toHaveLength(RUNS.length * 5);
    expect(await told(other)).toEqual(expected);
  });

  it('let the earliest copy count, whichever comes first', async () => {
    const events = happenings(SWIFT);
    const copies = events.filter((_, index) => index % 7 === 0).map((event) => ({ ...event, 'event.ingested': event['event.ingested'] + 3 * DAY, 'farmwatch.net.kind': 'hosting' }));
    const one = await companyIn(STORES['in memory'], [events, copies]);
    const other = await companyIn(STORES['in memory'], [copies, events]);
    const plain = await companyIn(STORES['in memory'], [events]);

    for (const line of [one, other, plain]) await replay(line);

    expect(await told(one)).toEqual(await told(plain));
    expect(await told(other)).toEqual(await told(plain));
  });
});

describe('rows with other stamps', () => {
  it('give what stands all the same from the first run after the last row came', async () => {
    const [swift, slow] = [happenings(SWIFT), happenings(SLOW)];
    const lastCame = Math.max(...slow.map((event) => event['event.ingested']));
    const [inTime, late] = [await companyIn(STORES['in memory'], [swift]), await companyIn(STORES['in memory'], [slow])];

    for (const line of [inTime, late]) await replay(line);

    const after = RUNS.filter((asOf) => asOf >= lastCame);
    expect(after.length).toBeGreaterThan(0);
    for (const asOf of after) expect(await standing(late, asOf)).toEqual(await standing(inTime, asOf));
    // Before that they differ, or this would show nothing.
    expect(await standing(late, RUNS[4]!)).not.toEqual(await standing(inTime, RUNS[4]!));
  });
});

describe('replay', () => {
  it.each(Object.entries(STORES))('equals live runs, row by row as they arrive: %s', async (_name, make) => {
    const events = happenings(SLOW);

    const lived = await live(make, events);
    const replayed = await companyIn(STORES['in memory'], [events]);
    await replay(replayed);

    expect(await told(lived)).toEqual(await told(replayed));
  });

  it('twice changes nothing', async () => {
    const line = await companyIn(STORES['in memory'], [happenings(SLOW)]);
    await replay(line);
    const once = await told(line);

    await replay(line);
    await replay(line, RUNS.slice(5, 9));
    await replay(lineOver(line.parts.store), RUNS.slice(12));

    expect(await told(line)).toEqual(once);
  });

  it('keeps what people did, and what followed from it', async () => {
    const lived = await live(STORES['in memory'], happenings(SLOW), acting(ACTS));
    const before = await told(lived);

    await replay(lived);

    expect(await told(lived)).toEqual(before);
    const closed = (await lived.cases()).cases.find(({ status }) => status === 'closed');
    expect(closed).toMatchObject({ owner: 'sam', closed: { reason: 'true', by: 'sam' }, notes: [{ text: 'asked the manager' }] });
  });

  it('of runs that fall between others tells later cases anew', async () => {
    const events = happenings(SWIFT);
    const all = await companyIn(STORES['in memory'], [events]);
    await replay(all);
    const parts = await companyIn(STORES['in memory'], [events]);

    await replay(parts, RUNS.filter((_, index) => index % 2 === 1));
    await replay(parts, RUNS.filter((_, index) => index % 2 === 0));

    expect(await told(parts)).toEqual(await told(all));
  });

  it('of a single run in the past tells later cases anew', async () => {
    const events = happenings(SWIFT);
    const all = await companyIn(STORES['in memory'], [events]);
    await replay(all);
    const parts = await companyIn(STORES['in memory'], [events]);

    await replay(parts, RUNS.slice(3));
    for (const asOf of RUNS.slice(0, 3)) await parts.run(asOf);

    expect(await told(parts)).toEqual(await told(all));
  });
});
