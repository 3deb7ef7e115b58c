import type { DeviceRow, Verdict } from '../../src/api/contract.ts';
import { VERDICT_SAYS } from '../kit/words.ts';

/** From those that need a question to those that do not. */
export const VERDICTS = ['shared-place', 'elsewhere', 'cannot-tell', 'never-seen', 'dark', 'moved-approved', 'expected'] as const satisfies readonly Verdict[];
/** Those that ask something. */
export const QUESTIONS = VERDICTS.slice(0, 5);

/** The saved views, in the order of the side bar, with the verdicts that each begins with. */
export const VIEWS = [
  { name: 'question', says: 'Needs a question', verdicts: QUESTIONS },
  { name: 'never', says: 'Delivered, never seen', verdicts: ['never-seen'] },
  { name: 'asked', says: 'Asked', verdicts: VERDICTS },
  { name: 'all', says: 'All laptops', verdicts: VERDICTS },
] as const satisfies readonly { readonly name: string; readonly says: string; readonly verdicts: readonly Verdict[] }[];
export type ViewName = (typeof VIEWS)[number]['name'];

export interface Filters { readonly view: ViewName; readonly q: string; readonly verdicts: ReadonlySet<Verdict> }

export function viewNamed(search: string): Filters {
  const asked = new URLSearchParams(search);
  const view = VIEWS.find(({ name }) => name === asked.get('view')) ?? VIEWS[0];
  return { view: view.name, q: asked.get('q') ?? '', verdicts: new Set(view.verdicts) };
}

export function hrefOf({ view, q }: Pick<Filters, 'view' | 'q'>): string {
  const asked = new URLSearchParams({ ...(view === 'question' ? {} : { view }), ...(q === '' ? {} : { q }) }).toString();
  return asked === '' ? '/devices' : `/devices?${asked}`;
}

const CONTACTS: ReadonlySet<string> = new Set(['ask-holder', 'ask-manager', 'serial-photo']);

export function isIn(view: ViewName, row: DeviceRow): boolean {
  switch (view) {
    case 'question': return QUESTIONS.includes(row.verdict as never);
    case 'never': return row.verdict === 'never-seen';
    case 'asked': return row.acts.some(({ kind, state }) => CONTACTS.has(kind) && state !== 'taken-back');
    case 'all': return true;
  }
}

/** Rows of the chosen verdicts that hold the searched words; the view they began from counts where it is about something else. */
export function shownRows(rows: readonly DeviceRow[], { view, q, verdicts }: Filters): readonly DeviceRow[] {
  const wanted = q.trim().toLowerCase();
  return rows.filter((row) => verdicts.has(row.verdict) && (view !== 'asked' || isIn(view, row)) && (wanted === '' || textOf(row).includes(wanted)));
}

function textOf(row: DeviceRow): string {
  return [row.serial, row.assetTag, row.holder, row.shippedTo, row.seemsAt?.city, VERDICT_SAYS[row.verdict], ...row.stops.map(({ said }) => said)].join(' ').toLowerCase();
}
