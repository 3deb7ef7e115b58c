import rows from './browsers.json' with { type: 'json' };
import { globIndex } from './globs.ts';
import { fileName } from './names.ts';

const asker = globIndex(rows.flatMap((row) => row.processes.map((name) => [fileName(name), row.kind] as const)));

/**
 * Whether a lookup by this process says nothing about installed software.
 *
 * Browsers look up what people read about; system resolvers ask on behalf of everybody.
 *
 * @param process name or path of the process that asked
 */
export function asksForOthers(process: string): boolean {
  return asker(fileName(process)) !== undefined;
}
