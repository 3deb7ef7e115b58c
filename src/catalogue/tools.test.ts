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

describe('a command line', () => {
  it.each([
    ['echo secret | "C:\\Program Files (x86)\\AnyDesk\\AnyDesk.exe" --set-password', 'anydesk', 'unattended-setup'],
    ['cmd.exe /c "echo secret|C:\\x\\AnyDesk.exe --set-password"', 'anydesk', 'unattended-setup'],
    ['C:\\Program Files (x86)\\AnyDesk\\AnyDesk.exe --set-password', 'anydesk', 'unattended-setup'],
    ['sudo -u root nohup cloudflared tunnel --url tcp://localhost:3389', 'cloudflared', 'present'],
    ['sudo /System/Library/CoreServices/RemoteManagement/ARDAgent.app/Contents/Resources/kickstart -activate -configure -access -on', 'apple-remote-desktop', 'unattended-setup'],
    ['reg.exe add "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server" /v fDenyTSConnections /t REG_DWORD /d 0 /f', 'rdp', 'unattended-setup'],
    ['powershell -Command "Set-ItemProperty -Path HKLM:\\x -Name fDenyTSConnections -Value 0"', 'rdp', 'unattended-setup'],
    ['ssh -N -R 3389:localhost:3389 kim@relay.example', 'ssh-reverse', 'present'],
    ['ssh -p 443 -R0:localhost:3389 a.pinggy.io', 'pinggy', 'present'],
    ['bash -c "tailscale up --authkey=x"', 'tailscale', 'unattended-setup'],
  ])('names the program that it starts: %s', (commandLine, id, means) => {
    expect(matchTool({ processName: 'other', commandLine })).toMatchObject({ tool: { id }, by: 'command-line', means });
  });
});

