import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openApp, type App } from '../../app.ts';
import type { Loaded } from '../../config.ts';
import { DAY, HOUR, floorTo, type Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { noteSimulated } from '../../run/company-note.ts';
import type { Company } from '../../simulate/company.ts';
import { demoCompany } from '../../simulate/demo.ts';
import { folderSink } from '../../simulate/write.ts';
import { keyFileBeside } from '../../store/sealed/key-file.ts';
import { takeInEvents, takeInTables } from '../evaluate/simulated.ts';
import { answeringServer } from '../forward.ts';
import type { CommandIo } from '../io.ts';

/** Where the demo keeps its store and the tables it was made from. */
export const DEMO_FOLDER = 'farmwatch-demo';
/** Tells that the demo made a folder, and may make it anew. */
export const DEMO_MARK = 'made-by-farmwatch-demo';
/** Days that are judged one by one, so that cases have a history. */
const JUDGED_DAYS = 7;

/**
 * Makes a simulated company anew: tables and events through the same readers as real ones, then the runs of the last days.
 *
 * @param companyAt which company, at an instant
 * @throws FarmwatchError `usage` for a folder that holds something else, or whose demo still runs
 */
export async function makeDemo(loaded: Loaded, folder: string, io: CommandIo, companyAt: (endsAt: Instant) => Company = demoCompany): Promise<App> {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, DEMO_MARK))) {
    throw new FarmwatchError('usage', { why: `${folder} holds something that the demo did not make. Name another folder with --store.` });
  }
  const running = await answeringServer(folder);
  if (running) throw new FarmwatchError('usage', { why: `A demo runs at ${running.url} already. Stop it first, or name another folder with --store and another port with --port.` });
  rmSync(folder, { recursive: true, force: true });
  rmSync(keyFileBeside(folder), { force: true });
  const until = floorTo(io.now(), HOUR);
  const company = companyAt(until);
  const sink = folderSink(folder);
  await sink(DEMO_MARK, ['The demo makes this folder anew at every start.\n']);
  const app = await openApp(loaded, folder, io.now);

  io.err(`1 of 3  People, laptops, places: ${new Set(company.tables.people.map(({ hire_id: hire }) => hire)).size} people, ${company.truth.farms.flatMap(({ hires }) => hires).length} of them in a farm`);
  await takeInTables(app, company, folder, until - 60 * DAY);
  await noteSimulated(app.store);

  io.err('2 of 3  What happened in the last sixty days');
  const added = await takeInEvents(app, company, (read) => io.progress(`        ${read} events`));
  io.err(`        ${added} events`);

  io.err(`3 of 3  Judged as of each of the last ${JUDGED_DAYS} days`);
  const instants: Instant[] = [];
  for (let at = floorTo(until, DAY) - (JUDGED_DAYS - 1) * DAY; at < until; at += DAY) instants.push(at);
  instants.push(until);
  await app.pipeline.replay(instants, (done) => io.progress(`        day ${done} of ${instants.length}`));
  return app;
}
