import type { App } from '../../app.ts';
import { askDuties, lackingFor } from '../../run/duties.ts';
import type { OpenFileDesk } from '../bring/file-desk.ts';
import { configuredDuties } from './running-facts.ts';

/** What lacks before real people of this store may be watched. */
export function lackingHere(app: App): Promise<readonly string[]> {
  return lackingFor(app.store, configuredDuties(app.loaded), app.now());
}

/**
 * What lacks for a server over this store. One that holds people already does not start without it; an empty one starts, so
 * that it can be recorded on a page, and takes nothing in until then.
 *
 * @throws FarmwatchError `duties.missing`
 */
export async function startable(app: App): Promise<readonly string[]> {
  const lacks = await lackingHere(app);
  if (lacks.length > 0 && await holdsPeople(app)) askDuties(lacks);
  return lacks;
}

async function holdsPeople({ store }: App): Promise<boolean> {
  for await (const _ of store.shelf('registry').list({ limit: 1 })) return true;
  return (await store.events.tally({ where: {}, by: [], measure: { rows: 'count' } }, { from: 0, to: 8.64e15, asOf: 8.64e15 })).some(({ rows }) => rows > 0);
}

/** A job that waits until everything is recorded: it looks anew each time, so that recording needs no restart. */
export function afterRecords(app: App, what: 'collected' | 'run', work: (signal: AbortSignal) => Promise<string>): (signal: AbortSignal) => Promise<string> {
  return async (signal) => {
    const lacks = await lackingHere(app);
    return lacks.length === 0 ? work(signal) : `nothing was ${what}: it is not recorded ${lacks.join('; ')}`;
  };
}

/** Takes no file before everything is recorded. */
export function afterDuties(files: OpenFileDesk, app: App): OpenFileDesk {
  return {
    ...files,
    async take(by, name, content) {
      askDuties(await lackingHere(app));
      return files.take(by, name, content);
    },
  };
}
