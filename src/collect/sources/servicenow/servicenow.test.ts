import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { directoryOf } from '../../../core/identity.ts';
import { parseInstant } from '../../../core/time.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, goldenText, runOver, sampleFiles } from '../sample-run.fixture.ts';
import { servicenow } from './servicenow.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const folder = mkdtempSync(join(tmpdir(), 'farmwatch-servicenow-'));
afterAll(() => rmSync(folder, { recursive: true }));
const context = { settings: {}, options: { holder: 'employee_number' } };

/** An asset in use; say what matters. */
function anAsset(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    sys_id: '0001', sys_updated_on: '2026-11-10 15:02:03', sys_class_name: 'alm_hardware', serial_number: 'C02KIM', asset_tag: 'P1001', assigned_to: 'u1', assigned: '2026-11-09 14:00:00', install_status: '1',
    'assigned_to.employee_number': '7', ...more,
  };
}
const rowOf = (more: Readonly<Record<string, unknown>> = {}, inside: { readonly settings: object; readonly options: Readonly<Record<string, string>> } = context): Readonly<Record<string, string>> => servicenow.rowOf!(anAsset(more), inside) as Readonly<Record<string, string>>;

describe('servicenow, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.rows.json')))('makes of %s the rows it did', async (name) => {
    await expect(await goldenText(servicenow, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.rows.json`));
  });
});

describe('servicenow', () => {
  it('takes times without a zone for UTC, and a day for its beginning', () => {
    expect(rowOf({ delivery_date: '2026-11-08', order_date: '2026-10-20 08:00:00' })).toMatchObject({ assigned_from: '2026-11-09T14:00:00Z', delivered_at: '2026-11-08T00:00:00Z', ordered_at: '2026-10-20T08:00:00Z' });
  });
  it('reads what the table holds where it stands beside what is displayed', () => {
    const both = (value: string, display_value = 'shown'): object => ({ value, display_value });
    const raw = {
      sys_id: both('0001'), sys_updated_on: both('2026-11-10 15:02:03', '11/10/2026 09:02'), sys_class_name: both('alm_hardware', 'Hardware'), serial_number: both('C02KIM'), asset_tag: both('P1001'), install_status: both('1', 'In use'),
      assigned_to: { ...both('u1', 'Kim'), link: 'https://acme.service-now.com/api/now/table/sys_user/u1' }, assigned: both('2026-11-09 14:00:00', '11/09/2026 08:00'), 'assigned_to.employee_number': both('7'),
    };

    expect(servicenow.rowOf!(raw, context)).toEqual(rowOf());
    expect(servicenow.rowOf!({ ...raw, serial_number: both('', '') }, context)).toEqual({ rejected: 'no serial number' });
  });
  it('knows the hire by the field that was named', () => {
    expect(rowOf({ 'assigned_to.u_worker_id': 'W7' }, { settings: {}, options: { holder: 'u_worker_id' } })).toMatchObject({ hire_id: 'W7' });
    expect(rowOf({ 'assigned_to.employee_number': '' })).toEqual({ rejected: 'its holder is named without the field that holds the hire id' });
  });
  it('ends a holding where the laptop was put away, and begins none where it never was given', () => {
    const away = { assigned_to: '', assigned: '', 'assigned_to.employee_number': undefined, sys_updated_on: '2026-11-20 08:00:00' };
    const held = directoryOf([], [], [rowOf(), rowOf({ ...away, install_status: '6' })].map(({ serial, hire_id, assigned_from }) => ({ serial: serial!, ...(hire_id ? { hire_id } : {}), assigned_from: parseInstant(assigned_from!)! })));

    expect(held.holderOf('C02KIM', Date.UTC(2026, 10, 15))).toBe('7');
    expect(held.holderOf('C02KIM', Date.UTC(2026, 10, 21))).toBeUndefined();
    expect(rowOf({ ...away, install_status: '2' })).toMatchObject({ hire_id: '', assigned_from: '' });
    expect(rowOf({ ...away, install_status: 'In stock', checked_in: '2026-11-19 17:00:00' })).toMatchObject({ assigned_from: '2026-11-19T17:00:00Z' });
  });
  it('reads a list that somebody exported, on the clock of whoever did', async () => {
    const file = join(folder, 'list.csv');
    const inside = { settings: {}, options: { holder: 'employee_number', zone: 'America/Chicago' } };
    const seen = { serial: 'C02KIM', asset_tag: 'P1001', hire_id: '7', assigned_from: '2026-11-09T14:00:00Z', ordered_at: '', delivered_at: '2026-11-08T00:00:00Z' };
    const rowsOf = async (text: string): Promise<unknown> => {
      writeFileSync(file, text);
      const found: unknown[] = [];
      for await (const record of servicenow.read(file)) found.push('rejected' in record ? record : servicenow.rowOf!(record.raw, inside));
      return found;
    };

    // As a list is exported, with headings or with names of fields.
    expect(await rowsOf('"Serial number","Asset tag","Assigned to","Employee number","Assigned","State","Delivery date"\n"C02KIM","P1001","Kim Lee","7","2026-11-09 08:00:00","In use","2026-11-08"\n')).toEqual([seen]);
    expect(await rowsOf('serial_number,asset_tag,assigned_to,assigned_to.employee_number,assigned,install_status,delivery_date\nC02KIM,P1001,Kim Lee,7,2026-11-09 08:00:00,In use,2026-11-08\n')).toEqual([seen]);
    expect(await rowsOf('serial_number,asset_tag,assigned_to,assigned\nC02KIM,P1001,Kim Lee,2026-11-09 08:00:00\nC02LEE,P1002,,11/09/2026 08:00\n')).toEqual([
      { rejected: 'its holder is named without the field that holds the hire id' }, { rejected: 'a time in a form that is not read; export times as 2026-11-02 14:03:27' },
    ]);
  });
  it('keeps to UTC where values are not displayed, whatever the zone', () => {
    expect(rowOf({}, { settings: {}, options: { holder: 'employee_number', zone: 'America/Chicago' } })).toMatchObject({ assigned_from: '2026-11-09T14:00:00Z' });
    expect(servicenow.rowOf!(anAsset({ install_status: 'In use', assigned_to: 'Kim Lee', assigned: '2026-11-09 08:00:00' }), { settings: {}, options: { holder: 'employee_number', zone: 'America/Chicago' } })).toMatchObject({ hire_id: '7', assigned_from: '2026-11-09T14:00:00Z' });
    expect(servicenow.options['zone']!.problem!('Mars/Base')).toContain('no IANA time zone');
  });
  it('leaves the hardware address and the inner one', () => {
    expect(JSON.stringify(rowOf({ mac_address: '00:00:5E:00:53:01', ip_address: '10.0.0.7' }))).not.toMatch(/5E:00|10\.0\.0\.7/);
  });
  it('counts a record of another table by its name, also where that stands beside it', () => {
    const record = { sys_id: '0a', sys_updated_on: '2026-11-02 14:03:27' };

    expect(servicenow.rowOf!({ ...record, sys_class_name: 'incident' }, context)).toEqual({ rejected: 'not our business: incident' });
    expect(servicenow.rowOf!({ ...record, table_name: 'change_request' }, context)).toEqual({ rejected: 'not our business: change_request' });
  });
  it.each([
    [{ sys_class_name: 'cmdb_ci_ip_switch' }, 'hardware that is no laptop'], [{ sys_class_name: 'IP Switch' }, 'hardware that is no laptop'], [{ sys_class_name: 'cmdb_ci_printer' }, 'hardware that is no laptop'],
    [{ model_category: { value: 'c1', display_value: 'Monitor' } }, 'hardware that is no laptop'], [{ model_category: 'Mobile Phone' }, 'hardware that is no laptop'], [{ sys_class_name: 'Linux Server' }, 'a server'], [{ sys_class_name: 'cmdb_ci_server' }, 'a server'],
    [{ sys_class_name: { value: 'cmdb_ci_ip_router', display_value: 'IP Router' } }, 'hardware that is no laptop'],
  ])('takes %j for no laptop', (more, kind) => expect(rowOf(more)).toEqual({ rejected: `not our business: ${kind}` }));
  it.each([{ model_category: 'Computer' }, { model_category: { link: 'https://acme.service-now.com/c1', value: 'c1' } }, { sys_class_name: 'cmdb_ci_computer' }, { sys_class_name: 'Hardware' }, { sys_class_name: 'cmdb_ci_pc_hardware' }])('takes %j for one', (more) => expect(rowOf(more)).toMatchObject({ serial: 'C02KIM' }));
  it('reads an asset that an integration of Elastic kept', () => {
    const document = { '@timestamp': '2026-11-10T15:02:03.000Z', 'event': { dataset: 'servicenow.event' }, 'servicenow': { event: {
      'sys_id': { value: '0001' }, 'sys_updated_on': { value: '2026-11-10T15:02:03.000Z' }, 'table_name': 'alm_hardware', 'serial_number': { value: 'C02KIM' }, 'asset_tag': { value: 'P1001' }, 'assigned_to': { value: 'u1', display_value: 'Kim Lee' },
      'assigned': { value: '2026-11-09T14:00:00.000Z', display_value: '2026-11-09T08:00:00.000Z' }, 'install_status': { value: '1' }, 'assigned_to.employee_number': { value: '7' },
    } } };

    expect(unwrap(document, servicenow.recognises).map((raw) => servicenow.rowOf!(raw, context))).toEqual([rowOf()]);
  });
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { sys_id: '1' }]) expect(servicenow.rowOf!(raw, context)).toEqual({ rejected: 'not a ServiceNow record' });
  });
});

describe('servicenow, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(servicenow, sampleFiles('servicenow'), context.options);

    // Its computers are servers, so that none becomes a row.
    expect(run.rows).toEqual([]);
    expect(run.rejected).toEqual({
      'not a ServiceNow record': 26, 'not our business: a record without a serial number': 92, 'not our business: a server': 40, 'not our business: sys_user': 627,
    });
  });
});
