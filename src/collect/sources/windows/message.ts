/**
 * The text that Windows shows for an event, read back into event data.
 *
 * Needed where a forwarder kept the text and lost the data: Splunk's classic format, and NXLog with events that carry
 * UserData. English only; other languages give nothing, and the record says so when it is rejected.
 */
export function dataOfMessage(eventId: number, message: string): Readonly<Record<string, string>> {
  const labels = LABELS[eventId];
  const data: Record<string, string> = {};
  if (!labels) return data;
  for (const { label, value } of labelled(message)) {
    const name = labels[label];
    if (name !== undefined && !Object.hasOwn(data, name)) data[name] = value;
  }
  return data;
}

/** True where the text of such an event can stand in for its data. */
export function hasLabels(eventId: number): boolean {
  return Object.hasOwn(LABELS, eventId);
}

/** Every `Label: value`, the indented ones as `section/label`, in lower case. */
function* labelled(message: string): Generator<{ label: string; value: string }> {
  let section = '';
  for (const line of message.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const label = line.slice(0, colon).trim().toLowerCase();
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
