import { describe, expect, it } from 'vitest';
import { problemOf } from './check-row.ts';
import { SHIPPED_ROWS, rowId, type List } from './rows.ts';

const SOURCED = { source: 'our wiki', date: '2026-11-20' };
const TOOL = {
  id: 'our-desk', name: 'Our Desk', kind: 'remote-control', signers: [], originalFileNames: [], processes: ['ourdesk*'], executables: [], services: [], packages: [], domains: [], commandLines: [],
  sharedSigner: false, corporateUse: 'low', namedInReports: false, ...SOURCED,
};
const DEVICE = { id: 'our-kvm', name: 'Our KVM', what: 'made here', ids: ['1d6b:0104'], needs: 'never', names: ['ourkvm'], withIds: [], serials: [], confidence: 'secondary', ...SOURCED };
const DISPLAY = { id: 'our-kvm', name: 'Our KVM', what: 'made here', manufacturer: 'OUR', codes: ['7770'], serials: [], names: [], needs: 'nothing', confidence: 'secondary', ...SOURCED };
const PROGRAM = { id: 'our-jiggler', name: 'Our Jiggler', processes: ['ourjiggler'], commandLine: [], keepsAwakeOnly: false, ...SOURCED };
const PERIOD = { id: 'our-beat', name: 'Our beat', everySeconds: 45, multiplesToo: false, netDisplacement: 0, ...SOURCED };

describe('a row that may stand', () => {
  it.each((Object.keys(SHIPPED_ROWS) as List[]).map((list) => [list, SHIPPED_ROWS[list]] as const))('is every one that ships in %s, each with an id of its own', (list, rows) => {
    expect(rows.flatMap((row) => problemOf(list, row) ?? [])).toEqual([]);
    expect(new Set(rows.map((row) => rowId(list, row as never))).size).toBe(rows.length);
  });

  it.each([
    ['tools', TOOL],
    ['tools', { ...TOOL, genericName: true, processes: ['agent.exe'], signers: ['Our GmbH'] }],
    ['devices', DEVICE],
    ['displays', DISPLAY],
    ['displays', { ...DISPLAY, manufacturer: '', codes: [], names: ['our capture'] }],
    ['programs', PROGRAM],
    ['periods', PERIOD],
    ['asns', { asn: 64_500, name: 'Our Net', kind: 'corporate', ...SOURCED }],
    ['prefixes', { range: '203.0.113.0/24', name: 'our gateway', kind: 'corporate', also: ['vpn'], ...SOURCED }],
    ['names', { id: 'our-name', kind: 'vpn', pattern: '\\bour ?vpn\\b', because: 'is ours', ...SOURCED }],
    ['browsers', { id: 'our-browser', kind: 'browser', because: 'ours', processes: ['ourbrowse*'], ...SOURCED }],
    ['tools', { ...TOOL, kind: 'screen-share', corporateUse: 'high', processes: ['teams*'] }],
    ['lookAlikes', { vendor: '2fe9', what: 'drawing tablet', confidence: 'secondary', ...SOURCED }],
  ] as const)('is one that names what only it has: %s %j', (list, row) => {
    expect(problemOf(list, row)).toBeUndefined();
  });
});

