import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { deviceFields, intune } from './intune.ts';
import { intuneRecord } from './shape.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** A device as Microsoft Graph answers; say what matters. */
function aDevice(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { id: 'd-1', deviceName: 'LT-7', enrolledDateTime: '2026-10-01T09:00:00Z', lastSyncDateTime: '2026-11-02T14:03:27Z', operatingSystem: 'Windows', serialNumber: 'SN-7', userPrincipalName: 'kim@acme.example', azureADDeviceId: 'aad-1', ...more };
}

/** A record of a diagnostic setting. */
function aDiagnostic(category: string, properties: Readonly<Record<string, unknown>>, operationName = category): unknown {
  return { time: '2026-11-03T00:10:43Z', category, operationName, properties: { IntuneAccountId: 'i', ...properties } };
}

function mapped(raw: unknown): unknown {
  const found = intune.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('intune, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(intune, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('intune, devices', () => {
  it('tells whose laptop has which serial number, when it was last in touch', () => {
    expect(mapped(aDevice())).toMatchObject({ 'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'device.serial_number': 'SN-7', 'device.id': 'aad-1', 'host.id': 'd-1', 'host.name': 'LT-7', 'user.email': 'kim@acme.example' });
  });
  it.each([['11/2/2026 2:03:27 PM', 'month-first'], ['02/11/2026 14:03:27', 'day-first'], ['02.11.2026 14:03:27', ''], ['/Date(1793628207000)/', '']])('reads the time %s as PowerShell saves it', (lastSyncDateTime, dates) => {
    expect(intune.map(aDevice({ lastSyncDateTime }), { ...context, options: { dates } })).toMatchObject([{ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) }]);
  });
  it('reads devices as PowerShell names their members', () => {
    const device = aDevice();

    expect(mapped(Object.fromEntries(Object.entries(device).map(([name, value]) => [name[0]!.toUpperCase() + name.slice(1), value])))).toEqual(mapped(device));
  });
  it('is one check-in however often it is read, and another after the next contact', () => {
    const idOf = (raw: unknown): unknown => (mapped(raw) as Record<string, unknown>)['event.id'];

    expect(idOf(aDevice({ complianceState: 'compliant' }))).toBe(idOf(aDevice()));
    expect(idOf(aDevice({ lastSyncDateTime: '2026-11-02T22:00:00Z' }))).not.toBe(idOf(aDevice()));
  });
  it('keeps neither hardware addresses nor phone numbers', () => {
    const text = JSON.stringify(intune.map(aDevice({ wiFiMacAddress: '00005E005301', ethernetMacAddress: '00005E005302', phoneNumber: '+12125550100', imei: '490154203237518' }), context));

    for (const secret of ['00005E', '2125550100', '490154']) expect(text).not.toContain(secret);
  });
  it('takes the export of a day for no contact', () => {
    expect(mapped(aDiagnostic('Devices', { DeviceId: 'd-1', LastContact: '2026-10-28 08:27:37.7994868', OS: 'Windows' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 9, 28, 8, 27, 37, 799) });
  });
  it.each(['iOS', 'iPadOS', 'Android', 'AndroidForWork', 'Android (Personally-Owned Work Profile)'])('leaves %s, which no farm drives', (operatingSystem) => expect(mapped(aDevice({ operatingSystem }))).toBe('not our business: a phone or tablet'));
  it.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.9999999'])('leaves a device that was never in touch, dated %s', (lastSyncDateTime) => expect(mapped(aDevice({ lastSyncDateTime }))).toBe('not our business: a device that was never in touch'));
  it('says of a device whose last contact is empty that there is no time', () => expect(mapped({ category: 'Devices', properties: { DeviceId: 'd-7', LastContact: '' } })).toBe('no time that can be read'));
  it('takes an id of zeros for none', () => expect(mapped(aDevice({ userId: '00000000-0000-0000-0000-000000000000', azureADDeviceId: '00000000-0000-0000-0000-000000000000' }))).toMatchObject({ 'device.id': undefined }));
  it('reads applications of a device that was asked for them', () => {
    expect(intune.map(aDevice({ detectedApps: [{ displayName: 'AnyDesk', version: '8' }, { displayName: '' }, null] }), context)).toEqual([
      expect.objectContaining({ 'event.action': 'check-in' }),
      expect.objectContaining({ 'event.action': 'software-present', 'package.name': 'AnyDesk', 'package.version': '8', 'device.serial_number': 'SN-7' }),
    ]);
  });
});

describe('intune, other records', () => {
  it.each([
    [{ displayName: 'X', version: '1', deviceCount: 4 }, 'detectedApp'], [{ displayName: 'X', publishingState: 'published' }, 'mobileApp'], [{ mobileAppInstallStatusValue: 'installed' }, 'mobileAppInstallStatus'],
    [{ activityType: 'Delete ManagedDevice', activityDateTime: 'x', componentName: 'y' }, 'audit Delete ManagedDevice'], [aDiagnostic('OperationalLogs', {}, 'Compliance'), 'operational Compliance'],
    [aDiagnostic('AuditLogs', { AuditEventId: 'e' }, 'wipe ManagedDevice'), 'audit wipe ManagedDevice'], [aDiagnostic('AuditLogs', { AuditEventId: 'e' }, '<b>'), 'audit, unnamed'],
  ])('counts %j and leaves it', (raw, kind) => expect(mapped(raw)).toBe(`not our business: ${kind}`));
  it('reads a report on devices, and leaves one on applications, which says no time', () => {
    const device = { DeviceId: 'd-1', DeviceName: 'LT-7', SerialNumber: 'SN-7', UPN: 'kim@acme.example', ReferenceId: 'aad-1', OS: 'Windows', OSVersion: '10' };

    expect(mapped({ ...device, LastContact: '2026-11-02 14:03:27.0000000' })).toMatchObject({ 'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'device.serial_number': 'SN-7', 'device.id': 'aad-1', 'user.email': 'kim@acme.example' });
    expect(mapped({ ApplicationName: 'AnyDesk', ApplicationVersion: '8', DeviceId: 'd-1', DeviceName: 'LT-7' })).toBe('not our business: list of applications, which says no time');
  });
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { category: 'AuditLogs', properties: { id: 'of Entra ID' } }, { category: 'Devices' }]) expect(mapped(raw)).toBe('not an Intune record');
    expect(mapped(aDevice({ lastSyncDateTime: 'soon' }))).toBe('no time that can be read');
    expect(mapped(aDevice({ lastSyncDateTime: '11/2/2026 2:03:27 PM' }))).toContain('option dates');
  });
});

describe('intune, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(intune, sampleFiles('intune'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(25);
    expect(run.events['check-in']).toBeGreaterThan(5);
    expect(run.events['software-present']).toBeGreaterThan(10);
    // Recorded answers of other questions to Graph, each an empty page.
    expect(run.rejected['not an Intune record']).toBe(7);
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual(['not an Intune record']);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(intune, sampleFiles('intune'));

    // Phones are compared too, because few samples are of laptops.
    const table = agreement(judged, (raw) => {
      const record = intuneRecord(raw);
      const fields = record && /^(Devices|DeviceComplianceOrg|Enrollment)$/.test(record.kind) ? deviceFields(record) : undefined;
      return fields && !isRejected(fields) ? fields : undefined;
    }, (field, { raw }, mine, their) => {
      // The page says why: they take the time of the export.
      return field === 'time' && mine < their && String((raw as { time?: string }).time).startsWith(their);
    });

    expect(table.host.both).toBeGreaterThan(1);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
