import { describe, expect, it } from 'vitest';
import { SHIPPED } from './catalogue.ts';
import { TOOLS } from './tools.ts';

const { matchTool, toolById } = SHIPPED;

const idOf = (seen: Parameters<typeof matchTool>[0]) => matchTool(seen)?.tool.id;

describe('what gives a tool away', () => {
  it('knows a renamed program by its signer', () => {
    const match = matchTool({ processName: 'svchelper.exe', executable: 'C:\\ProgramData\\svchelper.exe', signer: 'AnyDesk Software GmbH' });

    expect(match).toMatchObject({ tool: { id: 'anydesk' }, by: 'signer', means: 'present' });
  });

  it.each([
    ['CN="AnyDesk Software GmbH", O=AnyDesk Software GmbH, C=DE', 'anydesk'],
    ['Developer ID Application: AnyDesk Software GmbH (KU6W3B6JMZ)', 'anydesk'],
    ['DWSNET OU', 'dwservice'],
    ['Devolutions Inc', 'devolutions-rdm'],
  ])('reads the signature "%s"', (signer, id) => {
    expect(idOf({ signer })).toBe(id);
  });

  it('knows a renamed program by its original file name', () => {
    expect(matchTool({ processName: 'update.exe', originalFileName: 'RustDesk.exe' })).toMatchObject({ tool: { id: 'rustdesk' }, by: 'original-file-name' });
  });

  it.each([
    [{ processName: 'AnyDesk' }, 'anydesk'],
    [{ processName: 'AnyDesk-1f3ab2.exe' }, 'anydesk'],
    [{ executable: '/Applications/AnyDesk.app/Contents/MacOS/AnyDesk' }, 'anydesk'],
    [{ executable: 'C:\\Program Files (x86)\\TeamViewer\\tv_w32.exe' }, 'teamviewer'],
    [{ processName: 'tailscaled' }, 'tailscale'],
    [{ processName: 'ninjarmm-macagent' }, 'ninjaone'],
    [{ executable: '/usr/local/mesh_services/meshagent' }, 'meshcentral'],
  ])('knows a process or path on any system: %j', (seen, id) => {
    expect(matchTool(seen)).toMatchObject({ tool: { id }, by: 'process' });
  });

  it('knows an installed package whatever its version', () => {
    expect(matchTool({ packageName: 'TeamViewer 15 (64-bit)' })).toMatchObject({ tool: { id: 'teamviewer' }, by: 'package' });
  });

  it('counts a lookup by the tool itself', () => {
    expect(matchTool({ dnsName: 'relay-8de06cfa.net.anydesk.com.', dnsProcess: 'svchelper.exe' })).toMatchObject({ tool: { id: 'anydesk' }, by: 'domain' });
  });

  it('reads an unattended set-up from the command line of a shell', () => {
    const commandLine = 'powershell.exe -c "& \'C:\\x\\remoting_start_host.exe\' --code=4/a --pin=123456"';

    expect(matchTool({ processName: 'powershell.exe', commandLine })).toMatchObject({
      tool: { id: 'chrome-remote-desktop' },
      by: 'command-line',
      means: 'unattended-setup',
    });
  });

  it('tells an incoming session from mere presence', () => {
    const service = { processName: 'TeamViewer_Desktop.exe', commandLine: '"C:\\Program Files\\TeamViewer\\TeamViewer_Desktop.exe" --IPCport 5939 --Module 1' };

    expect(matchTool(service)?.means).toBe('incoming-session');
    expect(matchTool({ processName: 'TeamViewer.exe' })?.means).toBe('present');
  });

  it('gives the set-up of a tunnel service as such, and plain editing as nothing', () => {
    expect(matchTool({ processName: 'Code.exe', commandLine: '"Code.exe" tunnel service install' })).toMatchObject({ tool: { id: 'vscode-tunnel' }, means: 'unattended-setup' });
    expect(matchTool({ processName: 'Code.exe', commandLine: 'code --wait', signer: 'Microsoft Corporation' })).toBeUndefined();
  });
});

describe('what must not count', () => {
  it.each([
    ['the outgoing Remote Desktop client', { processName: 'mstsc.exe', executable: 'C:\\Windows\\System32\\mstsc.exe', signer: 'Microsoft Windows', originalFileName: 'mstsc.exe' }],
    ['the browser, though Google signs Chrome Remote Desktop too', { processName: 'chrome.exe', signer: 'Google LLC', originalFileName: 'chrome.exe' }],
    ['a page read in a browser', { dnsName: 'anydesk.com', dnsProcess: 'chrome.exe' }],
    ['a page read in a browser on a Mac', { dnsName: 'remotedesktop.google.com', dnsProcess: 'Google Chrome Helper' }],
    ['a lookup through the system resolver', { dnsName: 'rustdesk.com', dnsProcess: 'C:\\Windows\\System32\\svchost.exe' }],
    ['a lookup by an unknown process', { dnsName: 'anydesk.com' }],
    ['another program with a common name', { processName: 'level.exe', executable: 'D:\\games\\level.exe' }],
    ['a domain that only ends alike', { dnsName: 'notanydesk.com', dnsProcess: 'curl' }],
    ['an empty row', {}],
    ['empty fields', { processName: '', executable: '', signer: '', packageName: '', dnsName: '', dnsProcess: '', commandLine: '', originalFileName: '' }],
    ['an application from a maker of remote tools', { processName: 'Unity.exe', signer: 'Unity Technologies SF' }],
  ])('%s', (_, seen) => {
    expect(matchTool(seen)).toBeUndefined();
  });

  it('a common name without a second sign, which signer or folder can give', () => {
    expect(idOf({ processName: 'appcore.exe' })).toBeUndefined();
    expect(idOf({ processName: 'appcore.exe', executable: 'C:\\Program Files (x86)\\GoToMyPC\\appcore.exe' })).toBe('gotomypc');
    expect(idOf({ processName: 'appcore.exe', signer: 'LogMeIn, Inc.' })).toBe('gotomypc');
  });
});

it('finds a tool by id', () => {
  expect(toolById('quick-assist')).toMatchObject({ corporateUse: 'high' });
  expect(toolById('nothing')).toBeUndefined();
});

it('carries a version made of a date and a hash', () => {
  expect(SHIPPED.version).toMatch(/^\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/);
});

it('takes none of twenty thousand ordinary programs for a tool', () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => ({ processName: `program-${n % 977}.exe`, executable: `C:\\Program Files\\Maker ${n % 31}\\program-${n}.exe`, commandLine: `"program-${n}.exe" --flag ${n}`, signer: `Maker ${n % 31} LLC` }));

  const found = rows.filter((row) => matchTool(row) !== undefined);

  expect(found).toEqual([]);
  expect(TOOLS.length).toBeGreaterThanOrEqual(66);
});
