import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
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

/** A file with the lines of another so many times, each time with ids of their own. */
export async function repeated(file: string, into: string, times: number): Promise<string> {
  const pieces = async function* (): AsyncGenerator<string> {
    for (let time = 0; time < times; time++) {
      let rest = '';
      for await (const piece of createReadStream(file, 'utf8')) {
        const text = rest + String(piece);
        const end = text.lastIndexOf('\n') + 1;
        rest = text.slice(end);
        yield text.slice(0, end).replaceAll('"event.id":"', `"event.id":"${time}-`);
      }
    }
  };
  await writeFile(into, pieces());
  return into;
}
