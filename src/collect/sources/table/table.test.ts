import { mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isRejected, parseEvent } from '../../../core/parse-event.ts';
import { tokenOf, type TokenKind } from '../../../core/token.ts';
import { workbook } from '../../tables/workbook.fixture.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, goldenText, pageText, sampleFiles } from '../sample-run.fixture.ts';
import { parseMapping } from './check-mapping.ts';
import { mappingSchema } from './mapping.ts';
import { table } from './table.ts';

const EXAMPLES = join(import.meta.dirname, 'examples');
const folder = mkdtempSync(join(tmpdir(), 'farmwatch-table-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KEY = { version: 1, secret: Buffer.alloc(32, 7) };
const token = (kind: TokenKind, value: string): string | undefined => tokenOf(KEY, kind, value);
const contextOf = (mapping: unknown): { settings: Record<string, never>; options: { mapping: string }; token: typeof token } => ({ settings: {}, options: { mapping: typeof mapping === 'string' ? mapping : JSON.stringify(mapping) }, token });

/** A mapping of sign-ins; say what matters. */
function aMapping(fields: Readonly<Record<string, unknown>> = {}, more: object = {}): object {
  return { to: 'events', ...more, fields: { '@timestamp': 'Time', 'event.action': { is: 'sign-in' }, 'event.module': { is: 'acme-sso' }, 'user.email': 'User', ...fields } };
}
const ROW = { Time: '2026-11-16T09:30:00Z', User: 'kim@acme.example' };
/** What becomes of a row: its fields, or the reason. */
function mapped(fields: Readonly<Record<string, unknown>>, row: object, more: object = {}): unknown {
  const context = contextOf(aMapping(fields, more));
  expect(parseMapping(context.options.mapping)).not.toHaveProperty('problems');
  const found = table.map({ ...ROW, ...row }, context);
  return 'rejected' in found ? found.rejected : found[0];
}
const problems = (mapping: unknown): readonly string[] => {
  const read = parseMapping(typeof mapping === 'string' ? mapping : JSON.stringify(mapping));
  return 'problems' in read ? read.problems : [];
};
const NO_ROW = 'not a row: neither of a table, nor a JSON object, nor a line with named values';
/** The records of a sample, without what collectors of samples put around them: a line each. */
function asTheSystemWroteIt(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.json')) return [(JSON.parse(text) as { input: { message: string } }).input.message.trim()];
  return text.trim().split('\n').map((line) => JSON.stringify((JSON.parse(line) as { log: unknown }).log));
}
async function rowsOf(name: string, content: string | Buffer, mapping: unknown): Promise<unknown[]> {
  writeFileSync(join(folder, name), content);
  const rows: unknown[] = [];
  for await (const record of table.read(join(folder, name), contextOf(mapping).options)) rows.push('rejected' in record ? record.rejected : { ...(record.raw as object) });
  return rows;
}

describe('mapping files beside the page', () => {
  const names = readdirSync(EXAMPLES).filter((name) => name.endsWith('.json'));

  it.each(names)('%s fits, and its export becomes what it did', async (name) => {
    const context = contextOf(readFileSync(join(EXAMPLES, name), 'utf8'));
    const base = name.replace(/\.json$/, '');
    const file = readdirSync(EXAMPLES).find((other) => other.startsWith(`${base}.`) && /\.(csv|tsv|ndjson|log|xml)$/.test(other))!;

    expect(problems(context.options.mapping)).toEqual([]);
    await expect(await goldenText(table, join(EXAMPLES, file), context)).toMatchFileSnapshot(join(EXAMPLES, 'golden', `${base}.json`));
  });
  describe.skipIf(SKIP_SAMPLES)(`over records of real systems (skipped where ${NO_SAMPLES})`, () => {
    it.each<[example: string, folder: string, read: number, counts: Readonly<Record<string, number>>]>([
      ['auth0-logs', 'auth0', 39, { 'sign-in': 1, 'account-changed': 3, 'not our business': 35 }],
      // Of a machine that somebody is connected to no record there tells.
      ['beyondtrust-sessions', 'beyondtrust-pra', 16, { 'not our business': 16 }],
      ['cato-connections', 'cato-sase', 8, { 'vpn-connected': 1, 'not our business': 7 }],
      ['harfanglab-processes', 'harfanglab', 27, { 'process-started': 1, 'not our business': 26 }],
      // Sign-ins at switches and base stations alone; of each kind of line one names nothing.
      ['ise-vpn-sign-ins', 'cisco-ise-radius', 24, { 'not our business': 23, [NO_ROW]: 1 }],
      ['keycloak-events', 'keycloak', 4, { 'sign-in': 1, 'not our business': 3 }],
      ['nps-vpn', 'microsoft-always-on-vpn', 3, { 'vpn-connected': 1, 'not our business': 2 }],
      ['onepassword-sign-ins', 'onepassword', 6, { 'sign-in': 3, 'not our business': 3 }],
      ['pingfederate-audit', 'ping', 10, { 'sign-in': 2, 'not our business': 7, [NO_ROW]: 1 }],
      ['tanium-processes', 'tanium', 2, { 'process-started': 1, 'not our business': 1 }],
      ['teleport-desktops', 'teleport', 18, { 'not our business': 18 }],
      // One address there has a group of five digits.
      ['teleport-sign-ins', 'teleport', 18, { 'sign-in': 4, 'source.ip "[2001:db8:feed:face:c0ff:eeb0:baf00:00d]:65123" is no address': 1, 'not our business': 13 }],
    ])('%s reads %s', async (example, folderOf, read, expected) => {
      expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
      const context = contextOf(readFileSync(join(EXAMPLES, `${example}.json`), 'utf8'));
      const file = join(folder, `${example}.real`);
      writeFileSync(file, sampleFiles(folderOf).flatMap(asTheSystemWroteIt).join('\n'));

      const counts: Record<string, number> = {};
      let records = 0;
      for await (const record of table.read(file, context.options)) {
        records++;
        const found = 'rejected' in record ? record : table.map(record.raw, context);
        const said = isRejected(found) ? found.rejected.replace(/^(not our business): .*$/, '$1') : (parseEvent(found[0]!) as { rejected?: string; 'event.action'?: string });
        const what = typeof said === 'string' ? said : said.rejected ?? said['event.action']!;
        counts[what] = (counts[what] ?? 0) + 1;
      }

      expect({ records, counts }).toEqual({ records: read, counts: expected });
    });
  });
  it('are named on the page, and so is every example in it a mapping', () => {
    const page = pageText(import.meta.dirname);
    const written = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) => JSON.parse(json!) as object).filter((json) => 'to' in json);

    expect(names.filter((name) => !page.includes(`\`${name.replace('.json', '')}\``))).toEqual([]);
    expect(written.map((json) => problems(json))).toEqual([[]]);
  });
  it('have a schema that is published as it is enforced', async () => {
    await expect(`${JSON.stringify(mappingSchema(), null, 2)}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'mapping.schema.json'));
  });
});

describe('JSON as text in a member', () => {
  it('is looked into where a column asks for what is inside', () => {
    const row = { who: '{"user":{"name":"kim@acme.example"}}', all: '[{"ip":"198.51.100.23"}]' };

    expect(mapped({ 'user.email': 'who.user.name', 'source.ip': 'all.0.ip' }, row)).toMatchObject({ 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23' });
    expect(mapped({ 'user.name': 'who' }, { who: '{torn' })).toMatchObject({ 'user.name': '{torn' });
    expect(mapped({ 'user.name': { column: 'who.user', optional: true } }, { who: '{torn' })).not.toHaveProperty(['user.name']);
  });
});

describe('XML', () => {
  const mapping = aMapping({ '@timestamp': 'begun.@at', 'user.email': 'who' }, { element: 'row' });
  const xml = (inside: string): string => `<?xml version="1.0"?>\n<r:list xmlns:r="x">${inside}</r:list>`;

  it('gives each element of that name, its attributes and what stands inside', async () => {
    const rows = await rowsOf('a.xml', xml('<r:row id="1"><who>kim &amp; lee</who><r:begun at="2026-11-16T09:30:00Z">text</r:begun><of><a>1</a><a>2</a></of></r:row><other/><row id="2"/><row id="3">alone</row>'), mapping);

    expect(rows[0]).toEqual({ '@id': '1', 'who': 'kim & lee', 'begun': { '@at': '2026-11-16T09:30:00Z', '#text': 'text' }, 'of': { a: ['1', '2'] } });
  });
  it('becomes events', async () => {
    const context = contextOf(mapping);
    const [row] = await rowsOf('b.xml', xml('<row><who>kim@acme.example</who><begun at="2026-11-16T09:30:00Z"/></row>'), mapping);

    expect(table.map(row, context)).toMatchObject([{ '@timestamp': Date.UTC(2026, 10, 16, 9, 30), 'user.email': 'kim@acme.example' }]);
  });
  it('is read one element after the other, and says what it cannot read', async () => {
    expect(await rowsOf('d.xml', '<other/>', mapping)).toEqual(['no <row> in this XML']);
    expect(await rowsOf('e.xml', xml('<row><!DOCTYPE x><who>kim</who></row>'), mapping)).toEqual(['XML with a document type is not read']);
    await expect(rowsOf('f.xml', '<list><row><who>kim</who></row><row><who>', mapping)).rejects.toThrow('the XML is cut off after <row> 1');
  });
  it('is read out of sent records one by one, whatever the others hold', async () => {
    const lines = ['{"row":1}', JSON.stringify({ message: '<row id="1"><who>kim</who></row>' }), JSON.stringify({ message: '<row><who>' }), JSON.stringify({ message: '<row>alone</row>' })];

    expect(await rowsOf('segment.log', lines.join('\n'), mapping)).toEqual(['no <row> in this record', { '@id': '1', 'who': 'kim' }, expect.anything(), { '#text': 'alone' }]);
  });
});

describe('lines in CEF and LEEF', () => {
  const CEF = 'Nov  2 14:05:55 gw CEF:0|Acme|Gate|1|42|login|3|suser=kim lee src=198.51.100.23 cs1=LT-7 cs1Label=laptop';

  it('become rows of their names, those of labels and those of the head', async () => {
    const rows = await rowsOf('gate.log', `${CEF}\nno such line\nLEEF:1.0|Acme|DNS|1|query|src=192.0.2.1\tname=a.example\t__proto__=x\n`, aMapping());

    expect(rows).toEqual([
      { 'head.vendor': 'Acme', 'head.product': 'Gate', 'head.event': '42', 'suser': 'kim lee', 'src': '198.51.100.23', 'cs1': 'LT-7', 'laptop': 'LT-7', 'cs1Label': 'laptop' },
      expect.anything(),
      { 'head.vendor': 'Acme', 'head.product': 'DNS', 'head.event': 'query', 'src': '192.0.2.1', 'name': 'a.example', ['__proto__']: 'x' },
    ]);
    expect(Object.getPrototypeOf(rows[2])).toBe(Object.prototype);
  });
  it('are read inside what a shipper put around them, whose members stay', async () => {
    const wrapped = { '@timestamp': '2026-11-02T14:05:56Z', 'message': CEF, 'relay': 'r1', 'src': '192.0.2.9' };

    const [row] = await rowsOf('wrapped.ndjson', JSON.stringify(wrapped), aMapping());

    expect(row).toMatchObject({ 'relay': 'r1', 'message': CEF, 'head.received': '2026-11-02T14:05:56Z', 'suser': 'kim lee', 'src': '198.51.100.23' });
  });
  it('of another product are counted by what the mapping leaves out, and other lines are refused', () => {
    const more = { leave_out: [{ column: 'head.product', is_not: ['DNS'] }] };

    expect(mapped({}, { 'head.product': 'Gate' }, more)).toBe('not our business: left out by the mapping, head.product is not DNS');
    expect(table.map('no such line', contextOf(aMapping()))).toEqual({ rejected: 'not a row: neither of a table, nor a JSON object, nor a line with named values' });
  });
});

describe('lines with named values', () => {
  const PAIRS = '<14>Nov  2 14:03:27 sso 2026-11-02 14:03:27,441 event="SSO" subject="kim, \\"k\\"" event="again" __proto__=x';

  it('become rows of their names, with what stands before them and its time', async () => {
    const rows = await rowsOf('pairs.log', `${PAIRS}\nno such line\n`, aMapping({}, { lines: 'pairs' }));

    expect(rows[0]).toEqual({ 'event': 'SSO', 'subject': 'kim, "k"', ['__proto__']: 'x', 'head.text': '<14>Nov  2 14:03:27 sso 2026-11-02 14:03:27,441', 'head.time': '2026-11-02 14:03:27,441' });
    expect(table.map('no such line', contextOf(aMapping()))).toEqual({ rejected: NO_ROW });
  });
  it('may have commas between them and blanks in them', async () => {
    const [row] = await rowsOf('commas.log', 'Oct 27 15:20:43 ise CISE 2026-11-02 14:03:27.249 +01:00 5200 NOTICE Passed, really, Device IP Address=10.0.0.4, Reason=a\\, b=c, Name=, word, UserName=kim,', aMapping({}, { lines: 'commas' }));

    expect(row).toEqual({ 'Device IP Address': '10.0.0.4', 'Reason': 'a, b=c', 'UserName': 'kim', 'head.text': 'Oct 27 15:20:43 ise CISE 2026-11-02 14:03:27.249 +01:00 5200 NOTICE Passed, really', 'head.time': '2026-11-02 14:03:27.249 +01:00' });
  });
  it('may have semicolons between them, with strokes before what belongs to a value', async () => {
    const [row] = await rowsOf('semicolons.log', 'Nov  2 14:03:27 pra BG[7]: 1427:01:01:site=a.example;who=Lee\\; x\\=1\\\\y (lee);new:id=2;reason=\n', aMapping({}, { lines: 'semicolons' }));

    expect(row).toEqual({ 'site': 'a.example', 'who': 'Lee; x=1\\y (lee)', 'new:id': '2', 'head.text': 'Nov  2 14:03:27 pra BG[7]: 1427:01:01:' });
  });
  it('are read inside what a shipper put around them', async () => {
    const [row] = await rowsOf('wrapped-pairs.ndjson', JSON.stringify({ '@timestamp': '2026-11-02T14:03:28Z', 'message': 'type="LOGIN", userId="u-1"', 'host': 'sso' }), aMapping({}, { lines: 'pairs' }));

    expect(row).toMatchObject({ 'type': 'LOGIN', 'userId': 'u-1', 'host': 'sso', '@timestamp': '2026-11-02T14:03:28Z', 'head.received': '2026-11-02T14:03:28Z' });
  });
  it('are not searched for ever', async () => {
    await rowsOf('long-semicolons.log', `${'a '.repeat(200_000)};${';='.repeat(100_000)}\n${':'.repeat(200_000)}a=1`, aMapping({}, { lines: 'semicolons' }));
    const rows = await rowsOf('long.log', `${'2026-11-02 14:03:27 '.repeat(20_000)}a=1\n${'a=1 '.repeat(100_000)}\n${',='.repeat(100_000)}`, aMapping({}, { lines: 'commas' }));

    expect(rows).toHaveLength(3);
  });
});

describe('rows that something is put around', () => {
  const row = { Time: '2026-11-16T09:30:00Z', User: 'kim@acme.example' };
  const rowsInside = async (name: string, content: unknown, more: object = {}): Promise<unknown[]> => rowsOf(name, typeof content === 'string' ? content : JSON.stringify(content), aMapping({ 'host.name': { column: 'who.pc', optional: true } }, more));

  it.each<[string, unknown]>([
    ['a search of Splunk', { preview: false, result: { _raw: JSON.stringify(row), _time: '2026-11-16 09:31:00.000 UTC', User: 'kim@acme.example' } }],
    ['a hit of Elasticsearch', { _index: 'logs', _id: '1', _source: row }],
    ['a line that a shipper kept as text', { '@timestamp': '2026-11-16T09:31:00Z', 'message': JSON.stringify(row), 'host': { name: 'relay' } }],
    ['a batch of a webhook', { events: [row] }],
  ])('are found in %s', async (_, wrapped) => {
    expect(await rowsInside('inside.ndjson', wrapped)).toEqual([row]);
  });
  it('are found in the rows of an export of Splunk, unless a search took them apart', async () => {
    const cell = `"${JSON.stringify(row).replaceAll('"', '""')}"`;

    expect(await rowsOf('raw.csv', `_raw,_time,sourcetype\n${cell},2026-11-16T09:31:00Z,sso\n`, aMapping())).toEqual([row]);
    expect(await rowsOf('apart.csv', `_raw,Time,User\nx,${row.Time},${row.User}\n`, aMapping())).toEqual([{ _raw: 'x', ...row }]);
  });
  it('are found in a table of a workspace that was saved as its portal shows it, unless the mapping names its columns so', async () => {
    const csv = '"TimeGenerated [UTC]","Time [UTC]",User_s,who,Type\n"11/16/2026, 9:31:00.000 AM","11/16/2026, 9:30:00.000 AM",kim@acme.example,"{""pc"":""LT-7""}",Sso_CL\n';

    expect(await rowsInside('workspace.csv', csv)).toMatchObject([{ Time: '2026-11-16T09:30:00.000Z', User: 'kim@acme.example', who: { pc: 'LT-7' } }]);
    expect(await rowsOf('shown.csv', csv, aMapping({ '@timestamp': 'Time [UTC]', 'user.email': 'User_s' }))).toMatchObject([{ 'Time [UTC]': '11/16/2026, 9:30:00.000 AM' }]);
  });
  it.each<[string, string, object, object]>([
    ['pingone-activities', 'ping_one',
      { event: { action: 'user.access_allowed', id: 'a-1' }, user: { id: 'u-1', name: 'kim@acme.example' }, ping_one: { audit: { action: { description: 'x' }, actors: { client: { id: 'app-1' } } } } },
      { 'event.id': 'a-1', 'event.action': 'sign-in', 'event.outcome': 'success', 'user.id': 'u-1', 'user.name': 'kim@acme.example' }],
    ['auth0-logs', 'auth0',
      { event: { id: 'l-1' }, user: { name: 'kim@acme.example', id: 'auth0|1' }, source: { ip: '198.51.100.23' }, auth0: { logs: { log_id: 'l-1', data: { type: 'Successful login', tenant_name: 'acme' } } } },
      { 'event.id': 'l-1', 'event.action': 'sign-in', 'event.outcome': 'success', 'user.email': 'kim@acme.example', 'user.id': 'auth0|1', 'source.ip': '198.51.100.23' }],
    ['auth0-logs', 'auth0, as before',
      { auth0: { logs: { log_id: 'l-2', data: { type: 'fp', user_name: 'kim@acme.example', ip: '198.51.100.23' } } } },
      { 'event.id': 'l-2', 'event.action': 'sign-in', 'event.outcome': 'failure', 'user.email': 'kim@acme.example' }],
    ['onepassword-sign-ins', 'onepassword',
      { event: { action: 'mfa_failed', outcome: 'failure' }, user: { email: 'kim@acme.example', id: 'U1', full_name: 'Kim' }, source: { ip: '198.51.100.23' }, onepassword: { session_uuid: 'S1', uuid: 'A1', type: 'totp_bad', client: { app_name: 'x' } } },
      { 'event.action': 'sign-in', 'event.outcome': 'failure', 'event.code': 'totp_bad', 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23' }],
    ['teleport-sign-ins', 'teleport',
      { event: { action: 'user.login', id: 't-1', code: 'T1001I', outcome: 'failure' }, user: { name: 'kim@acme.example' }, client: { ip: '198.51.100.23' }, teleport: { audit: { cluster_name: 'acme' } } },
      { 'event.id': 't-1', 'event.action': 'sign-in', 'event.outcome': 'failure', 'event.code': 'T1001I', 'user.name': 'kim@acme.example', 'source.ip': '198.51.100.23' }],
  ])('are found by %s in a document of Elastic, %s', async (example, _, document, event) => {
    const mapping = readFileSync(join(EXAMPLES, `${example}.json`), 'utf8');
    const [found] = await rowsOf('document.ndjson', JSON.stringify({ _index: 'logs', _source: { '@timestamp': row.Time, ...document } }), mapping);

    expect(table.map(found, contextOf(mapping))).toMatchObject([{ '@timestamp': Date.parse(row.Time), ...event }]);
  });
  it('stay as they are where what is inside says less', async () => {
    const whole = { ...row, events: [{ User: 'lee@acme.example' }], who: { name: 'x' } };

    expect(await rowsInside('whole.ndjson', whole)).toEqual([whole]);
    expect(await rowsInside('other.ndjson', { kind: 'other', events: [{ id: 1 }] })).toEqual([{ kind: 'other', events: [{ id: 1 }] }]);
  });
  it('may be more in one list than the stack holds', async () => {
    expect(await rowsInside('long.ndjson', { rows: Array.from({ length: 200_000 }, () => 0) }, { records: 'rows' })).toHaveLength(200_000);
  });
  it('may have the member that holds the list in there', async () => {
    expect(await rowsInside('page-in-page.json', { response_body: { data: { rows: [row] } } }, { records: 'data.rows' })).toEqual([row]);
  });
});

describe('a table without a header', () => {
  const mapping = aMapping({}, { header: ['Time', 'User'] });

  it('is read by the names in the mapping, from its first row on', async () => {
    expect(await rowsOf('bare.csv', '2026-11-16T09:30:00Z;kim@acme.example;x;y\n2026-11-16T09:31:00Z;lee@acme.example\n', mapping)).toEqual([{ Time: '2026-11-16T09:30:00Z', User: 'kim@acme.example' }, { Time: '2026-11-16T09:31:00Z', User: 'lee@acme.example' }]);
  });
  it('begins at its header where a title stands above it', async () => {
    expect(await rowsOf('titled.csv', 'Sign-ins of the week\nRun on;2026-11-16\n\nTime;User\n2026-11-16T09:30:00Z;kim@acme.example\n', aMapping())).toEqual([{ Time: '2026-11-16T09:30:00Z', User: 'kim@acme.example' }]);
  });
  it('has to name what the mapping uses', async () => {
    await expect(rowsOf('bare2.csv', '1;2\n', aMapping({}, { header: ['Time', 'Usr'] }))).rejects.toThrow(/"User" \(did you mean "Usr"\?\)/);
  });
  it('is refused in a few words, whatever its columns are called', async () => {
    const refused = await rowsOf('signs.csv', `Usr${'='.repeat(200_000)},${'='.repeat(200_000)}\n1,2\n`, aMapping({}, {})).catch((error: unknown) => String(error));

    expect(refused).toContain('its header lacks');
    expect(String(refused).length).toBeLessThan(600);
  });
});

describe('a mapping that does not fit', () => {
  it.each<[string, unknown, RegExp]>([
    ['JSON', '{"to": "people",}', /^not JSON: .*line 1/],
    ['a mistyped target', { to: 'applicatons', fields: { application_id: 'Id', applied_at: 'Day' } }, /^to: "applicatons" is nothing that rows can become; did you mean applications\?$/],
    ['a mistyped field', aMapping({ 'user.emial': 'E' }), /^fields "user\.emial": there is no such field; did you mean user\.email\?$/],
    ['a mistyped entry', aMapping({ 'host.name': { colum: 'x' } }), /^fields "host\.name" colum: there is no such entry; did you mean column\?$/],
    ['a missing column of the table', { to: 'people', fields: { hire_id: 'Id', email: 'Mail' } }, /^fields start_date: is missing$/],
    ['a word that nobody reads', aMapping({ 'event.outcome': { column: 'R', values: { OK: 'sucess' } } }), /^fields "event\.outcome" values "OK": "sucess" is no word for this; did you mean success\?$/],
    ['an action that there is not', aMapping({ 'event.action': { is: 'signin' } }), /did you mean sign-in\?$/],
    ['a zone that there is not', aMapping({ '@timestamp': { column: 'T', zone: 'America/Chicgo' } }), /zone: "America\/Chicgo" is no IANA time zone; did you mean America\/Chicago\?$/],
    ['letters of another language', aMapping({ '@timestamp': { column: 'T', time: 'YYYY-MM-DD HH:mm' } }), /time: "YYYY-MM-DD HH:mm" has YYYY, which is not known; did you mean "yyyy-MM-dd HH:mm"\?$/],
    ['a pattern of strftime', aMapping({ '@timestamp': { column: 'T', time: '%d/%b/%Y %H:%M' } }), /here it is "dd\/MMM\/yyyy HH:mm"$/],
    ['minutes for months', aMapping({ '@timestamp': { column: 'T', time: 'dd.mm.yyyy' } }), /names no month: mm is the minute, MM the month$/],
    ['half days', aMapping({ '@timestamp': { column: 'T', time: 'dd.MM.yyyy hh:mm' } }), /write a where AM or PM stands, or HH/],
    ['two words that are one', aMapping({ 'event.outcome': { column: 'R', values: { ok: 'success', OK: 'failure' } } }), /"ok" and "OK" are one word/],
    ['a unit of another kind', aMapping({ 'event.duration': { column: 'D', unit: 'km' } }), /unit: "km" cannot become ns; write one of ns, us, ms, s, min, h, d, hh:mm:ss$/],
    ['two sources of one value', aMapping({ 'user.domain': { column: 'D', is: 'x' } }), /says both column and is; write one of column, join, is$/],
    ['private text without a token', aMapping({ 'farmwatch.factor.token': 'Phone' }), /is private; add "token": "factor", and only its token is kept$/],
    ['a token of another kind', aMapping({ 'farmwatch.net.gateway_mac_token': { column: 'M', token: 'phone' } }), /token: "phone" does not fit; write "mac"$/],
    ['a condition that says nothing', aMapping({}, { leave_out: [{ column: 'Status' }] }), /^leave_out 1: says nothing about "Status"; write one of is, is_not, begins_with, empty$/],
    ['nobody to whom it happened', { to: 'events', fields: { '@timestamp': 'T', 'event.action': { is: 'sign-in' }, 'event.module': { is: 'x' } } }, /^fields: nobody could tell whose events these are; fill one of user\.email/],
    ['a field that Farmwatch derives', aMapping({ 'farmwatch.net.line': 'X' }), /^fields "farmwatch\.net\.line": there is no such field/],
    ['an element with its brackets', aMapping({}, { element: '<session>' }), /^element: "<session>": takes the name of an element, without brackets or prefix$/],
    ['XML with a header', aMapping({}, { element: 'session', header: ['Time'] }), /^element: does not go with header; a file is of one shape$/],
    ['two shapes of one file', aMapping({}, { header: ['Time', 'User'], lines: 'pairs' }), /^lines: does not go with header; a file is of one shape$/],
    ['two columns of one name', aMapping({}, { header: ['Time', 'User', 'Time'] }), /^header: names "Time" twice/],
    ['brackets of no kind', aMapping({ 'user.name': { column: 'U', inside: '{}' } }), /inside: "\{\}" does not fit/],
    ['lines of no form', aMapping({}, { lines: 'pair' }), /^lines: "pair" does not fit; did you mean pairs\?$/],
    ['a regular expression', aMapping({ 'user.name': { column: 'U', regex: '(a+)+$' } }), /regex: there is no such entry/],
  ])('%s is told with its place and the nearest right one', (_, mapping, said) => {
    expect(problems(mapping)).toEqual([expect.stringMatching(said)]);
  });
  it('tells all mistakes at once', () => {
    expect(problems(aMapping({ 'event.outcome': { is: 'good' }, 'event.duration': { column: 'D', unit: 'km' }, 'farmwatch.factor.token': 'P' }))).toHaveLength(3);
  });
  it('tells those of the shape, of names and of values in one go, whatever hangs on what', () => {
    expect(problems({ to: 'event', fields: { '@timestamp': { column: 'T', zone: 'America/Chicgo' }, 'event.action': { is: 'signin' }, 'event.module': { is: 'x' }, 'user.emial': 'E', 'host.name': { colum: 'H', unit: 'km' } } })).toEqual([
      expect.stringMatching(/^to: .* did you mean events\?$/),
      expect.stringMatching(/^fields "host\.name" colum: there is no such entry/),
      expect.stringMatching(/^fields "user\.emial": there is no such field/),
      expect.stringMatching(/^fields @timestamp zone: /),
      expect.stringMatching(/^fields "event\.action" is: "signin" is no word/),
    ]);
  });
});

describe('times', () => {
  const at = Date.UTC(2026, 10, 16, 15, 30, 5);
  it.each<[string, string | undefined, string]>([
    ['iso', undefined, '2026-11-16T15:30:05Z'], ['iso', undefined, '2026-11-16 09:30:05 -06:00'], ['iso', 'America/Chicago', '2026-11-16 09:30:05'], ['iso', 'UTC', '2026-11-16T10:30:05,000+0100'.replace('10:30', '16:30')],
    ['epoch-s', undefined, String(at / 1_000)], ['epoch-ms', undefined, String(at)], ['epoch-us', undefined, `${at}000`], ['epoch-s', undefined, `${at / 1_000}.0004`],
    ['MM/dd/yyyy hh:mm:ss a', 'America/Chicago', '11/16/2026 09:30:05 AM'], ['M/d/yy h:mm:ss a', 'UTC', '11/16/26 3:30:05\u202fp.m.'], ['dd.MM.yyyy HH:mm:ss', 'Europe/Berlin', '16.11.2026 16:30:05'],
    ["EEE, d MMM yyyy HH:mm:ss z", undefined, 'Mon, 16 Nov 2026 15:30:05 GMT'], ["dd/MMM/yyyy:HH:mm:ss XXX", undefined, '16/Nov/2026:21:00:05 +0530'], ["yyyyMMdd'at'HHmmss", 'UTC', '20261116at153005'], ['MMMM d yyyy HH:mm:ss.S', 'UTC', 'November 16 2026 15:30:05.0009'],
    ['MMM dd yyyy HH:mm:ss.SSS', 'America/Chicago', '2026-11-16T15:30:05.000Z'], ['dd.MM.yyyy', 'America/Chicago', '2026-11-16T16:30:05+01:00'],
  ])('%s in %s reads %s', (time, zone, text) => {
    expect(mapped({ '@timestamp': { column: 'Time', time, ...(zone === undefined ? {} : { zone }) } }, { Time: text })).toMatchObject({ '@timestamp': at });
  });
  it.each<[string, string, RegExp]>([
    ['dd.MM.yyyy', '31.11.2026', /^@timestamp "31\.11\.2026" is no time written as dd\.MM\.yyyy$/], ['dd.MM.yyyy', '1.11.2026', /is no time/], ['dd.MM.yyyy HH:mm', '16.11.2026 24:00', /is no time/], ['dd.MM.yyyy', '16.11.2026 ', /says no time zone/],
    ['MM/dd/yyyy hh:mm a', '11/16/2026 13:00 PM', /is no time/], ['yyyy-MM-dd HH:mm z', '2026-11-16 09:30 EST', /is no time/], ['epoch-s', 'soon', /is no number, and epoch-s is one$/], ['iso', '16.11.2026', /is no ISO 8601 time/], ['dd.MM.yyyy HH:mm:ss', '2026-11-16T09:30:05', /is no time written as/], ['iso', '2026-11-16 09:30', /^@timestamp "2026-11-16 09:30" says no time zone, and none is guessed: state the one of that clock in the mapping, beside the column, as zone: America\/Chicago$/], ['iso', '', /^no time: Time is empty$/],
  ])('%s does not take %j', (time, text, said) => {
    expect(mapped({ '@timestamp': { column: 'Time', time } }, { Time: text })).toMatch(said);
  });
  it('that say no zone under a name that does are not guessed either, and the name is said', () => {
    expect(mapped({ '@timestamp': { column: 'Date (UTC)' } }, { 'Date (UTC)': '2026-11-16 09:30' })).toMatch(/says no time zone, and none is guessed: .* as zone: UTC \(Date \(UTC\) sounds like it\)$/);
    expect(mapped({ '@timestamp': { column: 'Date (UTC)', zone: 'UTC' } }, { 'Date (UTC)': '2026-11-16 09:30' })).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 16, 9, 30) });
  });
  it('takes when a system took a record in, in any form', () => {
    expect(mapped({ 'event.ingested': { column: 'Seen', time: 'epoch-s' } }, { Seen: String(at / 1_000) })).toMatchObject({ 'event.ingested': at });
  });
  it('takes the later of two equal hours in autumn, and knows summer time', () => {
    const read = (text: string): unknown => mapped({ '@timestamp': { column: 'Time', time: 'iso', zone: 'America/Chicago' } }, { Time: text });

    expect(read('2026-11-01 01:30:00')).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 1, 7, 30) });
    expect(read('2026-07-01 01:30:00')).toMatchObject({ '@timestamp': Date.UTC(2026, 6, 1, 6, 30) });
  });
});

