import { simulate } from '../simulate/company.ts';
import { folderSink, writeCompany } from '../simulate/write.ts';
import { fileOf, instantOf, wholeOf } from './context.ts';
import type { CommandIo } from './io.ts';

export interface SimulateWords { readonly seed: string; readonly people: string; readonly days: string; readonly farms: string; readonly until: string; readonly out: string }

/** Writes a simulated company as the files that `import` reads, with the truth beside them. */
export async function simulateInto(words: SimulateWords, io: CommandIo): Promise<void> {
  const farms = words.farms === '' ? [] : words.farms.split(',').map((size) => wholeOf(size, '--farms', 2, 20));
  const company = simulate({
    seed: words.seed, people: wholeOf(words.people, '--people', 0, 1_000_000), days: wholeOf(words.days, '--days', 1, 3_650), farms, endsAt: instantOf(words.until, '--until'),
  });
  const out = fileOf(words.out, io);
  await writeCompany(company, folderSink(out));
  io.out(`Simulated company in ${words.out}: ${company.tables.people.length} people, ${farms.length} farms. Everything in it is made up; truth.json says what is what.`);
}
