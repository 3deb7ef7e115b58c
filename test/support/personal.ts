import { FIELD_NAMES, FIELDS, fieldSpec, type Event, type FieldName } from '../../src/core/event.ts';
import type { ApplicationRow, IndicatorRow, PersonRow } from '../../src/core/person.ts';
import type { Said } from '../../src/core/said.ts';
import type { Company } from './window.ts';

/** Stands in everything that names or places a person; must never turn up in a text. */
export const MARK = 'zqmarkzq';
/** The same for addresses, which must stay addresses: a network for documentation. */
export const MARKED_NETWORK = '2001:db8:51a:';

const PERSONAL = FIELD_NAMES.filter((name) => fieldSpec(name).class === 'personal');
const TEXTS = PERSONAL.filter((name) => FIELDS[name].type === 'keyword' || FIELDS[name].type === 'text');
const IDENTITIES: ReadonlySet<FieldName> = new Set(['user.email', 'user.id', 'user.name']);
/** Values that are compared with lists or split into parts; a mark would change what they mean. */
const MEANT: ReadonlySet<FieldName> = new Set(['farmwatch.net.line', 'source.geo.country_iso_code', 'farmwatch.shipment.country', 'process.executable']);

/** The plain part of texts; references are worded at the edge, for each role. */
export function withoutReferences(texts: readonly Said[]): string {
  return texts.map((said) => said.filter((piece) => typeof piece === 'string').join('')).join('\n');
}

/** Personal texts of the events, long enough not to occur by chance. */
export function personalValues(company: Company): readonly string[] {
  const values = company.events.flatMap((event) => PERSONAL.map((name) => event[name]).filter((value) => value !== undefined).map(String));
  const applied = (company.applications ?? []).flatMap((row) => [row.application_id, row.email, row.phone, row.phone_token, row.profile_url, row.portfolio_url, row.school, row.applied_from_ip].flatMap((value) => value ?? []));
  return [...new Set([...values, ...applied, ...company.people.flatMap(({ email, display_name: name = '' }) => [email, name])])].filter((value) => value.length >= 5);
}

/** The same company with a mark in every personal text that is there; equal values stay equal, so it means the same. */
export function marked(company: Company): Company {
  return {
    ...company,
    people: company.people.map(markedPerson),
    ...(company.accounts ? { accounts: company.accounts.map((account) => markedFields(account, ['email', 'user_name', 'sid', 'object_id'])) } : {}),
    ...markedLists(company),
    events: company.events.map((event) => markedFields(event, TEXTS.filter((name) => !MEANT.has(name)))),
  };
}

/** Applications and what they are compared with: equal values stay equal, links stay links. */
function markedLists({ applications, institutions, indicators }: Company): Partial<Company> {
  return {
    ...(applications ? { applications: applications.map(markedApplication) } : {}),
    ...(institutions ? { institutions: institutions.map((row) => ({ ...row, name: row.name + MARK, ...(row.note === undefined ? {} : { note: row.note + MARK }) })) } : {}),
    ...(indicators ? { indicators: indicators.map(markedIndicator) } : {}),
  };
}

function markedApplication(row: ApplicationRow): ApplicationRow {
  const behind = (['profile_url', 'portfolio_url', 'school'] as const).flatMap((name) => (row[name] === undefined ? [] : [[name, row[name] + MARK] as const]));
  return {
    ...markedFields(row, ['application_id', 'email', 'phone', 'phone_token', 'resume_token', 'claimed_city']), ...Object.fromEntries(behind),
    ...(row.references ? { references: row.references.map((reference) => MARK + reference) } : {}),
  };
}

function markedIndicator(row: IndicatorRow): IndicatorRow {
  const marks = ['profile', 'portfolio'].includes(row.kind) ? row.value + MARK : ['email', 'phone'].includes(row.kind) ? MARK + row.value : row.value;
  return { ...row, value: marks, ...(row.note === undefined ? {} : { note: row.note + MARK }) };
}

/** The same company with a mark in every personal text, there before or not; what it means changes. */
export function planted(company: Company): Company {
  const { people, accounts, applications, institutions, indicators } = marked(company);
  const events = company.events.map((event, index): Event => {
    const fresh = Object.fromEntries(TEXTS.filter((name) => !IDENTITIES.has(name)).map((name) => [name, `${MARK}-${index}`]));
    const network = `${MARKED_NETWORK}${index.toString(16)}`;
    return { ...markedFields(event, [...IDENTITIES]), ...fresh, 'source.ip': `${network}::1`, 'source.nat.ip': `${network}::2`, 'farmwatch.net.line': `${network}::/64` };
  });
  return { ...company, people, ...(accounts ? { accounts } : {}), ...(applications ? { applications } : {}), ...(institutions ? { institutions } : {}), ...(indicators ? { indicators } : {}), events };
}

function markedPerson(person: PersonRow): PersonRow {
  return {
    ...markedFields(person, [
      'email', 'display_name', 'manager_email', 'home_city', 'ship_city', 'ship_address_token', 'phone_token', 'bank_token', 'household',
    ]),
    user_names: person.user_names.map((name) => MARK + name),
  };
}

/** In front of names, which are told apart by their ends; behind texts, whose first words say what they are. */
function markedFields<T extends object>(row: T, names: readonly (keyof T)[]): T {
  const changed = names.flatMap((name) => (typeof row[name] === 'string' ? [[name, isText(name) ? `${row[name]} ${MARK}` : `${MARK}${row[name]}`] as const] : []));
  return { ...row, ...Object.fromEntries(changed) };
}

function isText(name: PropertyKey): boolean {
  return name in FIELDS && FIELDS[name as FieldName].type === 'text';
}
