import type { Random } from '../core/random.ts';
import { DAY, HOUR, MINUTE, SECOND, type Instant } from '../core/time.ts';
import type { EcsDocument, Life, World } from './life.ts';
import { dayIndexOf } from './clock.ts';
import { hexOf } from './tokens.ts';

/** Mean time from a fact to our learning of it. */
const DELAY: Readonly<Record<string, number>> = {
  okta: 90 * SECOND, globalprotect: 60 * SECOND, fleet: 40 * SECOND, rhythm: 5 * MINUTE, edr: 60 * SECOND, parcel: 2 * HOUR, workday: 90 * MINUTE, lenel: 10 * MINUTE, zoom: 45 * MINUTE,
};

interface Outage { readonly from: Instant; readonly to: Instant; readonly lost: boolean }

/** Collects rows as they come in and lets them out in the order in which they were learned of. */
export interface Delivery {
  /** A way in for the rows of one person's day. */
  door(life: Life, day: number): (document: EcsDocument) => void;
  /** Every row learned of before an instant, in order; they are let go. */
  until(before: Instant): Generator<EcsDocument>;
}

export function delivery(world: World): Delivery {
  const buckets = new Map<number, EcsDocument[]>();
  const outages = outagesOf(world);
  const prefix = hexOf(world.seed, 6);
  const put = (document: EcsDocument): void => {
    const hour = Math.floor((document['event.ingested'] as number) / HOUR);
    const bucket = buckets.get(hour);
    if (bucket) bucket.push(document);
    else buckets.set(hour, [document]);
  };

  return {
    door(life, day) {
      const draw = life.draw.fork(`delivery/${day}`);
      const name = `${prefix}${life.number.toString(16).padStart(6, '0')}${(day + 32_768).toString(16)}`;
      const silent = life.silences.filter(({ fromDay, toDay }) => day >= fromDay && day <= toDay).map(({ module }) => module);
      let row = 0;
      return (document) => {
        const module = document['event.module'] as string;
        document['event.id'] = name + (row++).toString(16).padStart(4, '0');
        const luck = draw.next();
        if (silent.length > 0 && silent.includes(module)) return;
        const ingested = learned(document['@timestamp'] as Instant, module, luck, outages.get(module) ?? [], world, draw);
        if (ingested === undefined || ingested > world.endsAt) return;
        document['event.ingested'] = ingested;
        put(document);
        if (luck > 1 - world.knobs.repeatedRows) {
          const again = Math.round(ingested + draw.exponential(2 * HOUR)) + SECOND;
          if (again <= world.endsAt) put({ ...document, 'event.ingested': again });
        }
      };
    },
    *until(before) {
      const last = Math.floor(before / HOUR);
      for (const hour of [...buckets.keys()].filter((key) => key < last).sort((a, b) => a - b)) {
        const rows = buckets.get(hour)!;
        buckets.delete(hour);
        yield* rows.sort(byIngestion);
      }
    },
  };
}

function byIngestion(a: EcsDocument, b: EcsDocument): number {
  const difference = (a['event.ingested'] as number) - (b['event.ingested'] as number);
  return difference !== 0 ? difference : (a['event.id'] as string) < (b['event.id'] as string) ? -1 : 1;
}

/** When a row arrives; undefined for a row that is lost. */
function learned(at: Instant, module: string, luck: number, outages: readonly Outage[], world: World, draw: Random): Instant | undefined {
  const mean = DELAY[module] ?? MINUTE;
  let when = at + 2 * SECOND + draw.exponential(mean);
  if (luck < world.knobs.lateRows) when += draw.exponential(9 * HOUR);
  for (const outage of outages) {
    if (at < outage.from || at >= outage.to) continue;
    if (outage.lost) return undefined;
    when = Math.max(when, outage.to + draw.exponential(20 * MINUTE));
  }
  return Math.round(when);
}

/** Hours in which one source fails for everybody; a third of its rows' outages lose them. */
function outagesOf(world: World): ReadonlyMap<string, readonly Outage[]> {
  const found = new Map<string, Outage[]>();
  for (const module of Object.keys(DELAY)) {
    const draw = world.draw.fork(`outage/${module}`);
    const times = draw.poisson((world.knobs.outages * world.calendar.days) / 30 / Object.keys(DELAY).length);
    found.set(module, Array.from({ length: times }, () => {
      const from = world.calendar.from + draw.next() * world.calendar.days * DAY;
      return { from, to: from + draw.between(2, 14) * HOUR, lost: draw.chance(0.33) };
    }));
  }
  return found;
}

/** Number of the day on which a rare happening is written out; those before the simulation come first of all. */
export function diaryDay(world: World, document: EcsDocument): number {
  return Math.max(0, dayIndexOf(world.calendar, document['@timestamp'] as Instant));
}
