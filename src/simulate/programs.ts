import { toolById, type Tool } from '../catalogue/tools.ts';

export interface Program {
  readonly name: string; readonly path: string; readonly original: string; readonly signer: string; readonly arguments: string;
}

const WINDOWS: readonly Program[] = [
  { name: 'chrome.exe', path: 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', original: 'chrome.exe', signer: 'Google LLC', arguments: '--type=renderer --lang=en-US --device-scale-factor=1.5 --num-raster-threads=4' },
  { name: 'msedge.exe', path: 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe', original: 'msedge.exe', signer: 'Microsoft Corporation', arguments: '--profile-directory=Default --no-startup-window' },
  { name: 'OUTLOOK.EXE', path: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE', original: 'Outlook.exe', signer: 'Microsoft Corporation', arguments: '/recycle' },
  { name: 'ms-teams.exe', path: 'C:\\Program Files\\WindowsApps\\MSTeams_24295.605.3225.8804_x64__8wekyb3d8bbwe\\ms-teams.exe', original: 'ms-teams.exe', signer: 'Microsoft Corporation', arguments: 'msteams:system-initiated' },
  { name: 'Zoom.exe', path: 'C:\\Program Files\\Zoom\\bin\\Zoom.exe', original: 'Zoom.exe', signer: 'Zoom Video Communications, Inc.', arguments: '--url=zoommtg://zoom.us/join' },
  { name: 'slack.exe', path: 'C:\\Program Files\\Slack\\slack.exe', original: 'slack.exe', signer: 'Slack Technologies, LLC', arguments: '--type=utility --utility-sub-type=network.mojom.NetworkService' },
  { name: 'EXCEL.EXE', path: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE', original: 'Excel.exe', signer: 'Microsoft Corporation', arguments: '/dde' },
  { name: 'Code.exe', path: 'C:\\Program Files\\Microsoft VS Code\\Code.exe', original: 'electron.exe', signer: 'Microsoft Corporation', arguments: '--type=extensionHost --skipWorkspaceStorageLock' },
  { name: 'git.exe', path: 'C:\\Program Files\\Git\\mingw64\\bin\\git.exe', original: 'git.exe', signer: 'Johannes Schindelin', arguments: 'fetch --prune --recurse-submodules=on-demand origin' },
  { name: 'node.exe', path: 'C:\\Program Files\\nodejs\\node.exe', original: 'node.exe', signer: 'OpenJS Foundation', arguments: 'node_modules\\typescript\\lib\\tsserver.js --useInferredProjectPerProjectRoot' },
  { name: 'powershell.exe', path: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', original: 'PowerShell.EXE', signer: 'Microsoft Windows', arguments: '-NoLogo -NoProfile' },
  { name: 'explorer.exe', path: 'C:\\Windows\\explorer.exe', original: 'EXPLORER.EXE', signer: 'Microsoft Windows', arguments: '/factory,{75dff2b7-6936-4c06-a8bb-676a7b00b24b} -Embedding' },
  { name: 'OneDrive.exe', path: 'C:\\Program Files\\Microsoft OneDrive\\OneDrive.exe', original: 'OneDrive.exe', signer: 'Microsoft Corporation', arguments: '/background' },
  { name: 'SearchHost.exe', path: 'C:\\Windows\\SystemApps\\MicrosoftWindows.Client.CBS_cw5n1h2txyewy\\SearchHost.exe', original: 'SearchHost.exe', signer: 'Microsoft Windows', arguments: '-ServerName:CortanaUI.AppXstmwaab17q5s3y22tp6apqz7a45vwv65.mca' },
  { name: 'Figma.exe', path: 'C:\\Program Files\\Figma\\Figma.exe', original: 'Figma.exe', signer: 'Figma, Inc.', arguments: '--type=gpu-process' },
];
const BACKGROUND_WINDOWS: readonly Program[] = [
  { name: 'MoUsoCoreWorker.exe', path: 'C:\\Windows\\UUS\\amd64\\MoUsoCoreWorker.exe', original: 'MoUSOCoreWorker.exe', signer: 'Microsoft Windows', arguments: '-Embedding' },
  { name: 'GoogleUpdater.exe', path: 'C:\\Program Files (x86)\\Google\\GoogleUpdater\\142.0.7416.0\\updater.exe', original: 'updater.exe', signer: 'Google LLC', arguments: '--system --windows-service --service=update' },
  { name: 'CompatTelRunner.exe', path: 'C:\\Windows\\System32\\CompatTelRunner.exe', original: 'CompatTelRunner.exe', signer: 'Microsoft Windows', arguments: '-m:appraiser.dll -f:DoScheduledTelemetryRun' },
];
const MAC: readonly Program[] = [
  mac('Google Chrome', 'Google Chrome', 'Developer ID Application: Google LLC', '--profile-directory=Default --type=renderer --lang=en-US'),
  mac('Slack', 'Slack', 'Developer ID Application: Slack Technologies, LLC', '--type=utility --utility-sub-type=network.mojom.NetworkService'),
  mac('zoom.us', 'zoom.us', 'Developer ID Application: Zoom Video Communications, Inc.', '--url=zoommtg://zoom.us/join'),
  mac('Microsoft Outlook', 'Microsoft Outlook', 'Developer ID Application: Microsoft Corporation', '-psn_0_127007'),
  mac('Microsoft Teams', 'MSTeams', 'Developer ID Application: Microsoft Corporation', '--message-loop-type-ui --no-sandbox'),
  mac('Visual Studio Code', 'Electron', 'Developer ID Application: Microsoft Corporation', '--type=extensionHost --skipWorkspaceStorageLock'),
  mac('Safari', 'Safari', 'Apple Mac OS Application Signing', '-NSQuitAlwaysKeepsWindows 0'),
  mac('Figma', 'Figma', 'Developer ID Application: Figma, Inc.', '--type=gpu-process --enable-features=Metal'),
  { name: 'git', path: '/opt/homebrew/bin/git', original: 'git', signer: 'Software Signing', arguments: 'fetch --prune --recurse-submodules=on-demand origin' },
  { name: 'node', path: '/opt/homebrew/Cellar/node/23.2.0/bin/node', original: 'node', signer: 'OpenJS Foundation', arguments: 'node_modules/typescript/lib/tsserver.js --useInferredProjectPerProjectRoot' },
  { name: 'zsh', path: '/bin/zsh', original: 'zsh', signer: 'Software Signing', arguments: '-l --no-rcs' },
];
const BACKGROUND_MAC: readonly Program[] = [
  { name: 'softwareupdated', path: '/System/Library/CoreServices/Software Update.app/Contents/Resources/softwareupdated', original: 'softwareupdated', signer: 'Software Signing', arguments: '--background' },
  { name: 'mdworker_shared', path: '/System/Library/Frameworks/CoreServices.framework/Versions/A/Frameworks/Metadata.framework/Versions/A/Support/mdworker_shared', original: 'mdworker_shared', signer: 'Software Signing', arguments: '-s mdworker -c MDSImporterWorker' },
];
const PACKAGES = ['Google Chrome', 'Microsoft 365 Apps for enterprise', 'Microsoft Teams', 'Zoom Workplace', 'Slack', 'Visual Studio Code', 'Git', 'Node.js', 'Python 3.12', 'Figma', 'GlobalProtect', 'Microsoft OneDrive', '1Password', 'Docker Desktop'] as const;
const NAMES = ['www.google.com', 'clients4.google.com', 'outlook.office365.com', 'teams.microsoft.com', 'slack.com', 'wss-primary.slack.com', 'github.com', 'api.github.com', 'registry.npmjs.org', 'zoom.us', 'us04web.zoom.us', 'login.microsoftonline.com', 'halcyon.okta.com', 'www.linkedin.com', 'stackoverflow.com', 'docs.google.com', 'calendar.google.com', 'graph.microsoft.com', 'static.figma.com', 'halcyon.atlassian.net', 'pypi.org', 'www.youtube.com', 'news.ycombinator.com', 'fonts.gstatic.com'] as const;

function mac(app: string, name: string, signer: string, args: string): Program {
  return { name, path: `/Applications/${app}.app/Contents/MacOS/${name}`, original: name, signer, arguments: args };
}

export function programsOf(windows: boolean): readonly Program[] {
  return windows ? WINDOWS : MAC;
}

/** What runs without anybody at the keyboard. */
export function backgroundOf(windows: boolean): readonly Program[] {
  return windows ? BACKGROUND_WINDOWS : BACKGROUND_MAC;
}

export const ORDINARY_PACKAGES: readonly string[] = PACKAGES;
export const ORDINARY_NAMES: readonly string[] = NAMES;

export interface ToolTraces { readonly program: Program; readonly domain?: string; readonly package: string; readonly setUp?: Program }

/** Tools that were made up: no catalogue has them, which is what they are for. */
export const UNLISTED_TOOLS = ['farhand', 'deskferry', 'loftview'] as const;
const UNLISTED: Readonly<Record<string, { readonly name: string; readonly file: string; readonly signer: string; readonly domain: string }>> = {
  farhand: { name: 'Farhand', file: 'fhsvc.exe', signer: 'Quillon Systems Ltd', domain: 'edge2.quillon.example' },
  deskferry: { name: 'Deskferry', file: 'dfagent.exe', signer: 'Deskferry OU', domain: 'hub.deskferry.example' },
  loftview: { name: 'Loftview', file: 'loftview.exe', signer: '', domain: 'r4.loftview.example' },
};

/** Whether a tool stands in no catalogue. */
export function isUnlisted(id: string): boolean {
  return Object.hasOwn(UNLISTED, id);
}

const traces = new Map<string, ToolTraces>();

/** What a remote-control tool of the catalogue leaves behind when it runs under its own name. */
export function tracesOf(id: string, windows: boolean): ToolTraces {
  const key = `${id}/${windows}`;
  let found = traces.get(key);
  if (!found) traces.set(key, (found = read(id, windows)));
  return found;
}

function read(id: string, windows: boolean): ToolTraces {
  const unlisted = UNLISTED[id];
  if (unlisted) {
    const { name, file, signer, domain } = unlisted;
    const path = windows ? `C:\\Program Files\\${name}\\${file}` : `/Applications/${name}.app/Contents/MacOS/${name}`;
    return { program: { name: windows ? file : name, path, original: file, signer, arguments: '--service' }, domain, package: name };
  }
  const tool = toolById(id);
  if (!tool) throw new RangeError(`no such tool: ${id}`);
  const plain = tool.name.replace(/ \(.*\)/, '');
  const file = plainOf(tool.processes.find((name) => name.endsWith('.exe'))) ?? `${plain.replaceAll(' ', '')}.exe`;
  const app = appOf(tool) ?? plain;
  const path = windows ? (pathOf(tool) ?? `C:\\Program Files\\${plain}\\`) + file : `/Applications/${app}.app/Contents/MacOS/${app}`;
  const domain = tool.domains.find((name) => name.startsWith('*.'))?.replace('*', 'relay-7f3a21') ?? tool.domains[0]?.replace('*', '01');
  const listed = tool.packages[0]?.replaceAll('*', '').trim();
  const program: Program = { name: windows ? file : app, path, original: tool.originalFileNames[0] ?? file, signer: tool.signers[0] ?? plain, arguments: '--service' };
  const setUp = setUpOf(tool, program, windows);
  return {
    program,
    ...(domain ? { domain } : {}), package: listed && !plain.toLowerCase().startsWith(listed) ? listed : plain, ...(setUp ? { setUp } : {}),
  };
}

/** The command that sets a tool up to work with nobody there, by the program that the catalogue's pattern names. */
function setUpOf(tool: Tool, program: Program, windows: boolean): Program | undefined {
  const pattern = tool.commandLines.find(({ means }) => means === 'unattended-setup')?.pattern;
  if (!pattern) return undefined;
  const named = `${pattern[0]}.exe`;
  const other = windows && tool.processes.includes(named) && named !== program.name.toLowerCase();
  const args = pattern.filter((part) => !program.path.toLowerCase().includes(part) && !(other && part === pattern[0])).map((part) => (part === '--pin' ? '--pin=294175' : part));
  const place = other ? { name: named, original: named, path: program.path.replace(program.name, named) } : {};
  return { ...program, ...place, arguments: args.join(' ') };
}

const plainOf = (name: string | undefined): string | undefined => name?.replaceAll('*', '');

/** `*` + `/anydesk.app/` + `*` names the application on a Mac. */
function appOf(tool: Tool): string | undefined {
  return tool.executables.map((pattern) => /\/([^/*]+)\.app\//.exec(pattern)?.[1]).find(Boolean);
}

function pathOf(tool: Tool): string | undefined {
  const folder = tool.executables.map((pattern) => /^\*\/program files\*\/(.+)\/\*$/.exec(pattern)?.[1]).find(Boolean);
  return folder ? `C:\\Program Files\\${folder.replaceAll('/', '\\').replaceAll('*', '')}\\` : undefined;
}
