/** An account as a record names it. */
export interface Account {
  readonly name?: string | undefined;
  readonly domain?: string | undefined;
  readonly sid?: string | undefined;
  readonly logonId?: string | undefined;
}

/** Who signed on, as fields; or `machine` for accounts that are no people, or `unknown` where nobody is named. */
export type Person = { readonly 'user.name'?: string; readonly 'user.domain'?: string; readonly 'user.id'?: string } | 'machine' | 'unknown';

const SID = /^S-1-\d+(-\d+)+$/i;
/** SYSTEM, LOCAL SERVICE, NETWORK SERVICE, anonymous, window managers, font drivers, services, application pools, virtual machines. */
const MACHINE_SID = /^S-1-5-(7|18|19|20|(80|82|83|90|94|96)-.*)$/i;
/** The logon sessions that every Windows has for SYSTEM, NETWORK SERVICE and LOCAL SERVICE, in every language. */
const MACHINE_LOGON = /^0x0*3e[745]$/i;
/** "NT AUTHORITY" in the languages that translate it, and the makers of virtual accounts. */
const MACHINE_DOMAIN = new RegExp(`^(${[
  'nt authority', 'nt-autorität', 'nt instans', 'autorit[ée] nt', 'autoridad nt', 'autoridade nt',
  'nt service', 'nt virtual machine', 'window manager', 'font driver host', 'iis apppool',
].join('|')})$`, 'i');
const MACHINE_NAME = /^(system|local service|network service|anonymous logon|dwm-\d+|umfd-\d+)$/i;

/** Nobody's SID: the account did not exist, or the record does not say. */
const NULL_SID = 'S-1-0-0';

/** The person behind an account, as `DOMAIN\user`; a name with `@` is whole without the domain. */
export function personOf(account: Account): Person {
  const { name: nameOrPair, sid, logonId } = account;
  const slash = nameOrPair?.indexOf('\\') ?? -1;
  // Shippers that escape once too often, Wazuh among them, leave two strokes.
  const name = slash < 0 ? nameOrPair : nameOrPair!.slice(slash + 1).replace(/^\\+/, '');
  const domain = slash < 0 ? account.domain : nameOrPair!.slice(0, slash);
  if ((sid !== undefined && MACHINE_SID.test(sid)) || (logonId !== undefined && MACHINE_LOGON.test(logonId))) return 'machine';
  if (name !== undefined && (name.endsWith('$') || MACHINE_NAME.test(name))) return 'machine';
  if (domain !== undefined && MACHINE_DOMAIN.test(domain)) return 'machine';
  const id = sid !== undefined && SID.test(sid) && sid.toUpperCase() !== NULL_SID ? sid : undefined;
  if (name === undefined && id === undefined) return 'unknown';
  return {
    ...(name === undefined ? {} : { 'user.name': domain === undefined || name.includes('@') ? name : `${domain}\\${name}` }),
    ...(domain === undefined || name === undefined ? {} : { 'user.domain': domain }),
    ...(id === undefined ? {} : { 'user.id': id }),
  };
}

/** The fields of a person; none for machines and unknown accounts. */
export function personFields(person: Person): Readonly<Record<string, string>> {
  return typeof person === 'string' ? {} : person;
}
