import type { HousekeepingCounts } from './counts.ts';
import type { HousekeepingParts } from './parts.ts';
import { pipeline } from '../pipeline.ts';
import { rehearsing, type WouldGoes } from './rehearsing.ts';
import { noteScrubbed, noteUnscrubbed, wasUnscrubbed } from './under-way.ts';

/** How many things went, counts that stay of them aside. */
export function goneIn({ reducedEvents, oldEvents, applications, cases, runs, links, people, entries }: HousekeepingCounts): number {
  return reducedEvents + oldEvents + applications + cases + runs + links + people + entries;
}

/** Takes what went out of the bytes on disk, once some work has let it go. */
export async function cleanedUp({ store }: Pick<HousekeepingParts, 'store'>, work: () => Promise<HousekeepingCounts>): Promise<HousekeepingCounts> {
  await noteUnscrubbed(store);
  const counts = await work();
  const went = goneIn(counts) > 0 || await wasUnscrubbed(store);
  if (!went || await (store.scrub?.() ?? true)) await noteScrubbed(store);
  return counts;
}

/** What would be done, and what would go from which place. */
export interface Rehearsed { readonly counts: HousekeepingCounts; readonly wouldGo: WouldGoes }

/** What some work on a store would do; nothing is written. */
export async function rehearsed(parts: HousekeepingParts, work: (parts: HousekeepingParts) => Promise<HousekeepingCounts>): Promise<Rehearsed> {
  const { store, wouldGo } = rehearsing(parts.store);
  const counts = await work({ ...parts, store, pipeline: pipeline({ ...parts.pipeline.parts, store }) });
  return { counts, wouldGo: await wouldGo() };
}
