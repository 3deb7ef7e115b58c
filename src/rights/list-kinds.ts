import type { TableRows } from '../core/person.ts';

/** Lists of the company that tell of people. Places, institutions and indicators tell of nobody who is watched. */
export const LISTS_OF_PEOPLE = ['people', 'devices', 'accounts', 'travel', 'allowed', 'applications'] as const satisfies readonly (keyof TableRows)[];
export type ListOfPeople = (typeof LISTS_OF_PEOPLE)[number];
/** Which fields of each list some row of the store has. */
export type HeldLists = Readonly<Partial<Record<ListOfPeople, readonly string[]>>>;

export const LIST_TITLES: Readonly<Record<ListOfPeople, string>> = { people: 'people', devices: 'laptops', accounts: 'accounts', travel: 'travel', allowed: 'tools that are permitted', applications: 'applications' };

/** Fields of one list that belong together, each in ordinary words. */
export interface ListKind { readonly list: ListOfPeople; readonly about: string; readonly words: Readonly<Record<string, string>> }

const SENT = { ship_city: 'town', ship_region: 'region', ship_country: 'country', ship: 'coordinates', ship_address_token: 'street address, as a token', shipped_at: 'when it left', delivered_at: 'when it arrived' };

/** What the company's own lists say of people, in ordinary words: each field of a row once. */
export const LIST_KINDS: readonly ListKind[] = [
  {
    list: 'people', about: 'who you are to the company',
    words: { hire_id: 'id', email: 'mail address', user_names: 'account names', display_name: 'name', start_date: 'first day', end_date: 'last day', employment: 'kind of contract', agency: 'staffing agency', role: 'role', team: 'team' },
  },
  { list: 'people', about: 'who can be asked about you', words: { manager_email: 'your manager', referred_by: 'who referred you' } },
  { list: 'people', about: 'how you work', words: { work_mode: 'remote or in an office', work_hours: 'agreed hours', time_zone: 'time zone of your home', device_kind: 'on whose device' } },
  { list: 'people', about: 'where you say that you live', words: { home_city: 'town', home_region: 'region', home_country: 'country', home: 'coordinates', home_zone: 'time zone of that place', household: 'with whom you share a household' } },
  { list: 'people', about: 'your laptop and where it was sent', words: { device_serials: 'serial number', ...SENT } },
  { list: 'people', about: 'tokens, never the numbers', words: { phone_token: 'of your phone', bank_token: 'of your bank account' } },
  {
    list: 'devices', about: 'each laptop that you hold or held',
    words: { serial: 'serial number', asset_tag: 'inventory number', hire_id: 'whose it is', assigned_from: 'since when', assigned_to: 'until when', ordered_at: 'when it was ordered', tracking: 'number of the parcel', ...SENT, returned_at: 'when it came back' },
  },
  { list: 'accounts', about: 'your accounts in the directory', words: { email: 'mail address', user_name: 'account name', sid: 'security identifier', object_id: 'id in the directory' } },
  { list: 'travel', about: 'your approved journeys', words: { hire_id: 'whose', from: 'first day', to: 'last day', city: 'town', region: 'region', country: 'country', at: 'coordinates', approved_by: 'who approved it' } },
  { list: 'allowed', about: 'tools that you, your team or everybody may use', words: { tool: 'which', scope: 'for whom', until: 'until when', owner: 'who answers for it', reason: 'why' } },
  {
    list: 'applications', about: 'your application',
    words: {
      application_id: 'id', hire_id: 'who you became', applied_at: 'when', role_applied: 'for what', source: 'which way it came', email: 'mail address', phone: 'phone, as a token', phone_token: 'phone, as a token', claimed_city: 'town', claimed_region: 'region', claimed_country: 'country',
      applied_from_ip: 'public address it was sent from', applied_from: 'rough place and kind of network of that address',
    },
  },
  {
    list: 'applications', about: 'your career, as you told it',
    words: {
      resume_token: 'résumé, as a token', resume_shingles: 'résumé, as hashes of its passages', profile_url: 'address of your profile', profile_created: 'since when the profile is', profile_last_changed: 'when the profile changed', portfolio_url: 'address of your portfolio', school: 'school', degree: 'degree', major: 'field of study',
      degree_from: 'since when', degree_to: 'until when', employers: 'employers', references: 'references, as tokens',
    },
  },
];

/**
 * What is read of the company's lists, a sentence for each kind.
 *
 * @param held which fields the store has; of a store without a single list everything that could come is told
 * @example listsSaid({ people: ['home_city', 'home'] }) // => ['where you say that you live: town, coordinates']
 */
export function listsSaid(held: HeldLists): readonly string[] {
  const isEmpty = LISTS_OF_PEOPLE.every((list) => held[list] === undefined);
  return LIST_KINDS.flatMap(({ list, about, words }) => {
    const told = Object.entries(words).filter(([field]) => isEmpty || held[list]?.includes(field));
    return told.length === 0 ? [] : [`${about}: ${[...new Set(told.map(([, says]) => says))].join(', ')}`];
  });
}

/** Which lists there are, as sources of what is read: "the company’s own lists of people, laptops". */
export function listSources(held: HeldLists): readonly string[] {
  const names = LISTS_OF_PEOPLE.filter((list) => held[list] !== undefined).map((list) => LIST_TITLES[list]);
  return names.length === 0 ? [] : [`the company's own lists of ${names.join(', ')}`];
}
