import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UNCHANGED } from '../../catalogue/history.ts';
import { SHIPPED_ROWS } from '../../catalogue/rows.ts';
import { startOfDay } from '../../core/time.ts';
import { checksumOf, proven } from './checksum.ts';
import { readOwnRows } from './own-rows.ts';
import { readSets, type ReadSets } from './read-sets.ts';

const NOW = startOfDay('2026-12-05');
const STANDING = UNCHANGED.standingAt(NOW);
const root = mkdtempSync(join(tmpdir(), 'farmwatch-catalogues-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a checksum', () => {
  const bytes = Buffer.from('rows');
  const hex = checksumOf(bytes);
  let files = 0;
  const withBeside = (text: string | undefined): string => {
    const file = join(root, `set-${++files}.json`);
    writeFileSync(file, bytes);
    if (text !== undefined) writeFileSync(`${file}.sha256`, text.replaceAll('NAME', `set-${files}.json`));
    return file;
  };

  it.each([
    ['as sha256sum writes it', `${hex}  NAME\n`],
    ['of a file read as binary', `${hex} *NAME\n`],
    ['with a path before the name', `${hex}  /elsewhere/NAME\r\n`],
    ['among those of other files', `${'0'.repeat(64)}  other.json\n${hex.toUpperCase()}  NAME\n`],
    ['alone', hex],
  ])('fits where it stands beside the file %s', async (_, text) => {
    expect(await proven(bytes, withBeside(text), undefined)).toBe(hex);
  });

  it('fits where it is given, and then both have to', async () => {
    expect(await proven(bytes, withBeside(undefined), ` ${hex.toUpperCase()} `)).toBe(hex);
    await expect(proven(bytes, withBeside(`${'0'.repeat(64)}  NAME`), hex)).rejects.toThrow(/set-\d+\.json\.sha256 says 0{64}/);
  });

  it.each([
    ['nowhere', undefined, undefined, /it came without a checksum\. Put set-\d+\.json\.sha256 beside it/],
    ['wrong beside the file', `${'0'.repeat(64)}  NAME`, undefined, /was torn or exchanged on its way: fetch both again\. Nothing was changed\.$/],
    ['wrong on the command line', undefined, 'f'.repeat(64), /--sha256 says f{64}/],
    ['cut short', undefined, 'abc', /--sha256 holds no SHA-256/],
    ['of another file only', `${hex}  other.json`, undefined, /holds no SHA-256 of this file/],
    ['in an empty file', '', undefined, /holds no SHA-256 of this file/],
  ])('is told from one that is %s', async (_, text, given, said) => {
    await expect(proven(bytes, withBeside(text), given)).rejects.toThrow(said);
  });
});

describe('a file of newer catalogues', () => {
  const TOOLS = { version: '2026-12-01', date: '2026-12-01', rows: SHIPPED_ROWS.tools };
  const read = (catalogues: unknown, form: unknown = 1): ReadSets => readSets(JSON.stringify({ farmwatch_catalogues: form, catalogues }), STANDING, NOW);
  const first = SHIPPED_ROWS.tools[0]!;

  it('brings one or more, each as the file that ships', () => {
    const networks = { asns: SHIPPED_ROWS.asns, prefixes: SHIPPED_ROWS.prefixes, names: SHIPPED_ROWS.names };
    const { sets, problems } = read({ tools: TOOLS, networks: { version: '2026-12-01.2', date: '2026-12-01', rows: networks } });

    expect(problems).toEqual([]);
    expect(sets).toEqual([{ catalogue: 'tools', ...TOOLS, rows: { tools: SHIPPED_ROWS.tools } }, { catalogue: 'networks', version: '2026-12-01.2', date: '2026-12-01', rows: networks }]);
  });

  it('may say what stands already', () => {
    const same = STANDING.sets.tools;

    expect(read({ tools: { version: same.version, date: same.date, rows: same.rows.tools!.toReversed() } })).toEqual({ sets: [], known: ['tools'], problems: [] });
  });

  it.each([
    ['of another form', { tools: TOOLS }, 2, /^its form is 2, this Farmwatch reads form 1; install a newer one$/],
    ['without a form', { tools: TOOLS }, null, /^its form is null/],
    ['without catalogues', {}, 1, /names none; give at least one of tools, browsers, networks, jigglers, kvm$/],
    ['with an unknown catalogue', { toools: TOOLS }, 1, /^"toools" is no catalogue; there are tools/],
    ['with an older version', { tools: { ...TOOLS, version: '2026-11-01' } }, 1, /^tools: version 2026-11-01 is older than 2026-11-30, which is held/],
    ['with other rows under a version that is held', { tools: { ...TOOLS, version: STANDING.sets.tools.version, rows: [first] } }, 1, /is held with other rows/],
    ['with a version that is none', { tools: { ...TOOLS, version: 'newest' } }, 1, /^tools: version is missing or none/],
    ['from the future', { tools: { ...TOOLS, version: '9999-01-01' } }, 1, /^tools: version 9999-01-01 of 2026-12-01 is from the future/],
    ['without rows', { tools: { ...TOOLS, rows: [] } }, 1, /^tools: tools is missing or empty/],
    ['without a list', { networks: { ...TOOLS, rows: { asns: SHIPPED_ROWS.asns, prefixes: SHIPPED_ROWS.prefixes } } }, 1, /^networks: names is missing or empty/],
    ['with an unknown list', { tools: { ...TOOLS, rows: { tools: [first], extra: [] } } }, 1, /^tools: "extra" is no list of it/],
    ['with a row without source', { tools: { ...TOOLS, rows: [{ ...first, source: undefined }] } }, 1, /^tools: row 1 of tools \(anydesk\): source is missing$/],
    ['with a row without date', { tools: { ...TOOLS, rows: [{ ...first, date: '' }] } }, 1, /^tools: row 1 of tools \(anydesk\): date is empty$/],
    ['with a row of a later date', { tools: { ...TOOLS, rows: [{ ...first, date: '2026-12-02' }] } }, 1, /its date 2026-12-02 is after 2026-12-01, the date of the set/],
    ['with one id twice', { tools: { ...TOOLS, rows: [first, first] } }, 1, /^tools: row 2 of tools \(anydesk\): another row has the id anydesk/],
    ['with a row that matches everything', { tools: { ...TOOLS, rows: [{ ...first, processes: ['*'] }] } }, 1, /^tools: row 1 of tools \(anydesk\): processes "\*": give at least three/],
    ['with something beside it', { tools: { ...TOOLS, signature: 'x' } }, 1, /^tools: "signature" is not known/],
  ] as const)('is refused as a whole %s', (_, catalogues, form, said) => {
    const { sets, problems } = read(catalogues, form);

    expect(sets).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(said)]);
  });

  it.each(['', 'rows', '[]', '{"version":1}'])('is told from any other file: %s', (text) => {
    expect(readSets(text, STANDING, NOW).problems).toHaveLength(1);
  });
});

