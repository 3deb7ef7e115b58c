import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { goldenText } from '../sample-run.fixture.ts';
import { workday } from './workday.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const folder = mkdtempSync(join(tmpdir(), 'farmwatch-workday-'));
afterAll(() => rmSync(folder, { recursive: true }));
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
  it('does not take the end of an earlier employment for the end of this one', () => {
    expect(rowOf({ ...WORKER, Hire_Date: '2026-11-16-08:00', Termination_Date: '2022-01-01-08:00' })).toEqual({ hire_id: '21001', email: 'kim@acme.example', start_date: '2026-11-16' });
    expect(rowOf({ ...WORKER, Termination_Date: '2027-01-31' })).toMatchObject({ end_date: '2027-01-31' });
    expect(rowOf({ ...WORKER, Hire_Date: '', Termination_Date: '2022-01-01' })).toMatchObject({ end_date: '2022-01-01' });
  });
  it('reads what stands for an instance', () => {
    expect(rowOf({ ...WORKER, Department: [{ Descriptor: 'Platform', ID: 'x' }] })).toMatchObject({ team: 'Platform' });
    expect(rowOf({ ...WORKER, Department: [{ Descriptor: 'One' }, { Descriptor: 'Two' }] })).not.toHaveProperty('team');
  });
  it.each(['2026-11-30T00:00:00.000-08:00', '2026-11-30T00:00:00Z', '2026-11-30Z'])('takes %s for a day', (Hire_Date) => expect(rowOf({ ...WORKER, Hire_Date })).toMatchObject({ start_date: '2026-11-30' }));
  it('knows what fields are called that Workday delivers, after what was told and what people.csv knows', () => {
    const raw = { Employee_ID: '21001', 'Email_-_Work': 'kim@acme.example', 'Contract_Start_Date': '2026-11-30', Supervisory_Organization: 'Platform', 'Home_Address_-_City': 'Denver' };

    expect(rowOf(raw)).toEqual({ hire_id: '21001', email: 'kim@acme.example', start_date: '2026-11-30', team: 'Platform', home_city: 'Denver' });
    expect(rowOf({ ...raw, Work_Email: 'lee@acme.example' })).toMatchObject({ email: 'lee@acme.example' });
    expect(rowOf({ ...raw, CF_Mail: 'pat@acme.example' }, 'CF_Mail=email')).toMatchObject({ email: 'pat@acme.example' });
    expect(rowOf(raw, 'Email_-_Work=')).toMatchObject({ email: '' });
  });
  it('reads fields that stand in a group, where there is one', () => {
    expect(rowOf({ ...WORKER, Home_group: [{ City: 'Denver' }] })).toMatchObject({ home_city: 'Denver' });
    expect(rowOf({ ...WORKER, Home_group: [{ City: 'Denver' }, { City: 'Austin' }] })).not.toHaveProperty('home_city');
    expect(rowOf({ ...WORKER, Contact_group: { Work_Email: 'other@acme.example' } })).toMatchObject({ email: 'kim@acme.example' });
  });
  it('says what is wrong with XML', async () => {
    const inFile = async (text: string): Promise<readonly unknown[]> => {
      const file = join(folder, 'report.xml');
      writeFileSync(file, text);
      const found: unknown[] = [];
      for await (const record of workday.read(file)) found.push('rejected' in record ? record.rejected : record.raw);
      return found;
    };

    expect(await inFile('<Report_Data/>')).toEqual(['no <Report_Entry> in this XML']);
    expect(await inFile('<Report_Data><Report_Entry>plain</Report_Entry><Report_Entry><!DOCTYPE a></Report_Entry></Report_Data>')).toEqual([{}, 'XML with a document type is not read']);
    await expect(inFile('<Report_Data><Report_Entry><Employee_ID>1</Employee_ID>')).rejects.toThrow('the XML is cut off after <Report_Entry> 0');
  });
  it('takes nothing that people.csv has no column for', () => {
    expect(JSON.stringify(rowOf({ ...WORKER, Nationality: 'N1', Date_of_Birth: '1990-01-01', Gender: 'G1' }))).not.toMatch(/N1|1990|G1/);
  });
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { Employee_ID: '1' }]) expect(rowOf(raw)).toEqual({ rejected: 'not a worker of a Workday report' });
  });
});
