/**
 * `npm run samples`: what every source makes of the real records beside the checkout. Prints a table; writes nothing.
 * Agreement is that of the page beside each source, which its test holds to the records.
 */
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCES } from '../../src/collect/sources/index.ts';
import { HAS_SAMPLES, NO_SAMPLES, sampleFiles } from '../../src/collect/sources/sample-run.fixture.ts';
import { settleOptions } from '../../src/collect/options.ts';
import { NOT_OURS } from '../../src/collect/take.ts';
import { isRejected, parseEvent } from '../../src/core/parse-event.ts';
import { settle } from '../../src/core/settings.ts';
import { FOLDERS } from './folders.ts';

const PAGES = join(import.meta.dirname, '../../src/collect/sources');
/** The reasons named beside a row. */
const REASONS_SHOWN = 2;

if (!HAS_SAMPLES) {
  console.error(`Nothing to read: ${NO_SAMPLES}.`);
  process.exit(1);
}
console.log('| source | folders | records | mapped | not our business | rejected, most frequent reasons | agreement | mark |\n| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const [id, folders] of Object.entries(FOLDERS)) {
  const source = SOURCES.find((one) => one.id === id)!;
  const context = { settings: settle(source.settings).values, options: settleOptions(source).texts };
  const isTable = source.tableOf?.(context.options) !== undefined;
  let [records, mapped, others] = [0, 0, 0];
  const reasons = new Map<string, number>();
  for (const file of folders.flatMap((folder) => sampleFiles(folder))) {
    try {
      for await (const record of source.read(file, context.options)) {
        records++;
        const found = 'rejected' in record ? record : isTable ? source.rowOf!(record.raw, context) : source.map(record.raw, context);
        const reason = isRejected(found) ? found.rejected : isTable ? undefined : (found as readonly object[]).map((draft) => parseEvent(draft as Record<string, unknown>)).find(isRejected)?.rejected;
        if (reason === undefined) mapped++;
        else if (reason.startsWith(NOT_OURS)) others++;
        else reasons.set(short(reason), (reasons.get(short(reason)) ?? 0) + 1);
      }
    } catch (error) {
      reasons.set(short((error as Error).message.replace(/^\S+: /, '')), 1);
    }
  }
  const most = [...reasons].sort(([, a], [, b]) => b - a);
  const rejected = most.reduce((sum, [, many]) => sum + many, 0);
  const said = rejected === 0 ? '0' : `${rejected}: ${most.slice(0, REASONS_SHOWN).map(([reason, many]) => `${reason} (${many})`).join('; ')}${most.length > REASONS_SHOWN ? '; …' : ''}`;
  console.log(`| ${id} | ${folders.join(', ')} | ${records} | ${mapped} | ${others} | ${said} | ${agreementOn(id)} | ${markOn(id)} |`);
}

function short(reason: string): string {
  const plain = reason.replace(/[|\n\r]/g, ' ').replace(/"[^"]*"/g, '…');
  return plain.length > 60 ? `${plain.slice(0, 58)}…` : plain;
}

function pageOf(id: string): string {
  const file = join(PAGES, id, 'README.md');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function markOn(id: string): string {
  return /^Mark: \*(.+)\*$/m.exec(pageOf(id))?.[1] ?? '';
}

/** Fields on which both agree or differ on purpose, of those that both have. */
function agreementOn(id: string): string {
  const rows = [...(/\| \| both say \| agree \| differ on purpose \|\n\| --- .*\n((?:\|.*\n)+)/.exec(pageOf(id))?.[1] ?? '').matchAll(/^\| \w[^|]*\| (\d+) \| (\d+) \| (\d+) \|$/gm)].map(([, both, agree, excepted]) => [Number(both), Number(agree), Number(excepted)] as const);
  const sum = (at: 0 | 1 | 2): number => rows.reduce((total, row) => total + row[at], 0);
  if (sum(0) === 0) return /^## Where .*differ/m.test(pageOf(id)) ? 'held by its test; its page says where it differs' : 'nothing to compare';
  return `${(100 * sum(1) / (sum(0) - sum(2) || 1)).toFixed(1)} % of ${sum(0) - sum(2)}${sum(2) > 0 ? `, ${sum(2)} differ on purpose` : ''}`;
}
