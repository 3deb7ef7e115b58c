import { FarmwatchError } from '../../errors.ts';
import { DAY, MINUTE, isoOf } from '../../core/time.ts';
import { objectOf } from '../loose.ts';
import { addressProblem } from '../pull/access.ts';
import { listIn, memberOf, textIn } from '../pull/answers.ts';
import { clientCredentials } from '../pull/auth.ts';
import type { Http } from '../pull/http.ts';
import { GRAPH_ACCESS } from '../pull/microsoft.ts';
import { oneByOne, type TimeWindow } from '../pull/windows.ts';
import { defineChannel, type Part } from './channel.ts';
import { pagesOverTime, type Answered } from './wide-windows.ts';

/** A row is found at most some minutes after it was taken in; an answer holds 500,000 rows or 100 MB, and rows may be long. */
const WINDOW = { overlap: 10 * MINUTE, span: DAY, most: 20_000 };
/** A row may be taken in so long after it happened; without a bound the whole table would be looked through. */
const OLDEST = 30 * DAY;
const SOURCE = 'the workspace';

/** In which column a table says whose records they are. */
const KIND_COLUMNS: Readonly<Record<string, string>> = { CommonSecurityLog: 'DeviceVendor', Syslog: 'ProcessName', SecurityEvent: 'EventID', Event: 'EventLog', WindowsEvent: 'Channel', DeviceEvents: 'ActionType' };

/**
 * What a Log Analytics workspace holds, with Microsoft Sentinel or without.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/overview
 */
export const logAnalytics = defineChannel({
  kind: 'log-analytics',
  title: 'Azure Log Analytics and Microsoft Sentinel',
  access: {
    tenant: GRAPH_ACCESS.tenant,
    client_id: GRAPH_ACCESS.client_id,
    client_secret: GRAPH_ACCESS.client_secret,
    workspace: { doc: 'the id of the workspace, a GUID', problem: (text) => (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? undefined : 'this is no workspace id; its page in the portal shows a GUID') },
    api: { doc: 'the address of the query interface', is: 'https://api.loganalytics.azure.com', problem: addressProblem },
    login: GRAPH_ACCESS.login,
  },
  needs: 'An app registration with the role Log Analytics Data Reader on the workspace, or on the tables that are named alone, and the application permission Data.Read of the Log Analytics API, admin consent given.',
  example: { 'entra-id': 'SigninLogs,AuditLogs', windows: 'SecurityEvent' },
  place: { is: 'table', example: 'SigninLogs', fits: /^[A-Za-z]\w{0,62}$/ },
  kindOfRecord: { is: 'value', example: 'Fortinet', fits: /^[\w .:/%-]{1,100}$/ },
  problem({ places, kinds }) {
    const without = kinds.length === 0 ? undefined : places.find((table) => !Object.hasOwn(KIND_COLUMNS, table));
    return without === undefined ? undefined : `${without} has no column that tells whose records they are; leave the number sign and what follows`;
  },
  async* pages(from, io, part) {
    const { access, http, now } = io;
    const workspace = http.at(access.api, clientCredentials({
      http: http.at(access.login), now, url: `${access.tenant}/oauth2/v2.0/token`, clientId: access.client_id, clientSecret: access.client_secret, scope: `${access.api}/.default`,
    }));
    yield* oneByOne(from, part.places.map((table) => (cursor) =>
      pagesOverTime(cursor, { since: io.since, now: now() }, { ...WINDOW, name: table }, (window, isLeast) => ask(workspace, access.workspace, queryOf(table, window, part, isLeast), isLeast))));
  },
});

/** Rows that were taken in during a stretch. Names were checked: nothing in them ends a quoted text. */
function queryOf(table: string, { from, to }: TimeWindow, { kinds }: Part, isLeast: boolean): string {
  const column = KIND_COLUMNS[table];
  return [
    table,
    `where TimeGenerated > datetime(${isoOf(from - OLDEST)})`,
    `where ingestion_time() >= datetime(${isoOf(from)}) and ingestion_time() < datetime(${isoOf(to)})`,
    ...(kinds.length === 0 || column === undefined ? [] : [`where tostring(${column}) in (${kinds.map((kind) => `"${kind}"`).join(', ')})`]),
    ...(isLeast ? [] : [`take ${WINDOW.most}`]),
  ].join('\n| ');
}

async function ask(workspace: Http, id: string, query: string, isLeast: boolean): Promise<Answered> {
  const answer = (await workspace.send({ url: `v1/workspaces/${id}/query`, json: { query }, canAskLess: !isLeast })).json();
  const wrong = memberOf(answer, 'error');
  if (wrong !== undefined && wrong !== null) {
    // Some of the rows are there, and nobody says which are not.
    if (!isLeast && JSON.stringify(wrong).includes('E_QUERY_RESULT_SET_TOO_LARGE')) return 'too much';
    throw new FarmwatchError('source.away', { source: SOURCE, why: `a query gave a part of its rows (${(textIn(wrong, 'code') ?? 'no code').replace(/\W+/g, ' ').slice(0, 60)})` });
  }
  const [table] = listIn(SOURCE, answer, 'tables');
  const columns = listIn(SOURCE, table, 'columns').map((column) => ({ name: textIn(column, 'name') ?? '', isDynamic: textIn(column, 'type') === 'dynamic' }));
  const rows = listIn(SOURCE, table, 'rows');
  return !isLeast && rows.length >= WINDOW.most ? 'too much' : rows.map((row) => recordOf(columns, row));
}

interface Column { readonly name: string; readonly isDynamic: boolean }

/** A row as names with values; what is dynamic comes as JSON in a text. */
function recordOf(columns: readonly Column[], row: unknown): unknown {
  const cells = listIn(SOURCE, row);
  return Object.fromEntries(columns.map(({ name, isDynamic }, at) => [name, isDynamic ? objectOf(cells[at]) ?? cells[at] : cells[at]]).filter(([, value]) => value !== null && value !== ''));
}
