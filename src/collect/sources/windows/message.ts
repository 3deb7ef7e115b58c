import { inAllLanguages, inEnglish, plainText } from './message-words.ts';

/**
 * The text that Windows shows for an event, read back into event data.
 *
 * Needed where a forwarder kept the text and lost the data: Splunk's classic format, and NXLog with events that carry
 * UserData. In the languages of `message-words.ts`; others give nothing, and the record says so when it is rejected.
 */
export function dataOfMessage(eventId: number, message: string): Readonly<Record<string, string>> {
  const labels = LABELS[eventId];
  const data: Record<string, string> = {};
  if (!labels) return data;
  for (const { label, value } of labelled(plainText(message))) {
    const name = labels[label];
    if (name !== undefined && !Object.hasOwn(data, name)) data[name] = value;
  }
  return data;
}

/** True where the text of such an event can stand in for its data. */
export function hasLabels(eventId: number): boolean {
  return Object.hasOwn(LABELS, eventId);
}

const SECTIONS: ReadonlySet<string> = new Set([
  'subject', 'creator subject', 'target subject', 'new logon', 'account for which logon failed', 'logon information', 'failure information', 'process information', 'network information',
  'detailed authentication information', 'session', 'additional information',
]);
/** Labels below a section, also those that nobody asks for: a value ends where the next label stands. */
const INDENTED = [
  'security id', 'account name', 'account domain', 'logon id', 'linked logon id', 'network account name', 'network account domain', 'logon guid', 'logon type', 'restricted admin mode', 'remote credential guard',
  'virtual account', 'elevated token', 'impersonation level', 'workstation name', 'source network address', 'source port', 'process id', 'process name', 'new process id', 'new process name', 'token elevation type',
  'mandatory label', 'creator process id', 'creator process name', 'process command line', 'caller process id', 'caller process name', 'failure reason', 'status', 'sub status', 'logon process', 'authentication package',
  'transited services', 'package name (ntlm only)', 'key length', 'session name', 'client name', 'client address',
];
const PLAIN = [
  'rulename', 'utctime', 'processguid', 'processid', 'image', 'fileversion', 'description', 'product', 'company', 'originalfilename', 'commandline', 'currentdirectory', 'user', 'logonguid', 'logonid', 'terminalsessionid',
  'integritylevel', 'hashes', 'parentprocessguid', 'parentprocessid', 'parentimage', 'parentcommandline', 'parentuser', 'queryname', 'querystatus', 'queryresults', 'session id', 'source network address', 'domain',
];
const inLine = (labels: readonly string[]): RegExp => new RegExp(`(?<=^|\\s)(${[...inAllLanguages(labels)].sort((a, b) => b.length - a.length).map((label) => label.replace(/[().]/g, '\\$&')).join('|')}) ?:(?=\\s|$)`, 'gi');
const INDENTED_IN_LINE = inLine([...SECTIONS, ...INDENTED]);
const PLAIN_IN_LINE = inLine(PLAIN);

/**
 * The text of an event whose lines were run together, in lines again: each known label begins one.
 *
 * A value that holds a label is cut there; labels that were read before stay as they were.
 */
export function unflattened(eventId: number, message: string): string {
  const plain = plainText(message);
  const hasSections = Object.keys(LABELS[eventId] ?? {}).some((label) => label.includes('/'));
  if (!hasSections || PLAIN_EVENTS.has(eventId)) return plain.replace(PLAIN_IN_LINE, '\n$1:');
  let section = '';
  return plain.replace(/(?<=\s)(This event is generated|Token Elevation Type indicates)/g, '\n$1').replace(INDENTED_IN_LINE, (_, label: string) => {
    const name = inEnglish(label.toLowerCase());
    if (SECTIONS.has(name)) {
      section = name;
      return `\n${label}:\n`;
    }
    // It stands for itself where there is no section for it.
    return name === 'logon type' && section !== 'logon information' ? `\n${label}:` : `\n\t${label}:`;
  });
}

/** Every `Label: value`, the indented ones as `section/label`, in lower case and English. */
function* labelled(message: string): Generator<{ label: string; value: string }> {
  let section = '';
  for (const line of message.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const label = inEnglish(line.slice(0, colon).trim().toLowerCase());
    const value = line.slice(colon + 1).trim();
    const indented = /^\s/.test(line);
    if (!indented) section = value === '' ? label : '';
    if (value !== '') yield { label: indented && section !== '' ? `${section}/${label}` : label, value };
  }
}

type Labels = Readonly<Record<string, string>>;

function account(section: string, prefix: string): Labels {
  return {
    [`${section}/security id`]: `${prefix}usersid`,
    [`${section}/account name`]: `${prefix}username`,
    [`${section}/account domain`]: `${prefix}domainname`,
    [`${section}/logon id`]: `${prefix}logonid`,
  };
}

const NETWORK: Labels = {
  'network information/workstation name': 'workstationname',
  'network information/source network address': 'ipaddress',
};
const LOGON: Labels = {
  'logon type': 'logontype',
  'logon information/logon type': 'logontype',
  'logon information/elevated token': 'elevatedtoken',
  'new logon/linked logon id': 'targetlinkedlogonid',
  ...account('new logon', 'target'),
  ...NETWORK,
};
const LOGOFF: Labels = { 'logon type': 'logontype', ...account('subject', 'target') };
const WINDOW_STATION: Labels = {
  'subject/account name': 'accountname',
  'subject/account domain': 'accountdomain',
  'subject/logon id': 'logonid',
  'session/session name': 'sessionname',
  'additional information/client name': 'clientname',
  'additional information/client address': 'clientaddress',
};
const TERMINAL_SESSION: Labels = { 'user': 'user', 'session id': 'sessionid', 'source network address': 'address' };

const LABELS: Readonly<Record<number, Labels>> = {
  // Sysmon's text is its data.
  1: Object.fromEntries(['UtcTime', 'Image', 'OriginalFileName', 'CommandLine', 'User', 'LogonId'].map((name) => [name.toLowerCase(), name.toLowerCase()])),
  22: {
    ...TERMINAL_SESSION,
    ...Object.fromEntries(['UtcTime', 'QueryName', 'Image', 'User'].map((name) => [name.toLowerCase(), name.toLowerCase()])),
  },
  21: TERMINAL_SESSION,
  24: TERMINAL_SESSION,
  25: TERMINAL_SESSION,
  1149: { 'user': 'param1', 'domain': 'param2', 'source network address': 'param3' },
  4624: LOGON,
  4625: { 'logon type': 'logontype', ...account('account for which logon failed', 'target'), ...NETWORK },
  4634: LOGOFF,
  4778: WINDOW_STATION,
  4779: WINDOW_STATION,
  4688: {
    ...account('subject', 'subject'),
    ...account('creator subject', 'subject'),
    ...account('target subject', 'target'),
    'process information/new process name': 'newprocessname',
    'process information/process command line': 'commandline',
  },
};

/** Events whose text has no sections. */
const PLAIN_EVENTS: ReadonlySet<number> = new Set([1, 21, 22, 24, 25, 1149]);