describe("a company's own rows", () => {
  const ANSWERED = { owner: 'it@company.example', reason: 'our help desk', source: 'our wiki', date: '2026-11-20' };
  const SHORT = { id: 'our-desk', name: 'Our Desk', kind: 'remote-control', processes: ['ourdesk*'], corporateUse: 'low', ...ANSWERED };
  const read = (catalogue: Parameters<typeof readOwnRows>[0], text: string | object): ReturnType<typeof readOwnRows> => readOwnRows(catalogue, Buffer.from(typeof text === 'string' ? text : JSON.stringify(text)), 'own', STANDING);

  it('may leave out lists and flags, and come as a list, one a line, or a table', async () => {
    const full = {
      id: 'our-desk', name: 'Our Desk', kind: 'remote-control', signers: [], originalFileNames: [], processes: ['ourdesk*'], executables: [], services: [], packages: [], domains: [], commandLines: [],
      sharedSigner: false, corporateUse: 'low', namedInReports: false, source: 'our wiki', date: '2026-11-20',
    };
    const expected = { rows: [{ list: 'tools', id: 'our-desk', owner: 'it@company.example', reason: 'our help desk', row: full }], problems: [] };

    expect(await read('tools', [SHORT])).toEqual(expected);
    expect(await read('tools', JSON.stringify(SHORT))).toEqual(expected);
    expect(await read('tools', 'id;name;kind;processes;corporateUse;owner;reason;source;date\nour-desk;Our Desk;remote-control;ourdesk*;low;it@company.example;our help desk;our wiki;2026-11-20\n')).toEqual(expected);
  });

  it('read lists, flags, numbers and commands from cells', async () => {
    const { rows, problems } = await read('tools', 'id,name,kind,processes,commandLines,sharedSigner,corporateUse,owner,reason,source,date\n'
      + 'our-desk,Our Desk,rmm,ourdesk; ourdeskd ,"[{""pattern"":[""ourdesk"",""--listen""],""means"":""incoming-session""}]",yes,low,it,ours,our wiki,2026-11-20\n');

    expect(problems).toEqual([]);
    expect(rows[0]!.row).toMatchObject({ processes: ['ourdesk', 'ourdeskd'], commandLines: [{ pattern: ['ourdesk', '--listen'], means: 'incoming-session' }], sharedSigner: true });
    expect((await read('networks', 'list,asn,name,kind,owner,reason,source,date\nasns,64500,Our Net,corporate,it,ours,our wiki,2026-11-20\n')).rows).toMatchObject([{ list: 'asns', id: 'AS64500', row: { asn: 64_500 } }]);
  });

  it.each([
    ['tools', [{ ...SHORT, owner: '' }], /^row 1 of tools \(our-desk\): owner is missing or too long; say who answers/],
    ['tools', [{ ...SHORT, reason: undefined }], /reason is missing or too long; say why it is there/],
    ['tools', [{ ...SHORT, source: undefined }], /^row 1 of tools \(our-desk\): source is missing$/],
    ['tools', [SHORT, SHORT], /^row 2 of tools \(our-desk\): another row of the file has the id our-desk/],
    ['tools', [{ ...SHORT, processes: ['*'] }], /would match nearly everything$/],
    ['tools', [1], /^write a list of objects/],
    ['tools', '[{"id":', /^it is no JSON/],
    ['tools', '[]', /^it holds no row$/],
    ['networks', [{ asn: 64_500, name: 'Our Net', kind: 'corporate', ...ANSWERED }], /^row 1 of asns \(64500\): list takes one of asns, prefixes, names$/],
    ['networks', [{ list: 'asns', asn: 7922, name: 'Comcast', kind: 'vpn', ...ANSWERED }], /AS7922 .* is listed as home: everybody at home there would become evidence\. Name the ranges/],
    ['networks', [{ list: 'prefixes', range: '24.0.0.0/9', name: 'x', kind: 'vpn', ...ANSWERED }], /is wider than \/12: too many people/],
    ['networks', [{ list: 'names', id: 'cable', pattern: 'cable', kind: 'vpn', because: 'named so', ...ANSWERED }], /it matches .*cable.*, /i],
    ['networks', [{ list: 'asns', asn: 'many', name: 'x', kind: 'vpn', ...ANSWERED }], /asn takes a number$/],
  ] as const)('are refused, all of the file: %s %j', async (catalogue, text, said) => {
    const { rows, problems } = await read(catalogue, text as string | object);

    expect(rows).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(said)]);
  });

  it('may call a network of homes what it also is to others: an office on the same lines', async () => {
    expect((await read('networks', [{ list: 'asns', asn: 7922, name: 'Comcast', kind: 'corporate', ...ANSWERED }])).problems).toEqual([]);
  });
});
