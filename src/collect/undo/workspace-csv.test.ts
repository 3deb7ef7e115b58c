import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isRejected, parseEvent } from '../../core/parse-event.ts';
import type { Source } from '../collector.ts';
import { settleOptions } from '../options.ts';
import { readRecords } from '../records.ts';
import { SOURCES } from '../sources/index.ts';
import { isWorkspaceHeader, workspaceRow } from './workspace-csv.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-workspace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TIME = Date.UTC(2026, 10, 2, 14, 3, 27);
const SHOWN = '"11/2/2026, 2:03:27.000 PM"';

/** What a file becomes: an event for each row, or the reason why there is none. */
async function saidOf(id: string, lines: readonly string[]): Promise<readonly unknown[]> {
  const source = SOURCES.find((one) => one.id === id) as Source;
  const context = { settings: {}, options: settleOptions(source).texts };
  const file = join(folder, `${id}.csv`);
  writeFileSync(file, lines.join('\n'));
  const said: unknown[] = [];
  for await (const record of source.read(file, context.options)) {
    const drafts = 'rejected' in record ? record : source.map(record.raw, context);
    if (isRejected(drafts)) said.push(drafts.rejected);
    else said.push(...drafts.map((draft) => parseEvent(draft)));
  }
  return said;
}

describe('a table of a workspace, saved as CSV', () => {
  it('is read as its rows are in JSON', async () => {
    expect(await saidOf('google-workspace', [
      'TenantId,TimeGenerated [UTC],Kind,SrcIpAddr,IdApplicationName,IdUniqueQualifier,IdTime,ActorEmail,ActorProfileId,EventType,EventName,EventParameters,Type',
      `t,${SHOWN},admin#reports#activity,198.51.100.23,login,7,2026-11-02T14:03:27.000Z,kim@acme.example,1,login,login_success,"{""login_type"":""google_password""}",GoogleWorkspaceReports`,
    ])).toMatchObject([{ '@timestamp': TIME, 'event.action': 'sign-in', 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23' }]);
    expect(await saidOf('duo', [
      '"TimeGenerated [UTC]",access_device_ip_s,event_type_s,factor_s,result_s,timestamp_d,txid_g,user_name_s,email_s,"isotimestamp_t [UTC]",Type',
      `${SHOWN},198.51.100.23,authentication,duo_push,success,${TIME / 1000},t,kim,kim@acme.example,${SHOWN},CiscoDuo_CL`,
    ])).toMatchObject([{ '@timestamp': TIME, 'event.action': 'sign-in', 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23' }]);
  });
  it('dates a line of a device by the time of its row', async () => {
    expect(await saidOf('cisco', [
      'TenantId,"TimeGenerated [UTC]",DeviceVendor,DeviceProduct,DeviceEventClassID,Message,Type',
      `t,${SHOWN},Cisco,ASA,722051,"%ASA-4-722051: Group <Staff> User <kim> IP <198.51.100.23> IPv4 Address <10.20.0.7> IPv6 address <::> assigned to session",CommonSecurityLog`,
      `t,${SHOWN},Cisco,ASA,605004,"%ASA-6-605004: Login denied from 198.51.100.23/2432 to inside:10.0.0.1/ssh for user ""root""",CommonSecurityLog`,
    ])).toMatchObject([{ '@timestamp': TIME, 'event.action': 'vpn-connected', 'user.name': 'kim', 'source.ip': '198.51.100.23' }, 'not our business: 605004']);
  });
  it('takes a table of Defender for a result of advanced hunting', async () => {
    expect(await saidOf('defender', [
      'TenantId,ActionType,DeviceId,DeviceName,FileName,FolderPath,ProcessCommandLine,ReportId,"TimeGenerated [UTC]","Timestamp [UTC]",Type',
      `t,ProcessCreated,d-7,LT-7,AnyDesk.exe,C:\\AnyDesk.exe,AnyDesk.exe,7,${SHOWN},${SHOWN},DeviceProcessEvents`,
    ])).toMatchObject([{ '@timestamp': TIME, 'event.action': 'process-started', 'host.name': 'LT-7', 'process.name': 'AnyDesk.exe' }]);
  });
  it('is refused with its cure where its times are in a zone that only its reader knows', async () => {
    const [said] = await saidOf('defender', ['DeviceId,ReportId,ActionType,"TimeGenerated [Local Time]","Timestamp [Local Time]"', `d-7,7,ProcessCreated,${SHOWN},${SHOWN}`]);

    expect(said).toContain('set the time zone of the portal to UTC');
  });
  it('keeps nothing of a row that is refused, whose private cells nobody knows', async () => {
    const file = join(folder, 'private.csv');
    writeFileSync(file, `"TimeGenerated [Local Time]",phone_s\n${SHOWN},+14155550123\n`);

    expect(await Array.fromAsync(readRecords(file, { recognises: () => false }))).toEqual([{ file, line: 2, rejected: expect.stringContaining('UTC') as string }]);
  });
});

describe('workspaceRow', () => {
  it.each([
    ['11/2/2026, 2:03:27.441 PM', '2026-11-02T14:03:27.441Z'],
    ['11/2/2026, 12:03:27 AM', '2026-11-02T00:03:27Z'],
    ['11/2/2026, 2:03:27\u202fPM', '2026-11-02T14:03:27Z'],
    ['14/11/2026, 14:03:27', '2026-11-14T14:03:27Z'],
    ['11/14/2026, 14:03:27', '2026-11-14T14:03:27Z'],
    ['07/07/2026, 2:03:27 pm', '2026-07-07T14:03:27Z'],
    ['2026-11-02T14:03:27.441Z', '2026-11-02T14:03:27.441Z'],
    ['soon', 'soon'],
    ['13/13/2026, 14:03:27', '13/13/2026, 14:03:27'],
  ])('gives %s as %s', (cell, text) => expect(workspaceRow({ 'TimeGenerated [UTC]': cell })).toEqual({ row: { TimeGenerated: text } }));
  it.each(['02/11/2026, 14:03:27', '2/11/2026 2:03:27 PM', '2/11/2026, 2:03:27 pm', '02/11/2026, 2:03:27 PM'])('does not guess which number of %s is the month', (cell) => {
    expect(workspaceRow({ 'TimeGenerated [UTC]': cell })).toHaveProperty('rejected');
  });
  it('opens JSON in a cell, and leaves what only looks like it', () => {
    expect(workspaceRow({ TimeGenerated: 't', a: '{"b":[1]}', c: '{torn', d: '[7]', e: 'x' })).toEqual({ row: { TimeGenerated: 't', a: { b: [1] }, c: '{torn', d: [7], e: 'x' } });
  });
  it('names a column of a custom table without its type too, where no other has that name', () => {
    expect(workspaceRow({ TimeGenerated: 't', Type: 'X_CL', uuid_s: 'u', id: '1', id_d: '2' })).toEqual({ row: { TimeGenerated: 't', Type: 'X_CL', uuid_s: 'u', uuid: 'u', id: '1', id_d: '2' } });
    expect(workspaceRow({ TimeGenerated: 't', Type: 'X', uuid_s: 'u' })).toEqual({ row: { TimeGenerated: 't', Type: 'X', uuid_s: 'u' } });
  });
  it('takes a column for data whatever its name is', () => {
    const row = JSON.parse('{"TimeGenerated":"t","__proto__":"{\\"rejected\\":\\"no\\"}","rejected":"yes"}') as Record<string, string>;

    expect(workspaceRow(row)).toEqual({ row: JSON.parse('{"TimeGenerated":"t","__proto__":{"rejected":"no"},"rejected":"yes"}') });
  });
  it('knows an export by its header alone', () => {
    for (const name of ['TimeGenerated', 'TimeGenerated [UTC]', 'TimeGenerated [Local Time]']) expect(isWorkspaceHeader(['a', name])).toBe(true);
    for (const name of ['Time generated', 'TimeGenerated [CET]', 'X TimeGenerated', 'Timestamp [UTC]']) expect(isWorkspaceHeader([name])).toBe(false);
  });
});
