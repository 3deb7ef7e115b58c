import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, goldenText, runOver, sampleFiles } from '../sample-run.fixture.ts';
import { bamboohr } from './bamboohr.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: { key: 'number' } };

/** A line of the list of employees; say what matters. */
function anEmployee(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { employeeId: '101', employeeNumber: '7', workEmail: 'kim@acme.example', hireDate: '2026-11-30', status: 'Active', _restrictedFields: [], ...more };
}
const rowOf = (more: Readonly<Record<string, unknown>> = {}, options: Readonly<Record<string, string>> = context.options): unknown => bamboohr.rowOf!(anEmployee(more), { settings: {}, options });

describe('bamboohr, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.rows.json')))('makes of %s the rows it did', async (name) => {
    await expect(await goldenText(bamboohr, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.rows.json`));
  });
});

describe('bamboohr', () => {
  it('knows people by their number, by the id where there is none, or always by the id', () => {
    expect(rowOf()).toMatchObject({ hire_id: '7' });
    expect(rowOf({ employeeNumber: null })).toMatchObject({ hire_id: 'id-101' });
    expect(rowOf({}, { key: 'id' })).toMatchObject({ hire_id: '101' });
    expect(bamboohr.options['key']!.problem!('name')).toBe('this is neither number nor id');
  });
  it('does not take two people for one where the number of one is the id of the other', () => {
    const [ann, bo] = [rowOf({ employeeId: '101', employeeNumber: '17' }), rowOf({ employeeId: '17', employeeNumber: null })] as { readonly hire_id: string }[];

    expect(ann!.hire_id).not.toBe(bo!.hire_id);
  });
  it('takes no employee number for the id where ids are wanted', () => expect(rowOf({ employeeId: null }, { key: 'id' })).toMatchObject({ hire_id: '' }));
  it('takes zeros for no day', () => {
    expect(rowOf({ hireDate: '0000-00-00', terminationDate: '0000-00-00' })).toMatchObject({ start_date: '', end_date: '' });
  });
  it('does not take the end of an earlier employment for the end of this one', () => {
    expect(rowOf({ hireDate: '2025-02-03', terminationDate: '2023-05-31' })).toMatchObject({ end_date: '' });
    expect(rowOf({ hireDate: '2025-02-03', terminationDate: '2026-12-31' })).toMatchObject({ end_date: '2026-12-31' });
    expect(rowOf({ hireDate: '2025-02-03', terminationDate: '2025-02-01', status: 'Inactive' })).toMatchObject({ end_date: '2025-02-01' });
  });
  it('says which field the account may not read', () => {
    expect(rowOf({ workEmail: null, _restrictedFields: ['mobilePhone', 'workEmail'] })).toEqual({ rejected: 'the account may not read workEmail' });
    expect(isRejected(rowOf({ mobilePhone: null, _restrictedFields: ['mobilePhone'] }))).toBe(false);
  });
  it('takes nothing of origin, age, gender, religion or looks, also where it was asked for', () => {
    const row = JSON.stringify(rowOf({ nationality: 'N1', birthDate: '1990-01-01', age: '36', gender: 'G1', ethnicity: 'E1', photoUrl: 'https://photo.example/1', secondaryLanguage: 'L1' }));

    for (const text of ['N1', '1990', '36', 'G1', 'E1', 'photo', 'L1']) expect(row).not.toContain(text);
  });
  it('keeps no phone of a row that was refused', () => {
    expect(JSON.stringify(bamboohr.kept!(anEmployee({ mobilePhone: '+1 512 555 0100', gender: 'G1' }), context.options))).not.toMatch(/555|G1/);
  });
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { id: '1' }]) expect(bamboohr.rowOf!(raw, context)).toEqual({ rejected: 'not an employee of BambooHR' });
  });
});

describe('bamboohr, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`makes a row of every employee (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(bamboohr, sampleFiles('hr-bamboohr'), context.options);

    expect(run.rows.length).toBe(103);
    expect(run.rows.filter(({ end_date }) => end_date !== '').length).toBe(17);
    expect(run.rows.every(({ hire_id, start_date }) => hire_id !== '' && start_date !== '')).toBe(true);
    // Two refused log-ins, which carry no record.
    expect(run.rejected).toEqual({ 'not an employee of BambooHR': 2 });
  });
});
