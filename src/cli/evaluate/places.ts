import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgesOf, openApp } from '../../app.ts';
import type { Loaded } from '../../config.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { wilson } from '../../detect/stats.ts';
import { placeLines, placeScore, truthOf, type Placed } from '../../evaluate/places.ts';
import { pipeline } from '../../run/pipeline.ts';
import { simulate } from '../../simulate/company.ts';
import type { Knobs } from '../../simulate/knobs.ts';
import type { CommandIo } from '../io.ts';
import { takeInEvents, takeInTables } from './simulated.ts';

export interface PlacesAsked {
  readonly seeds: readonly string[];
  readonly people: number;
  readonly days: number;
  readonly farms: readonly number[];
  readonly endsAt: Instant;
  readonly knobs: Partial<Knobs>;
}

/** Judges simulated companies once a week, so that no day counts twice, and prints how well laptops were placed. */
export async function evaluatePlaces(asked: PlacesAsked, loaded: Loaded, io: CommandIo): Promise<void> {
  const placed: Placed[] = [];
  for (const seed of asked.seeds) placed.push(...await placedIn(seed, asked, loaded, io));
  for (const line of placeLines(placeScore(placed, wilson))) io.out(line);
}

async function placedIn(seed: string, { people, days, farms, endsAt, knobs }: PlacesAsked, loaded: Loaded, io: CommandIo): Promise<readonly Placed[]> {
  const company = simulate({ seed, people, days, farms, endsAt, knobs });
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-places-'));
  const app = await openApp(loaded, join(folder, 'store'), () => endsAt);
  try {
    await takeInTables(app, company, folder, endsAt - days * DAY);
    await takeInEvents(app, company, (read) => io.progress(`seed ${seed}: ${read} events`));
    // Places are told without any detector.
    const { runs, replay } = pipeline({ ...judgesOf(loaded), store: app.store, detectors: [] });
    const truth = truthOf(company);
    const instants = Array.from({ length: Math.floor(days / 7) }, (_, week) => endsAt - week * 7 * DAY).reverse();
    await replay(instants, (done) => io.progress(`seed ${seed}: week ${done} of ${instants.length}`));
    const placed: Placed[] = [];
    for (const asOf of instants) for (const line of (await runs.get(asOf))?.custody ?? []) placed.push(...[truth.placed(line, asOf) ?? []].flat());
    return placed;
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
