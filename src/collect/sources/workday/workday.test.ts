import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goldenText } from '../sample-run.fixture.ts';
import { workday } from './workday.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: { columns: '' } };
const rowOf = (raw: unknown, columns = ''): unknown => workday.rowOf!(raw, { settings: {}, options: { columns } });
const WORKER = { Employee_ID: '21001', Work_Email: 'kim@acme.example', Hire_Date: '2026-11-30' };

describe('workday, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.rows.json')))('makes of %s the rows it did', async (name) => {
    await expect(await goldenText(workday, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.rows.json`));
  });
});

describe('workday', () => {
  it('understands the names of people.csv and their aliases', () => {
    expect(rowOf({ ...WORKER, Job_Title: 'Engineer' })).toMatchObject({ hire_id: '21001', email: 'kim@acme.example', start_date: '2026-11-30', role: 'Engineer' });
  });
  it('is told what other columns mean, and which to leave out', () => {
    const raw = { Employee_ID: '21001', CF_Mail: 'kim@acme.example', Hire_Date: '2026-11-30', Country: 'Germany' };

    expect(rowOf(raw, 'CF_Mail=email, Country=')).toEqual({ hire_id: '21001', email: 'kim@acme.example', start_date: '2026-11-30' });
    expect(workday.options['columns']!.problem!('CF_Mail=e_mial')).toBe('people.csv has no column "e_mial"; did you mean email?');
    expect(workday.options['columns']!.problem!('CF_Mail')).toContain('CF_Mail=email');
    expect(workday.options['columns']!.problem!('CF_Mail=email, Country=,')).toBeUndefined();
  });
  it('prefers what was told to a name of ours, that to an alias, and then the first', () => {
    const raw = { ...WORKER, email: 'own@acme.example', Business_Email: 'other@acme.example', CF_Mail: 'told@acme.example' };

    expect(rowOf(raw, 'CF_Mail=email')).toMatchObject({ email: 'told@acme.example' });
    expect(rowOf(raw)).toMatchObject({ email: 'own@acme.example' });
    expect(rowOf({ ...WORKER, Business_Email: 'other@acme.example' })).toMatchObject({ email: 'kim@acme.example' });
  });
  it('cuts the zone of a server off a day', () => {
    expect(rowOf({ ...WORKER, Hire_Date: '2026-11-30-08:00' })).toMatchObject({ start_date: '2026-11-30' });
  });
  it('reads what stands for an instance', () => {
    expect(rowOf({ ...WORKER, Department: [{ Descriptor: 'Platform', ID: 'x' }] })).toMatchObject({ team: 'Platform' });
    expect(rowOf({ ...WORKER, Department: [{ Descriptor: 'One' }, { Descriptor: 'Two' }] })).not.toHaveProperty('team');
  });
  it('takes nothing that people.csv has no column for', () => {
    expect(JSON.stringify(rowOf({ ...WORKER, Nationality: 'N1', Date_of_Birth: '1990-01-01', Gender: 'G1' }))).not.toMatch(/N1|1990|G1/);
  });
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { Employee_ID: '1' }]) expect(rowOf(raw)).toEqual({ rejected: 'not a worker of a Workday report' });
  });
});
