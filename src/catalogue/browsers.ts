import rows from './browsers.json' with { type: 'json' };
import { globIndex } from './globs.ts';
import { fileName } from './names.ts';

/** Programs whose lookups say nothing about installed software. */
export interface BrowserRow {
  readonly id: string;
  readonly kind: 'browser' | 'resolver';
  readonly because: string;
  readonly processes: readonly string[];
  readonly source: string;
  readonly date: string;
}
export const BROWSERS = rows as readonly BrowserRow[];

/**
 * Tells whether a lookup by a process says nothing about installed software.
 *
 * Browsers look up what people read about; system resolvers ask on behalf of everybody.
 *
 * @returns a function from the name or path of the process that asked
 */
export function asksForOthersIn(browsers: readonly BrowserRow[]): (process: string) => boolean {
  const asker = globIndex(browsers.flatMap((row) => row.processes.map((name) => [fileName(name), row.kind] as const)));
  return (process) => asker(fileName(process)) !== undefined;
}
