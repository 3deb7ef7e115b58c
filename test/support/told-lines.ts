import type { App } from '../../src/app.ts';
import type { Event } from '../../src/core/event.ts';
import { random } from '../../src/core/random.ts';
import { DAY, HOUR, isoOf, type Instant } from '../../src/core/time.ts';
import { linesOf } from '../../src/run/lines.ts';
import type { Pipeline } from '../../src/run/pipeline.ts';
import type { Store } from '../../src/store/store.ts';
import { lineOver } from './lines-over-stores.ts';
import { FIRST, SWIFT, happenings, settleIn } from './small-company.ts';

/** One run a day over the small company. */
export const RUNS: readonly Instant[] = Array.from({ length: 16 }, (_, day) => FIRST + (day + 1) * DAY + HOUR);
const KINDS = ['findings', 'risk', 'cases', 'devices'] as const;

/** The company in a store of its own, with events in these batches. */
export async function companyIn(make: () => Promise<Store>, batches: readonly (readonly Event[])[]): Promise<Pipeline> {
  const store = await make();
  await settleIn(store);
  for (const batch of batches) await store.events.append(batch);
  return lineOver(store);
}

/** The company in the store of an app, judged once a day. */
export async function judgedIn({ store, pipeline }: Pick<App, 'store' | 'pipeline'>): Promise<void> {
  await settleIn(store);
  await store.events.append(happenings(SWIFT));
  await pipeline.replay(RUNS, () => {});
}

/** All four kinds of lines of every run, and the history behind each case, as text. */
export async function told(line: Pipeline): Promise<Readonly<Record<string, string>>> {
  const lines: Record<string, string> = {};
  for (const asOf of await line.runs.instants()) {
    const run = (await line.runs.get(asOf))!;
    for (const kind of KINDS) lines[`${isoOf(asOf)} ${kind}`] = linesOf(kind, run, run.cases).map((one) => JSON.stringify(one)).join('\n');
    lines[`${isoOf(asOf)} history`] = run.cases.map(({ id, history, notes, owner }) => JSON.stringify({ id, history, notes, owner })).join('\n');
  }
  return lines;
}

/** The same rows in another order, some of them twice, in batches of other sizes. */
export function shuffled(events: readonly Event[], seed: string): readonly (readonly Event[])[] {
  const draw = random(seed);
  const rows = draw.shuffle([...events, ...events.filter(() => draw.chance(0.1))]);
  const batches: Event[][] = [];
  for (let from = 0; from < rows.length;) {
    const size = 1 + draw.int(400);
    batches.push(rows.slice(from, from + size));
    from += size;
  }
  return batches;
}
