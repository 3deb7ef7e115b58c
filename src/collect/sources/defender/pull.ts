import { DAY, isoOf, MINUTE } from '../../../core/time.ts';
import { FarmwatchError } from '../../../errors.ts';
import { choiceOf, chosenIn } from '../../pull/access.ts';
import { listIn } from '../../pull/answers.ts';
import { GRAPH_ACCESS, graphClient } from '../../pull/microsoft.ts';
import { definePull, type Page } from '../../pull/pull.ts';
import { cursorMoved, oneByOne, windowsFrom, type TimeWindow } from '../../pull/windows.ts';

/**
 * Windows are of when rows came in, so a row that comes late lies in a later one; the overlap is for rows that came in
 * shortly before and could not be seen yet.
 */
const WINDOW = { overlap: 15 * MINUTE, span: 7 * DAY };

/** Rows asked for at once. The vendor stops at 100,000 rows and at some fifty megabytes; long command lines reach the second first. */
export const MOST_ROWS = 10_000;

/** The vendor stops a query after three minutes; one that was given up earlier would have used the budget for nothing. */
const QUERY_WITHIN = 4 * MINUTE;

/** What is asked of each table: the rows that are our business, and the columns that are read. */
const TABLES: Readonly<Record<string, { readonly where: string; readonly columns: string }>> = {
  DeviceInfo: { where: 'isnotempty(PublicIP)', columns: 'PublicIP, AadDeviceId, OSPlatform, OSVersion' },
  DeviceLogonEvents: {
    where: 'LogonType in ("RemoteInteractive", "CachedRemoteInteractive") or (LogonType == "Unlock" and isnotempty(RemoteIP))',
    columns: 'ActionType, LogonType, AccountDomain, AccountName, AccountSid, RemoteIP, RemoteDeviceName',
  },
  DeviceEvents: {
    where: 'ActionType in ("PnpDeviceConnected", "UsbDriveMounted", "DnsQueryResponse")',
    columns: 'ActionType, AdditionalFields, InitiatingProcessFileName, InitiatingProcessFolderPath, InitiatingProcessVersionInfoOriginalFileName',
  },
  DeviceProcessEvents: {
    where: 'ActionType == "ProcessCreated"',
    columns: 'ActionType, FileName, FolderPath, ProcessCommandLine, ProcessVersionInfoOriginalFileName, AccountDomain, AccountName, AccountSid, AccountUpn',
  },
  DeviceNetworkEvents: {
    where: 'ActionType startswith "Connection" and isnotempty(RemoteUrl)',
    columns: 'ActionType, RemoteUrl, InitiatingProcessFileName, InitiatingProcessFolderPath, InitiatingProcessVersionInfoOriginalFileName',
  },
};

/** Tables of advanced hunting, each by windows of when its rows came in; a window with too many rows is asked for in halves. */
export const pull = definePull({
  access: {
    ...GRAPH_ACCESS,
    tables: choiceOf('table', Object.keys(TABLES)),
  },
  needs: 'An app registration with the application permission ThreatHunting.Read.All, admin consent given, and Defender for Endpoint Plan 2 or Defender XDR.',
  pages(from, io) {
    const graph = graphClient(io);
    return oneByOne(from, chosenIn(io.access.tables).map((table) => async function* rows(before): AsyncGenerator<Page> {
      const ask = async (window: TimeWindow): Promise<readonly unknown[]> =>
        listIn('defender', (await graph.send({ url: 'v1.0/security/runHuntingQuery', json: { Query: queryOf(table, window) }, within: QUERY_WITHIN })).json(), 'results');
      const windows = windowsFrom(before, { since: io.since, now: io.now() }, { ...WINDOW, name: table });
      for (const window of windows) {
        for await (const { rows, until } of inHalves(ask, window, MOST_ROWS)) yield { records: rows, cursor: cursorMoved(until, { before, end: windows.at(-1)!.to, name: table }) };
      }
    }));
  },
});

/** The query for one window; answers do not name the table they are of, so it is put into each row. */
function queryOf(table: string, { from, to }: TimeWindow): string {
  const { where, columns } = TABLES[table]!;
  return [
    table,
    `where ingestion_time() >= datetime(${isoOf(from)}) and ingestion_time() < datetime(${isoOf(to)})`,
    `where ${where}`,
    `take ${MOST_ROWS}`,
    `project Type = "${table}", Timestamp, DeviceId, DeviceName, ReportId, ${columns}`,
  ].join('\n| ');
}

/**
 * All rows of a window. An answer that is full may have left rows out, so it is thrown away and each half asked for.
 *
 * @param most rows after which an answer counts as full
 * @throws FarmwatchError `source.odd` where a millisecond has more
 */
export async function* inHalves(ask: (window: TimeWindow) => Promise<readonly unknown[]>, window: TimeWindow, most: number): AsyncGenerator<{ readonly rows: readonly unknown[]; readonly until: number }> {
  const rows = await ask(window);
  if (rows.length < most) {
    yield { rows, until: window.to };
    return;
  }
  const middle = Math.floor((window.from + window.to) / 2);
  if (middle === window.from) throw new FarmwatchError('source.odd', { source: 'defender', why: `more than ${most} rows came in at once; take the streaming export for that table and leave it out of pull.tables` });
  yield* inHalves(ask, { from: window.from, to: middle }, most);
  yield* inHalves(ask, { from: middle, to: window.to }, most);
}
