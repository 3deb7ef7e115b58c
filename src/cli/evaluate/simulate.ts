import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FarmwatchError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import { counted } from '../../report/words.ts';
import { simulate } from '../../simulate/company.ts';
import { folderSink, writeCompany } from '../../simulate/write.ts';
import { fileOf, instantOf, wholeOf } from '../context.ts';
import type { CommandIo } from '../io.ts';

export interface SimulateWords { readonly seed: string; readonly people: string; readonly days: string; readonly farms: string; readonly until: string; readonly out: string }

/** Writes a simulated company as the files that `import` reads, with the truth beside them. */
export async function simulateInto(words: SimulateWords & { readonly json?: boolean }, io: CommandIo): Promise<void> {
  const farms = farmsOf(words.farms);
  const company = simulate({
    seed: words.seed, people: wholeOf(words.people, '--people', 0, 1_000_000), days: wholeOf(words.days, '--days', 1, 3_650), farms, endsAt: instantOf(words.until, '--until'),
  });
  const out = fileOf(words.out, io);
  if (existsSync(out) && !existsSync(join(out, 'truth.json')) && readdirSync(out).length > 0) throw new FarmwatchError('usage', { why: `${words.out} holds something that was not simulated, and would be overwritten. Name another folder with --out.` });
  io.progress(`simulating ${company.tables.people.length} people over ${words.days} days`);
  makeFolder(out, 0o777);
  await writeCompany(company, folderSink(out));
  if (words.json) io.out(JSON.stringify({ out: words.out, people: company.tables.people.length, farms: farms.length, simulated: true }));
  else io.out(`Simulated company in ${words.out}: ${counted(company.tables.people.length, 'person', 'people')}, ${counted(farms.length, 'farm')}. Everything in it is made up; truth.json says what is what.`);
}

/** Laptops in each farm, `3,5`. @throws FarmwatchError `usage` */
export function farmsOf(text: string): readonly number[] {
  return text === '' ? [] : text.split(',').map((size) => wholeOf(size, '--farms', 2, 20));
}
