import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import { openApp } from '../src/app.ts';
import { jobsOf } from '../src/cli/serve/jobs.ts';
import { missingFields } from '../src/cli/bring/missing-fields.ts';
import { loadConfig } from '../src/config.ts';
import { ACTIONS } from '../src/core/event.ts';
import { deskIn, type Desk } from './support/command-line.ts';
import { CONFIGURED } from './support/told-staff.ts';

/** Files of systems without a source of their own, from the command line to the store. */

const NOW = Date.parse('2026-11-22T12:00:00Z');
const EXAMPLES = join(import.meta.dirname, '../src/collect/sources/table/examples');
const root = mkdtempSync(join(tmpdir(), 'farmwatch-collect-table-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let desks = 0;
/** A desk with files of the examples on it. */
function aDesk(...names: readonly string[]): Desk {
  const desk = deskIn(join(root, String(++desks)), NOW);
  for (const name of names) copyFileSync(join(EXAMPLES, name), join(desk.folder, name));
  return desk;
}
const all = ({ out, err }: { out: readonly string[]; err: readonly string[] }): string => [...out, ...err].join('\n');

describe('collect table', () => {
  it.each([
    ['greenhouse-applications.csv', 'greenhouse-applications.json', 4, 2, 'rows'],
    ['lever-opportunities.ndjson', 'lever-opportunities.json', 4, 2, 'rows'],
    ['snipe-it-hardware.csv', 'snipe-it-hardware.json', 4, 2, 'rows'],
    ['snipe-it-api.ndjson', 'snipe-it-api.json', 4, 3, 'rows'],
    ['greenhouse-candidates.ndjson', 'greenhouse-candidates.json', 3, 2, 'rows'],
    ['carrier-tracking.csv', 'carrier-tracking.json', 7, 5, 'events'],
    ['sign-ins.tsv', 'sign-ins.json', 4, 2, 'events'],
    ['own-dns.log', 'own-dns.json', 4, 2, 'events'],
    ['cortex-xdr-endpoints.ndjson', 'cortex-xdr-endpoints.json', 3, 2, 'events'],
  ])('takes %s, and nothing of it twice', async (file, mapping, read, made, what) => {
    const desk = aDesk(file, mapping);

    const first = await desk.type('collect', 'table', '--from-file', file, '--mapping', mapping);
    const again = await desk.type('collect', 'table', '--from-file', file, '--mapping', mapping);

    expect(first.out).toEqual([`table: read ${read} / added ${made} / already known 0 / rejected ${read - made} (${made} ${what} from ${made} records)`]);
    expect(again.out).toEqual([`table: read ${read} / added 0 / already known ${made} / rejected ${read - made} (${made} ${what} from ${made} records)`]);
    expect([first.exit, again.exit]).toEqual([0, 0]);
  });

  it('shows in a dry run what becomes of each column, the first rows, and what missing fields cost, and writes nothing', async () => {
    const desk = aDesk('sign-ins.tsv', 'sign-ins.json', 'carrier-tracking.csv', 'carrier-tracking.json', 'snipe-it-hardware.csv', 'snipe-it-hardware.json');

    const { exit, out } = await desk.type('collect', 'table', '--from-file', 'sign-ins.tsv', '--mapping', 'sign-ins.json', '--dry-run');
    const parcels = await desk.type('collect', 'table', '--from-file', 'carrier-tracking.csv', '--mapping', 'carrier-tracking.json', '--dry-run');
    const laptops = await desk.type('collect', 'table', '--from-file', 'snipe-it-hardware.csv', '--mapping', 'snipe-it-hardware.json', '--dry-run');
    const held = await desk.type('search', 'kim@acme.example', '--json');

    expect(exit).toBe(0);
    expect(out).toContain('  @timestamp ← Zeitpunkt (dd.MM.yyyy HH:mm:ss, Europe/Berlin)');
    expect(out).toContain('  farmwatch.factor.token ← MFA-Telefon (a token, factor; the value is not kept)');
    expect(out).toContain('  not used: Antwortzeit (s)');
    expect(out.filter((line) => line.startsWith('  event: '))).toHaveLength(2);
    expect(out.join('\n')).not.toContain('555');
    // A town tells where a scan was.
    expect(all(parcels)).not.toMatch(/without farmwatch\.shipment\.l/);
    expect(laptops.out.filter((line) => line.startsWith('  row: '))).toHaveLength(2);
    expect(laptops.out).toContain('  without tracking: carrier scans cannot be joined');
    expect(all(held)).not.toMatch(/acme-sso/);
  });

  it('is told once what stands first in dates, and by the settings file for every file', async () => {
    const desk = aDesk('sign-ins.tsv', 'sign-ins.json');
    desk.file('report.csv', 'Employee ID,Work Email,Hire Date\nh-3,ada@company.example,03/04/2026\n');
    const report = ['collect', 'workday', '--from-file', 'report.csv'];

    const unsaid = await desk.type(...report);
    const said = await desk.type(...report, '--dates', 'dmy');
    desk.file('farmwatch.json', JSON.stringify({ duties: CONFIGURED, sources: { workday: { options: { dates: 'day-first' } } } }));
    const kept = await desk.type(...report, '--config', 'farmwatch.json');
    const events = await desk.type('collect', 'table', '--from-file', 'sign-ins.tsv', '--mapping', 'sign-ins.json', '--dates', 'dmy');

    expect(all(unsaid)).toContain('say --dates mdy where the month stands first, --dates dmy where the day does');
    expect(said.out[0]).toContain('added 1');
    expect(said.err).toContain('  start_date read as day/month/year, as --dates dmy says.');
    expect(said.err).toContain('To have it so for every file of workday: "options": { "dates": "day-first" } under sources.workday in farmwatch.json.');
    expect(kept.out[0]).toContain('already known 1 / rejected 0');
    expect(all(kept)).not.toContain('To have it so');
    expect(events.exit).toBe(2);
  });

  it('says the same as JSON', async () => {
    const desk = aDesk('carrier-tracking.csv', 'carrier-tracking.json');
    const { 'farmwatch.shipment.city': _, ...fields } = (JSON.parse(desk.read('carrier-tracking.json')) as { readonly fields: Record<string, unknown> }).fields;
    desk.file('without-town.json', JSON.stringify({ ...JSON.parse(desk.read('carrier-tracking.json')) as object, fields }));

    const { out } = await desk.type('collect', 'table', '--from-file', 'carrier-tracking.csv', '--mapping', 'without-town.json', '--dry-run', '--json');
    const [preview, counts] = out.map((line) => JSON.parse(line) as Record<string, unknown>);

    expect(preview).toMatchObject({ file: 'carrier-tracking.csv', unused: ['carrier', 'message', 'city', 'zip'], missing: [{ field: 'farmwatch.shipment.lat', detectors: ['custody', 'shared-place'] }, { field: 'farmwatch.shipment.lon' }] });
    expect(preview!['sample']).toHaveLength(3);
    expect(counts).toMatchObject({ read: 7, events: 5, rejected: 2 });
  });

  it('keeps private values at the door, also of rows that are refused', async () => {
    const desk = aDesk('sign-ins.tsv', 'sign-ins.json', 'greenhouse-applications.csv', 'greenhouse-applications.json');

    await desk.type('collect', 'table', '--from-file', 'sign-ins.tsv', '--mapping', 'sign-ins.json');
    await desk.type('collect', 'table', '--from-file', 'greenhouse-applications.csv', '--mapping', 'greenhouse-applications.json');
    const rejects = desk.read('store/rejects.ndjson');

    expect(rejects).toContain('"Phone Number":"(not kept)"');
    expect(rejects).not.toMatch(/555/);
    expect(rejects).not.toContain('Alex Doe');
    expect(all(await desk.type('search', 'kim@acme.example', '--json'))).not.toMatch(/555/);
  });

  it('is configured once for each export, and its mapping is checked with the configuration', async () => {
    const desk = aDesk('carrier-tracking.csv', 'carrier-tracking.json', 'snipe-it-hardware.csv', 'snipe-it-hardware.json');
    const sources = (mapping: string): string => JSON.stringify({ sources: {
      'table:carrier': { files: ['carrier-tracking.csv'], options: { mapping } }, 'table:assets': { files: ['snipe-it-hardware.csv'], options: { mapping: 'snipe-it-hardware.json' } },
    } });
    mkdirSync(join(desk.folder, 'etc'));
    desk.file('good.json', sources('carrier-tracking.json'));
    desk.file('etc/gone.json', sources('carrier-tracking.json'));

    const both = await desk.type('collect', '--config', 'good.json');
    const one = await desk.type('collect', 'table:assets', '--config', 'good.json');
    const gone = await desk.type('config', 'check', '--config', 'etc/gone.json');

    expect(both.out).toEqual([
      'table:carrier: read 7 / added 5 / already known 0 / rejected 2 (5 events from 5 records)',
      'table:assets: read 4 / added 2 / already known 0 / rejected 2 (2 rows from 2 records)',
    ]);
    expect(one.out).toEqual(['table:assets: read 4 / added 0 / already known 2 / rejected 2 (2 rows from 2 records)']);
    expect(gone).toMatchObject({ exit: 2, err: [expect.stringContaining('sources.table:carrier: mapping: carrier-tracking.json: there is no such file')] });
  });

  it('is read on the schedule as by hand, and a mapping spoilt since the start says so', async () => {
    const desk = aDesk('carrier-tracking.csv', 'carrier-tracking.json', 'snipe-it-hardware.csv', 'snipe-it-hardware.json');
    desk.file('farmwatch.json', JSON.stringify({ duties: CONFIGURED, sources: {
      'table:carrier': { files: ['carrier-tracking.csv'], options: { mapping: 'carrier-tracking.json' } }, 'table:assets': { files: ['snipe-it-hardware.csv'], options: { mapping: 'snipe-it-hardware.json' } },
    } }));
    const app = await openApp(loadConfig(join(desk.folder, 'farmwatch.json')), join(desk.folder, 'store'), () => NOW);
    const collect = jobsOf(app, () => {}).find(({ id }) => id === 'collect')!;

    const said = await collect.work(new AbortController().signal);
    desk.file('carrier-tracking.json', '{}');
    const spoilt = Promise.resolve(collect.work(new AbortController().signal));

    expect(said).toBe('table:carrier, table:assets: read 11 / added 7 / already known 0 / rejected 4');
    await expect(spoilt).rejects.toThrow('table:carrier: mapping: carrier-tracking.json: to: is missing; write what rows become: events, people');
    await app.close();
  });

  it.each([
    [['collect', 'table', '--from-file', 'x.csv'], 2, /^table: the option mapping is missing: name the file .*--mapping/],
    [['collect', 'table', '--from-file', 'x.csv', '--mapping', 'gone.json'], 2, /^table: mapping: gone\.json: there is no such file\.$/],
    [['collect', 'table', '--from-file', 'x.csv', '--mapping', 'bad.json'], 2, /^table: mapping: bad\.json: fields hire_id: is missing; fields mail: there is no such field; did you mean email\?$/],
    [['collect', 'table', '--from-file', 'x.csv', '--mapping', 'sign-ins.json'], 1, /x\.csv: its header lacks what the mapping names: "Zeitpunkt"/],
    [['collect', 'okta', '--from-file', 'x.csv', '--mapping', 'bad.json'], 2, /^okta: there is no option "mapping"; there are sso\.$/],
    [['config', 'schema', 'maping'], 2, /^There is no schema of "maping"/],
  ] as const)('%j is refused', async (argv, exit, said) => {
    const desk = aDesk('sign-ins.json');
    desk.file('x.csv', 'a,b\n1,2\n');
    desk.file('bad.json', JSON.stringify({ to: 'people', fields: { mail: 'E', start_date: 'S', email: 'M' } }));

    const answer = await desk.type(...argv);

    expect(answer.exit).toBe(exit);
    expect(answer.err.at(-1)).toMatch(said);
    expect(existsSync(join(desk.folder, 'store/token.key'))).toBe(false);
  });
});

describe('what a missing field costs', () => {
  it('is known for every action that a detector needs', () => {
    const needed = new Set(DETECTORS.flatMap(({ needs }) => needs as readonly string[]));

    expect([...needed].filter((action) => action in ACTIONS && missingFields([action], []).length === 0)).toEqual([]);
  });
  it('is nothing where all is there', () => {
    const everything = missingFields(Object.keys(ACTIONS), []).map(({ field }) => field);

    expect(missingFields(Object.keys(ACTIONS), everything)).toEqual([]);
  });
});
