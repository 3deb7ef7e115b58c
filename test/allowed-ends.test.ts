import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openApp } from '../src/app.ts';
import { deskTables } from '../src/cli/serve/desk-tables.ts';
import { loadConfig } from '../src/config.ts';
import { DAY, HOUR, dayOf } from '../src/core/time.ts';
import { allowanceBook, type Allowance } from '../src/run/allowed/allowance.ts';
import { saidEndedEarly } from '../src/run/allowed/ended-early.ts';
import { MONDAY } from './support/builders.ts';
import { deskIn, type Desk } from './support/command-line.ts';

const NOW = MONDAY + 8 * HOUR;
const UNTIL = dayOf(NOW + 30 * DAY);
const root = mkdtempSync(join(tmpdir(), 'farmwatch-allowed-ends-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const people = (household: string, team = 'sales'): string => `hire_id,email,start_date,team,household\nh-1,lee@acme.example,${dayOf(NOW)},${team},${household}\nh-2,sam@acme.example,${dayOf(NOW)},${team},${household}\n`;
const HOUSEHOLD: Allowance = { what: { kind: 'household', hires: ['h-1', 'h-2'] }, until: UNTIL, owner: 'kim', reason: 'a couple' };
const PLACE: Allowance = { what: { kind: 'place', name: 'A floor', placeKind: 'cowork', lines: ['203.0.113.7/32'] }, until: UNTIL, owner: 'kim', reason: 'a floor' };

/** A desk with two people, and an entry that one person asked for and another let go. */
async function deskWith(name: string, allowance: Allowance): Promise<Desk> {
  const desk = deskIn(join(root, name), NOW);
  desk.file('people.csv', people(''));
  expect((await desk.type('import', 'people.csv')).exit).toBe(0);
  const app = await openApp(loadConfig(undefined), join(desk.folder, 'store'), () => NOW);
  const id = `a-${name}`;
  await allowanceBook(app.store).append({ id, at: NOW - HOUR, by: 'kim', isWaiting: true, case: 'c-1', allowance });
  expect(await deskTables(app).allow(allowance, id, 'lee', NOW - HOUR)).toBeUndefined();
  await allowanceBook(app.store).release(id, { at: NOW - HOUR, by: 'lee' });
  expect(await saidEndedEarly(app.store, NOW)).toEqual([]);
  await app.close();
  return desk;
}
const entries = ({ err }: { readonly err: readonly string[] }): readonly string[] => err.filter((line) => line.includes('of the allow-list'));

describe('an entry of the allow-list', () => {
  it('that declares a household ends with a people.csv without it, and the import says so', async () => {
    const desk = await deskWith('couple', HOUSEHOLD);
    // The same file again changes nothing, as ever.
    expect(entries(await desk.type('import', 'people.csv'))).toEqual([]);
    desk.file('people.csv', people('', 'support'));

    const said = await desk.type('import', 'people.csv');

    expect(said.exit).toBe(0);
    expect(entries(said)).toEqual([`A household of the allow-list (case c-1, kim answers for it) should hold until ${UNTIL}, and ended with a people.csv that does not name it. Write it into people.csv, or ask for it anew with the case.`]);
  });

  it('that declares a household holds on with a people.csv that names it', async () => {
    const desk = await deskWith('kept', HOUSEHOLD);
    desk.file('people.csv', people('a-kept', 'support'));

    expect(entries(await desk.type('import', 'people.csv'))).toEqual([]);
  });

  it('that vouches for a place ends with a places.csv that names it otherwise, and holds on with one that does not name it', async () => {
    const desk = await deskWith('floor', PLACE);
    desk.file('places.csv', 'place_id,name,kind,cidr\nhq,Office,office,198.51.100.0/24\n');
    const without = entries(await desk.type('import', 'places.csv'));
    desk.file('places.csv', 'place_id,name,kind,cidr\ncase-a-floor,Our floor,cowork,\n');
    const otherwise = entries(await desk.type('import', 'places.csv'));

    expect(without).toEqual([]);
    expect(otherwise).toHaveLength(1);
  });
});
