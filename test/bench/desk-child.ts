/**
 * Parts of `npm run bench -- --desk` in processes of their own: `desk-child.ts make FOLDER STORE PEOPLE` makes the store and
 * accounts for so many users, `desk-child.ts serve STORE PAGES` serves it until its input ends. Prints one line of JSON.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { openApp, openStore } from '../../src/app.ts';
import { accountBook } from '../../src/api/accounts.ts';
import { serveApp } from '../../src/cli/serve/serve.ts';
import { loadConfig } from '../../src/config.ts';
import { MINUTE } from '../../src/core/time.ts';
import { keepHeapModest } from '../../src/modest-heap.ts';
import { runBook } from '../../src/run/run-book.ts';
import { storeCompany } from './company.ts';
import { deskRun } from './desk-run.ts';
import { ENDS } from './inputs.ts';

export interface MadeDesk { readonly findings: number; readonly hires: number; readonly cases: number; readonly cookies: readonly string[] }
export interface Served { readonly url: string }

keepHeapModest();
const USERS = 20;
const now = (): number => ENDS + 5 * MINUTE;
const [part, ...words] = process.argv.slice(2);
if (part === 'make') console.log(JSON.stringify(await make(words[0]!, words[1]!, Number(words[2]))));
else await serve(words[0]!, words[1]!);

async function make(folder: string, at: string, people: number): Promise<MadeDesk> {
  const company = await storeCompany(folder, at, people, 2);
  const store = await openStore(loadConfig(undefined), at, now);
  const run = deskRun(company.tables.devices, ENDS);
  await runBook(store).put(run);
  const accounts = accountBook(store);
  const cookies: string[] = [];
  for (let user = 0; user < USERS; user++) cookies.push(`farmwatch_session=${(await accounts.open(`user-${user}`, 'analyst', now())).secret}`);
  await store.close();
  return { findings: run.findings.length, hires: run.risks.length, cases: run.cases.length, cookies };
}

async function serve(at: string, pages: string): Promise<void> {
  // Each user comes from an address of their own, as people do; all of them at once would be slowed as one.
  const file = join(at, 'bench', 'farmwatch.json');
  mkdirSync(join(at, 'bench'), { recursive: true });
  writeFileSync(file, JSON.stringify({ server: { trusted_proxies: ['127.0.0.1'] } }));
  const io = { out: () => {}, err: (line: string) => console.error(line), progress: () => {}, colour: pc.createColors(false), now, folder: at };
  const started = await serveApp(await openApp(loadConfig(file), at, now), { host: '127.0.0.1', port: 0, demo: false, folder: at, jobs: false, log: false, pages }, io);
  console.log(JSON.stringify({ url: started.url } satisfies Served));
  process.stdin.on('end', () => void started.stop()).resume();
}