describe('a row that would match everything, or nearly', () => {
  it.each([
    ['tools', { ...TOOL, processes: ['*'] }, /^processes "\*": give at least three letters or digits/],
    ['tools', { ...TOOL, processes: ['*.exe'] }, /^processes "\*\.exe": give at least three/],
    ['tools', { ...TOOL, processes: ['*e*'] }, /at least three/],
    ['tools', { ...TOOL, processes: ['*host*'] }, /^it matches svchost\.exe, which says nothing; name what only this one has$/],
    ['tools', { ...TOOL, processes: [''] }, /at least three/],
    ['tools', { ...TOOL, executables: ['*/program files*/*'] }, /^it matches C:\\Program Files/],
    ['tools', { ...TOOL, executables: ['*windows*'] }, /^it matches C:\\Windows/],
    ['tools', { ...TOOL, packages: ['*microsoft*'] }, /^it matches Microsoft Edge/],
    ['tools', { ...TOOL, domains: ['*.com'] }, /^domains "\*\.com": name a domain without stars/],
    ['tools', { ...TOOL, domains: ['*.co.uk'] }, /^it matches www\.bbc\.co\.uk/],
    ['tools', { ...TOOL, domains: ['*'] }, /^domains "\*": write a name such as/],
    ['tools', { ...TOOL, domains: ['*.amazonaws.com'] }, /^it matches s3\.us-east-1\.amazonaws\.com/],
    ['tools', { ...TOOL, signers: ['Microsoft Corporation'] }, /^it matches Microsoft Corporation/],
    ['tools', { ...TOOL, originalFileNames: ['setup.exe'] }, /^it matches setup\.exe/],
    ['tools', { ...TOOL, commandLines: [{ pattern: [], means: 'present' }] }, /^commandLines has a pattern without parts/],
    ['tools', { ...TOOL, commandLines: [{ pattern: ['-i'], means: 'unattended-setup' }] }, /^commandLines \["-i"\]: give at least four letters/],
    ['tools', { ...TOOL, commandLines: [{ pattern: ['--type'], means: 'unattended-setup' }] }, /^it matches/],
    ['browsers', { id: 'all', kind: 'browser', because: 'x', processes: ['*desk*'], ...SOURCED }, /^it matches .*desk/],
    ['asns', { asn: 0, name: 'All', kind: 'vpn', ...SOURCED }, /^asn 0: write a whole number/],
    ['prefixes', { range: '0.0.0.0/0', name: 'All', kind: 'vpn', ...SOURCED }, /^range "0\.0\.0\.0\/0": it holds every address/],
    ['prefixes', { range: '::/0', name: 'All', kind: 'vpn', ...SOURCED }, /it holds every address/],
    ['prefixes', { range: '128.0.0.0/1', name: 'Half', kind: 'vpn', ...SOURCED }, /a large part of all addresses/],
    ['prefixes', { range: '10.0.0.0/8', name: 'Inner', kind: 'vpn', ...SOURCED }, /never looked up/],
    ['prefixes', { range: '203.0.113.9/24', name: 'Bits', kind: 'vpn', ...SOURCED }, /write it as 203\.0\.113\.0\/24$/],
    ['names', { id: 'all', kind: 'vpn', pattern: '.*', because: 'x', ...SOURCED }, /at least three/],
    ['names', { id: 'all', kind: 'vpn', pattern: '\\w+(a|e|i|o|u|inc|llc)', because: 'x', ...SOURCED }, /^it matches Acme/],
    ['names', { id: 'slow', kind: 'vpn', pattern: '(a|b)\\w*(c|\\d+)\\w*vpn', because: 'x', ...SOURCED }, /more than 2 things in a row repeat/],
    ['names', { id: 'slow', kind: 'vpn', pattern: '(vpn+)+$', because: 'x', ...SOURCED }, /no group may be repeated/],
    ['names', { id: 'none', kind: 'vpn', pattern: 'vpn(', because: 'x', ...SOURCED }, /no regular expression/],
    ['programs', { ...PROGRAM, processes: [], commandLine: ['--'] }, /^commandLine "--": give at least three/],
    ['programs', { ...PROGRAM, processes: [], commandLine: ['--type'] }, /^it matches/],
    ['periods', { ...PERIOD, everySeconds: 1 }, /^everySeconds 1: give seconds from 5/],
    ['periods', { ...PERIOD, everySeconds: 5, multiplesToo: true }, /^very many beats are multiples/],
    ['devices', { ...DEVICE, names: ['keyboard'] }, /^it matches USB Keyboard/],
    ['devices', { ...DEVICE, names: [], ids: ['046d'], needs: 'nothing' }, /^needs "nothing": all products of a vendor/],
    ['devices', { ...DEVICE, names: [], ids: ['046d'], needs: 'keyboard' }, /^it matches USB Keyboard/],
    ['tools', { ...TOOL, processes: ['onedrive.exe'] }, /^it matches OneDrive\.exe/],
    ['tools', { ...TOOL, processes: ['winlogon.exe'] }, /^it matches winlogon\.exe/],
    ['tools', { ...TOOL, processes: ['docker*'] }, /^it matches Docker Desktop/],
    ['tools', { ...TOOL, processes: ['teams*'] }, /^it matches Teams\.exe/],
    ['tools', { ...TOOL, signers: ['Slack Technologies, LLC'] }, /^it matches Slack/],
    ['tools', { ...TOOL, executables: ['*/opt/*'] }, /^it matches \/opt/],
    ['tools', { ...TOOL, executables: ['*/windowsapps/*'] }, /^it matches C:\\Program Files\\WindowsApps/],
    ['tools', { ...TOOL, domains: ['*.office.com'] }, /^it matches outlook\.office\.com/],
    ['tools', { ...TOOL, commandLines: [{ pattern: ['docker run'], means: 'present' }] }, /^it matches docker/],
    ['names', { id: 'cable', kind: 'vpn', pattern: 'cable|broadband', because: 'x', ...SOURCED }, /^it matches .*(cable|broadband)/i],
    ['devices', { ...DEVICE, ids: ['*'] }, /^ids "\*": write vendor:product/],
    ['displays', { ...DISPLAY, manufacturer: 'DEL', codes: ['a0c4'] }, /^it matches DELL/],
    ['displays', { ...DISPLAY, names: ['display'] }, /^it matches LEN T24i/],
    ['displays', { ...DISPLAY, manufacturer: '' }, /^codes and serials count for one maker only/],
    ['lookAlikes', { vendor: '1d6b', what: 'hides gadgets', confidence: 'secondary', ...SOURCED }, /^it matches PiKVM/],
  ] as const)('is refused with the cure: %s %j', (list, row, said) => {
    expect(problemOf(list, row)).toMatch(said);
  });
});

