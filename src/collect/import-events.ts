import { intakeOf, type EventImport } from './intake.ts';
import { readLines } from './lines.ts';
import type { Counts } from './tally.ts';

/**
 * Reads a file of ECS documents, one a line, into the store.
 *
 * Without a store nothing is written: a dry run. What was appended before a failure stays.
 *
 * @throws FarmwatchError `file.missing`, `file.unreadable` (a torn file, after what could be read was kept), `store.away`
 */
export async function importEvents(file: string, into: EventImport): Promise<Counts> {
  const intake = intakeOf(file, into);
  try {
    for await (const found of readLines(file)) {
      for (const one of found) {
        intake.counts.read++;
        if ('rejected' in one) {
          intake.reject(one.line, one.rejected);
          continue;
        }
        let raw: unknown;
        try {
          raw = JSON.parse(one.text);
        } catch {
          intake.reject(one.line, 'not JSON', one.text);
          continue;
        }
        intake.take(one.line, raw);
      }
      if (intake.full) await intake.flush();
    }
  } finally {
    // Also after a torn file: what could be read is kept.
    await intake.finish();
  }
  return intake.counts;
}
