import { join } from 'node:path';
import { simulate } from '../../src/simulate/company.ts';
import { folderSink, linesOf } from '../../src/simulate/write.ts';

/** Where simulated time ends. */
export const ENDS = Date.UTC(2026, 10, 16);

/** A file with lines of every kind of event, of a company of seed 1. */
export async function importInput(folder: string, most: number): Promise<{ readonly file: string; readonly lines: number; readonly bytes: number }> {
  const company = simulate({ seed: '1', people: 300, days: 30, farms: [3, 5], endsAt: ENDS });
  let lines = 0;
  let bytes = 0;
  const pieces = function* (): Generator<string> {
    for (const piece of linesOf(company.events())) {
      if (lines >= most) return;
      lines += piece.split('\n').length - 1;
      bytes += Buffer.byteLength(piece);
      yield piece;
    }
  };
  const name = `events-${most}.ndjson`;
  await folderSink(folder)(name, pieces());
  return { file: join(folder, name), lines, bytes };
}
