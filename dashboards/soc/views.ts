import type { Band, Family, QueueRow } from '../../src/api/contract.ts';
import { DAY } from '../kit/format.ts';
import { BANDS, FAMILIES } from '../kit/words.ts';

/** The saved views, in the order of the side bar. */
export const VIEWS = [
  { name: 'open', says: 'Open cases' },
  { name: 'mine', says: 'Mine' },
  { name: 'nobody', says: 'Nobody’s' },
  { name: 'waiting', says: 'Waiting for answers' },
  { name: 'today', says: 'New today' },
  { name: 'thin', says: 'Too little data' },
  { name: 'closed', says: 'Closed' },
] as const;
export type ViewName = (typeof VIEWS)[number]['name'];

/** What the reader narrowed the list to; an empty string is “any”. */
export interface Filters { readonly view: ViewName; readonly q: string; readonly band: string; readonly family: string; readonly owner: string; readonly day: string; readonly data: string }
export type FilterName = 'q' | 'band' | 'family' | 'owner' | 'day' | 'data';

export interface Choice { readonly value: string; readonly says: string }

/** The filters that are lists, with their choices. */
export const PICKS: readonly { readonly name: FilterName; readonly says: string; readonly choices: readonly Choice[] }[] = [
  { name: 'band', says: 'Band', choices: [{ value: '', says: 'any' }, ...BANDS.map((band) => ({ value: band, says: band }))] },
  { name: 'family', says: 'Family', choices: [{ value: '', says: 'any' }, ...FAMILIES.map((family) => ({ value: family, says: family }))] },
  { name: 'owner', says: 'Owner', choices: [{ value: '', says: 'anyone' }, { value: 'me', says: 'me' }, { value: 'nobody', says: 'nobody' }, { value: 'others', says: 'others' }] },
  { name: 'day', says: 'Day', choices: [{ value: '', says: 'any' }, { value: 'before', says: 'not started' }, { value: '0-14', says: '0–14' }, { value: '15-90', says: '15–90' }] },
  { name: 'data', says: 'Data', choices: [{ value: '', says: 'any' }, { value: 'dark', says: 'source dark' }, { value: 'thin', says: 'under 80 %' }] },
];

export function filtersOf(search: string): Filters {
  const asked = new URLSearchParams(search);
  const view = VIEWS.find(({ name }) => name === asked.get('view'))?.name ?? 'open';
  const pick = (name: FilterName): string => PICKS.find((one) => one.name === name)?.choices.find(({ value }) => value === asked.get(name))?.value ?? '';
  return { view, q: asked.get('q') ?? '', band: pick('band'), family: pick('family'), owner: pick('owner'), day: pick('day'), data: pick('data') };
}

/** The address that leads to these filters. */
export function hrefOf(filters: Filters): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value !== '' && !(name === 'view' && value === 'open')) asked.set(name, value);
  const text = asked.toString();
  return text === '' ? '/' : `/?${text}`;
}

/** Rows of a view that pass all filters: by band, then by chance. */
export function shownRows(rows: readonly QueueRow[], filters: Filters, user: string, asOf: number | undefined): readonly QueueRow[] {
  return inView(filters.view, rows, user, asOf)
    .filter((row) => (['q', 'band', 'family', 'owner', 'day', 'data'] as const).every((name) => passes(row, name, filters[name], user)))
    .sort((a, b) => BANDS.indexOf(a.band) - BANDS.indexOf(b.band) || b.chance - a.chance);
}

/** How many a view holds; watched people are not counted as open cases. */
export function countOf(view: ViewName, rows: readonly QueueRow[], user: string, asOf?: number): number {
  return inView(view, rows, user, asOf).filter((row) => view !== 'open' || row.kind === 'case').length;
}

/** The filter without which most would be shown, and how many that is. */
export function mostHiding(rows: readonly QueueRow[], filters: Filters, user: string, asOf: number | undefined): { readonly name: FilterName; readonly says: string; readonly left: number } | undefined {
  const found = (['q', 'band', 'family', 'owner', 'day', 'data'] as const)
    .filter((name) => filters[name] !== '')
    .map((name) => ({ name, says: filterSays(name, filters[name]), left: shownRows(rows, { ...filters, [name]: '' }, user, asOf).length }));
  return found.sort((a, b) => b.left - a.left)[0];
}

function filterSays(name: FilterName, value: string): string {
  if (name === 'q') return `Search: ${value}`;
  const pick = PICKS.find((one) => one.name === name);
  return `${pick?.says ?? name}: ${pick?.choices.find((choice) => choice.value === value)?.says ?? value}`;
}


function inView(view: ViewName, rows: readonly QueueRow[], user: string, asOf: number | undefined): readonly QueueRow[] {
  const live = rows.filter(({ status }) => status === 'open' || status === 'watched');
  switch (view) {
    case 'open': return live;
    case 'mine': return live.filter(({ owner }) => owner === user);
    case 'nobody': return live.filter(({ kind, owner }) => kind === 'case' && owner === undefined);
    case 'waiting': return live.filter(({ waitingFor }) => waitingFor !== undefined);
    case 'today': return live.filter(({ openedAt }) => openedAt !== undefined && (asOf ?? Date.now()) - openedAt < DAY);
    case 'thin': return live.filter(hasTooLittle);
    case 'closed': return rows.filter(({ status }) => status !== 'open' && status !== 'watched');
  }
}

/** Half of what was expected is missing, or half of the families cannot speak. */
function hasTooLittle(row: QueueRow): boolean {
  return row.dataThere < 0.5 || row.families.filter(({ state }) => state === 'thin' || state === 'dark').length * 2 >= FAMILIES.length;
}

function passes(row: QueueRow, name: FilterName, value: string, user: string): boolean {
  if (value === '') return true;
  switch (name) {
    case 'q': return textOf(row).includes(value.trim().toLowerCase());
    case 'band': return row.band === (value as Band);
    case 'family': return row.families.some((cell) => cell.family === (value as Family) && cell.state === 'for');
    case 'owner': return value === 'me' ? row.owner === user : value === 'nobody' ? row.owner === undefined : row.owner !== undefined && row.owner !== user;
    case 'day': return row.people.some(({ day }) => (value === 'before' ? day < 0 : value === '0-14' ? day >= 0 && day <= 14 : day > 14));
    case 'data': return value === 'dark' ? row.families.some(({ state }) => state === 'dark') : row.dataThere < 0.8;
  }
}

function textOf(row: QueueRow): string {
  return [row.id, ...row.people.map(({ name }) => name), row.why, row.owner ?? '', row.waitingFor ?? '', row.verdict ?? ''].join(' ').toLowerCase();
}