describe('values', () => {
  it('translates words without regard to case, and says what it does not know', () => {
    const outcome = { column: 'R', values: { SUCCESS: 'success', DENIED: 'failure' } };

    expect(mapped({ 'event.outcome': outcome }, { R: 'Success' })).toMatchObject({ 'event.outcome': 'success' });
    expect(mapped({ 'event.outcome': outcome }, { R: 'PENDING' })).toBe('event.outcome "PENDING" is not among the values that the mapping translates; add it there');
    expect(mapped({ 'event.outcome': { ...outcome, otherwise: 'empty' } }, { R: 'PENDING' })).not.toHaveProperty(['event.outcome']);
    expect(mapped({ 'event.outcome': { ...outcome, otherwise: 'leave-out' } }, { R: 'PENDING' })).toBe('not our business: left out by the mapping, R has a value that the mapping does not list');
    expect(mapped({ 'event.outcome': { ...outcome, otherwise: 'keep' } }, { R: 'Unknown' })).toMatchObject({ 'event.outcome': 'unknown' });
    expect(mapped({ 'event.outcome': { ...outcome, otherwise: 'keep' } }, { R: 'PENDING' })).toBe('event.outcome "PENDING" is none of success, failure, unknown; translate it in the mapping');
  });
  it('takes the action from a column', () => {
    expect(mapped({ 'event.action': { column: 'Type', values: { up: 'vpn-connected', down: 'vpn-disconnected' } } }, { Type: 'DOWN' })).toMatchObject({ 'event.action': 'vpn-disconnected' });
  });
  it('converts units', () => {
    expect(mapped({ 'event.duration': { column: 'D', unit: 'hh:mm:ss' } }, { D: '1:02:03' })).toMatchObject({ 'event.duration': 3_723e9 });
    expect(mapped({ 'farmwatch.net.rtt_ms': { column: 'D', unit: 's', decimal: ',' } }, { D: '0,182' })).toMatchObject({ 'farmwatch.net.rtt_ms': 182 });
    expect(mapped({ 'farmwatch.net.rtt_ms': { column: 'D', unit: 's', decimal: ',' } }, { D: '1.234,5' })).toMatchObject({ 'farmwatch.net.rtt_ms': 1_234_500 });
    expect(mapped({ 'farmwatch.net.rtt_ms': { column: 'D', unit: 's', decimal: ',' } }, { D: '0.182' })).toBe('farmwatch.net.rtt_ms "0.182" is no number with a comma before its fraction');
    expect(mapped({ 'farmwatch.device.location.radius_km': { column: 'D', unit: 'mi' } }, { D: '10' })).toMatchObject({ 'farmwatch.device.location.radius_km': 16.09344 });
    expect(mapped({ 'farmwatch.net.rtt_ms': { column: 'D', unit: 's' } }, { D: '0,182' })).toBe('farmwatch.net.rtt_ms "0,182" is no number with a point before its fraction');
  });
  it('joins, splits, and takes the first filled one', () => {
    const fields = { 'event.id': { join: ['A', 'B', 'C'], with: '|' }, 'user.name': { join: ['D', 'U'], with: '\\' }, 'host.name': { column: ['H', 'N'] }, 'farmwatch.usb.classes': { column: 'K', split: ',' } };

    expect(mapped(fields, { A: '1', C: '3', U: 'kim', N: 'LT-1', K: 'audio, HID-Keyboard' })).toMatchObject({ 'event.id': '1||3', 'user.name': 'kim', 'host.name': 'LT-1', 'farmwatch.usb.classes': ['audio', 'hid-keyboard'] });
  });
  it('takes what stands in brackets, the file name of a path, and an address without its port', () => {
    const who = (text: string, inside = '()'): unknown => mapped({ 'user.name': { column: 'W', inside } }, { W: text });

    expect(['Kim (x) Lee (kim@acme.example) using saml', 'Kim Lee(kim)', 'kim', 'Kim ()'].map((text) => who(text))).toEqual(['kim@acme.example', 'kim', 'kim', 'Kim ()'].map((name) => expect.objectContaining({ 'user.name': name }) as unknown));
    expect(who('"Lee, Kim" <kim@acme.example>', '<>')).toMatchObject({ 'user.name': 'kim@acme.example' });
    expect(['C:\\Users\\kim\\AnyDesk.exe', '/usr/bin/ssh', 'kworker/0:1'].map((text) => mapped({ 'process.name': 'P' }, { P: text }))).toEqual(['AnyDesk.exe', 'ssh', 'kworker/0:1'].map((name) => expect.objectContaining({ 'process.name': name }) as unknown));
    expect(['198.51.100.23:65123', '[2001:db8::23]:65123', '2001:db8::23'].map((text) => mapped({ 'source.ip': 'A' }, { A: text }))).toEqual(['198.51.100.23', '2001:db8::23', '2001:db8::23'].map((address) => expect.objectContaining({ 'source.ip': address }) as unknown));
  });
  it('makes a token of what is private, and never shows it', () => {
    const fields = { 'farmwatch.factor.token': { column: 'Phone', token: 'factor' }, 'farmwatch.net.gateway_mac_token': { column: 'Mac', token: 'mac' } };
    const options = contextOf(aMapping(fields)).options;

    expect(mapped(fields, { Phone: 'DPPHONE1', Mac: '02:00:5E:10:00:01' })).toMatchObject({ 'farmwatch.factor.token': tokenOf(KEY, 'factor', 'DPPHONE1'), 'farmwatch.net.gateway_mac_token': tokenOf(KEY, 'mac', '02005e100001') });
    expect(table.kept!({ ...ROW, Phone: 'DPPHONE1', Notes: 'private too' }, options)).toEqual({ ...ROW, Phone: '(not kept)' });
  });
  it('leaves out rows by what they say', () => {
    const left = (condition: object, row: object): unknown => mapped({}, row, { leave_out: [{ column: 'S', ...condition }] });

    expect(left({ is: ['Test'] }, { S: 'TEST' })).toBe('not our business: left out by the mapping, S is Test');
    expect(left({ is: ['Test'] }, { S: 'Tester' })).toMatchObject({ 'user.email': 'kim@acme.example' });
    expect(left({ is_not: ['Laptop'] }, {})).toBe('not our business: left out by the mapping, S is not Laptop');
    expect(left({ begins_with: ['svc-', 'adm-'] }, { S: 'ADM-1' })).toBe('not our business: left out by the mapping, S begins with svc- or adm-');
    expect(left({ empty: true }, {})).toBe('not our business: left out by the mapping, S is empty');
    expect(left({ empty: true }, { S: 'x' })).toMatchObject({ 'user.email': 'kim@acme.example' });
  });
  it('reads members of JSON, and says where a value is none', () => {
    const row = { who: { mails: ['kim@acme.example', 'k@other.example'] }, 'a.b': 'dotted', S: { x: 1 } };

    expect(mapped({ 'user.email': 'who.mails.0', 'user.name': 'a.b' }, row)).toMatchObject({ 'user.email': 'kim@acme.example', 'user.name': 'dotted' });
    expect(mapped({ 'user.email': 'who.mails' }, row)).toMatch(/holds several values, and one fits; name it by its number, such as emails\.0$/);
    expect(mapped({ 'user.name': 'S' }, row)).toBe('user.name takes a value, and S holds an object; name a member, such as S.name');
    expect(table.map('text', contextOf(aMapping()))).toEqual({ rejected: 'not a row: neither of a table, nor a JSON object, nor a line with named values' });
  });
  it('is not led astray by names of the language itself', () => {
    expect(mapped({ 'user.name': 'constructor', 'host.name': '__proto__' }, {})).toEqual({ '@timestamp': Date.UTC(2026, 10, 16, 9, 30), 'event.action': 'sign-in', 'event.module': 'acme-sso', 'user.email': 'kim@acme.example' });
  });
});