describe('programs that drive other machines', () => {
  it.each([
    ['Jump Desktop on a Mac', { processName: 'Jump Desktop', executable: '/Applications/Jump Desktop.app/Contents/MacOS/Jump Desktop', signer: 'Developer ID Application: Phase Five Systems LLC (2HCKV38EEC)' }],
    ['Jump Desktop', { processName: 'JumpDesktop.exe', originalFileName: 'JumpDesktop.exe', executable: 'C:\\Program Files\\Phase Five Systems\\Jump Desktop\\JumpDesktop.exe' }],
    ['what Jump Desktop looks up', { dnsName: 'api.jumpdesktop.com', dnsProcess: 'JumpDesktop.exe' }],
    ['Jump Desktop as a package', { packageName: 'Jump Desktop' }],
    ['Splashtop Business', { processName: 'strwinclt.exe', originalFileName: 'strwinclt.exe', signer: 'Splashtop Inc.' }],
    ['Splashtop Business as a package', { packageName: 'Splashtop Business' }],
    ['the updater that both sides of Splashtop have', { packageName: 'Splashtop Software Updater' }],
    ['Remote Utilities Viewer', { processName: 'rutview.exe', signer: 'Remote Utilities LLC' }],
    ['Remote Utilities Viewer as a package', { packageName: 'Remote Utilities - Viewer' }],
    ['LiteManager Viewer', { processName: 'ROMViewer.exe', executable: 'C:\\Program Files (x86)\\LiteManager Pro - Viewer\\ROMViewer.exe' }],
    ['UltraVNC Viewer', { processName: 'vncviewer.exe', executable: 'C:\\Program Files\\uvnc bvba\\UltraVNC\\vncviewer.exe', signer: 'uvnc bvba' }],
    ['TightVNC Viewer', { packageName: 'tightvnc-viewer' }],
    ['TightVNC Viewer in Java', { packageName: 'tightvnc-java' }],
    ['RealVNC Viewer', { processName: 'vncviewer.exe', signer: 'RealVNC Ltd' }],
    ['what RealVNC Viewer looks up', { dnsName: 'hb.services.vnc.com', dnsProcess: 'vncviewer.exe' }],
    ['RealVNC Viewer as a package', { packageName: 'RealVNC Connect Viewer' }],
    ['TigerVNC Viewer', { packageName: 'tigervnc-viewer' }],
    ['NoMachine’s client', { processName: 'nxplayer.bin', executable: '/Applications/NoMachine.app/Contents/MacOS/nxplayer', signer: 'NoMachine S.a.r.l.' }],
    ['NoMachine’s client as a package', { packageName: 'NoMachine Enterprise Client' }],
    ['RemotePC Viewer', { processName: 'RemotePCViewer.exe' }],
    ['LogMeIn’s client', { processName: 'LMIIgnition.exe' }],
    ['the console of FleetDeck', { processName: 'fleetdeck_commander_svc.exe', signer: 'FleetDeck Inc' }],
    ['the console of BeyondTrust', { processName: 'bomgar-rep.exe', signer: 'Bomgar Corporation' }],
    ['the console of ISL Light', { processName: 'ISLLight.exe', signer: 'ISL Online Ltd.' }],
    ['the console of FixMe.IT', { processName: 'TiExpertCore.exe', signer: 'Techinline Limited' }],
    ['the console of DameWare', { packageName: 'DameWare Mini Remote Control x64' }],
    ['Remotix', { processName: 'Remotix' }],
    ['Chrome Remote Desktop in a browser’s window', { dnsName: 'remotedesktop.google.com', dnsProcess: 'chrome_proxy.exe' }],
    ['Moonlight', { processName: 'moonlight.exe', packageName: 'Moonlight Game Streaming Client' }],
    ['Screen Sharing of macOS', { processName: 'Screen Sharing', executable: '/System/Applications/Utilities/Screen Sharing.app/Contents/MacOS/Screen Sharing', signer: 'Software Signing' }],
    ['daemons that macOS starts by itself', { processName: 'ARDAgent', executable: '/System/Library/CoreServices/RemoteManagement/ARDAgent.app/Contents/MacOS/ARDAgent', signer: 'Software Signing' }],
    ['the same for its screen', { processName: 'screensharingd', signer: 'Software Signing' }],
    ['a security service called like Parsec', { packageName: 'parsec-service' }],
    ['its tool', { packageName: 'parsec-tool' }],
  ])('do not count: %s', (_, seen) => {
    expect(matchTool(seen)).toBeUndefined();
  });

  it.each([
    [{ processName: 'JumpConnect.exe' }, 'jump-desktop'],
    [{ processName: 'Jump Desktop Connect', executable: '/Applications/Jump Desktop Connect.app/Contents/MacOS/Jump Desktop Connect' }, 'jump-desktop'],
    [{ packageName: 'Jump Desktop Connect' }, 'jump-desktop'],
    [{ processName: 'SRServer.exe' }, 'splashtop'],
    [{ packageName: 'Splashtop Streamer' }, 'splashtop'],
    [{ processName: 'rutserv.exe' }, 'remote-utilities'],
    [{ packageName: 'Remote Utilities - Host' }, 'remote-utilities'],
    [{ processName: 'ROMServer.exe' }, 'litemanager'],
    [{ processName: 'winvnc.exe' }, 'ultravnc'],
    [{ processName: 'tvnserver.exe' }, 'tightvnc'],
    [{ packageName: 'tightvncserver' }, 'tightvnc'],
    [{ processName: 'vncserver.exe' }, 'realvnc'],
    [{ dnsName: 'hb.services.vnc.com', dnsProcess: 'vncserver.exe' }, 'realvnc'],
    [{ processName: 'nxserver.bin' }, 'nomachine'],
    [{ processName: 'RemotePCService.exe' }, 'remotepc'],
    [{ processName: 'LogMeIn.exe' }, 'logmein'],
    [{ processName: 'fleetdeck_agent_svc.exe' }, 'fleetdeck'],
    [{ processName: 'bomgar-scc.exe' }, 'beyondtrust'],
    [{ processName: 'ISLLightClient.exe' }, 'isl-online'],
    [{ processName: 'parsecd.exe' }, 'parsec'],
    [{ packageName: 'Parsec Virtual Display Driver' }, 'parsec'],
    [{ processName: 'TiClientCore.exe' }, 'fixme-it'],
    [{ processName: 'client32.exe', signer: 'NetSupport Ltd' }, 'netsupport'],
    [{ processName: 'AgentMon.exe', executable: 'C:\\Program Files (x86)\\Kaseya\\ACME123\\AgentMon.exe' }, 'kaseya-vsa'],
    [{ processName: 'LTSVC.exe' }, 'connectwise-automate'],
    [{ processName: 'CagService.exe' }, 'datto-rmm'],
    [{ processName: 'dcagentservice.exe' }, 'manageengine'],
    [{ processName: 'sunshinesvc.exe', executable: 'C:\\Program Files\\Apollo\\tools\\sunshinesvc.exe' }, 'sunshine'],
    [{ processName: 'krfb' }, 'kde-remote-desktop'],
    [{ processName: 'frpc' }, 'frp'],
  ])('and hosts do: %j', (seen, id) => {
    expect(idOf(seen)).toBe(id);
  });

  it('a host that calls itself a viewer counts by what is compiled into it', () => {
    expect(idOf({ processName: 'JumpDesktop.exe', originalFileName: 'JumpConnect.exe', signer: 'Phase Five Systems LLC' })).toBe('jump-desktop');
    expect(idOf({ processName: 'vncviewer.exe', signer: 'AnyDesk Software GmbH' })).toBe('anydesk');
  });
});

describe('what must not count', () => {
  it.each([
    ['a search for the name of a tool', { processName: 'rg', commandLine: 'rg rdpclip C:\\logs' }],
    ['a count of lines with it', { processName: 'grep', commandLine: 'grep -c rdpclip agent.log' }],
    ['another program with the options of a tunnel', { processName: 'node', commandLine: 'node lt.js tunnel --url http://localhost:3000' }],
    ['the key of a host that is forgotten', { processName: 'ssh-keygen', commandLine: 'ssh-keygen -R localhost:22 -f known_hosts' }],
    ['a tunnel of ssh in the other direction', { processName: 'ssh', commandLine: 'ssh -N -L 3389:localhost:3389 kim@desk.example' }],
    ['a reverse tunnel to a page under development', { processName: 'ssh', commandLine: 'ssh -R 80:localhost:2200 serveo.example' }],
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
  expect(TOOLS.length).toBeGreaterThanOrEqual(100);
});