describe('a row that is malformed', () => {
  it.each([
    ['tools', null, /^it is no row/],
    ['tools', [], /^it is no row/],
    ['tools', { ...TOOL, proceses: ['x'] }, /^the column "proceses" is not known; did you mean processes\?$/],
    ['tools', { ...TOOL, source: '' }, /^source is empty/],
    ['tools', { ...TOOL, date: '2026-02-30' }, /^date "2026-02-30": write the day/],
    ['tools', Object.fromEntries(Object.entries(TOOL).filter(([name]) => name !== 'source')), /^source is missing$/],
    ['tools', { ...TOOL, kind: 'browser' }, /^kind "browser": write one of remote-control/],
    ['tools', { ...TOOL, name: '  ' }, /^name is empty/],
    ['tools', { ...TOOL, id: 'Our Desk' }, /^id "Our Desk": write letters a to z/],
    ['tools', { ...TOOL, processes: 'ourdesk' }, /^processes takes a list/],
    ['tools', { ...TOOL, processes: [] }, /^nothing is named by which it would be recognised/],
    ['tools', { ...TOOL, processes: ['x'.repeat(301)] }, /^processes takes a list/],
    ['tools', { ...TOOL, sharedSigner: 'no' }, /^sharedSigner takes true or false/],
    ['tools', JSON.parse(`{"__proto__": {"id": "x"}}`), /^the column "__proto__" is not known/],
    ['asns', { asn: '64500', name: 'Our Net', kind: 'corporate', ...SOURCED }, /^asn takes a number/],
    ['devices', { ...DEVICE, names: ['Our KVM'] }, /^names "Our KVM": write "our kvm"$/],
  ] as const)('is refused: %s %j', (list, row, said) => {
    expect(problemOf(list, row)).toMatch(said);
  });
});