describe('files', () => {
  const mapping = aMapping();
  const row = { Time: '2026-11-16T09:30:00Z', User: 'zoë@acme.example' };
  const text = (between: string): string => `Time${between}User\r\n${row.Time}${between}${row.User}\r\n`;

  it.each<[string, string | Buffer]>([
    ['a.csv', text(',')], ['b.csv', text(';')], ['c.tsv', text('\t')], ['d.csv', Buffer.from(`\ufeff${text(',')}`, 'utf16le')], ['e.csv', Buffer.from(text(';'), 'latin1')],
    ['f.xlsx', workbook([['Time', 'User'], [row.Time, row.User]])], ['g.ndjson', `${JSON.stringify(row)}\n`], ['h.json', JSON.stringify([row], null, 1)],
  ])('%s is read', async (name, content) => {
    expect(await rowsOf(name, content, mapping)).toEqual([row]);
  });
  it('are opened at the member that holds the list', async () => {
    expect(await rowsOf('page.json', JSON.stringify({ total: 1, data: { rows: [row, row] } }), aMapping({}, { records: 'data.rows' }))).toEqual([row, row]);
  });
  it('too large to be held are refused with what to do', async () => {
    const file = join(folder, 'large.csv');
    writeFileSync(file, 'Time,User\n');
    truncateSync(file, 201 * 1024 * 1024);

    await expect(Array.fromAsync(table.read(file, contextOf(mapping).options))).rejects.toThrow(/it has 201 MB, and a table is read whole, up to 200 MB\. Export it in parts/);
    rmSync(file);
  });
  it('have each odd row rejected, and nothing private repeated', async () => {
    expect(await rowsOf('odd.csv', 'Time,User\na,b,+1 415 555 0101\n', mapping)).toEqual(['has 3 cells under 2 columns; put quotes around cells that hold the separator']);
    expect(JSON.stringify(await rowsOf('odd.ndjson', `${JSON.stringify(row)}\n{"Phone": "+1 415 555 0101", oops\n`, mapping))).not.toContain('0101');
  });
  it('whose header lacks a column are refused with the nearest one, unless it may be missing', async () => {
    await expect(rowsOf('less.csv', 'Time,Usr\n', mapping)).rejects.toThrow(/its header lacks what the mapping names: "User" \(did you mean "Usr"\?\)\. Mend the mapping/);
    expect(await rowsOf('may.csv', 'Time,User\n', aMapping({ 'host.name': { column: 'Host', optional: true } }))).toEqual([]);
  });
});
