import { compareBytes } from '../../core/canonical.ts';
import type { HireId, IndicatorRow, TableKind, TableRows } from '../../core/person.ts';
import type { History } from '../../detect/people/registry.ts';
import { cellsOf, lookUpOf, type Holds, type LookUp, type Wanted, type WantedKind } from './wanted.ts';

/** One place among what is held where something was found. */
export interface Hit {
  readonly wanted: Wanted;
  readonly in: 'people' | 'devices' | 'accounts' | 'applications' | 'allowed' | 'indicators' | 'events';
  /** Key of the row; of events the hire or the machine. */
  readonly row: string;
  readonly field: string;
  /** The indicator that was found, where somebody looked for what it names. */
  readonly received?: IndicatorRow;
  readonly hire?: HireId;
  /** True where only an earlier version of the row says so. */
  readonly earlier?: true;
  readonly times?: number;
  readonly first?: number;
  readonly last?: number;
}

interface Cell { readonly field: string; readonly holds: Holds; readonly value: string | readonly string[] | undefined }

const CELLS: { readonly [K in Exclude<Hit['in'], 'events' | 'indicators'>]: (row: TableRows[K]) => { readonly row: string; readonly hire?: HireId | undefined; readonly cells: readonly Cell[] } } = {
  people: (row) => ({
    row: row.hire_id, hire: row.hire_id,
    cells: [
      { field: 'email', holds: 'email', value: row.email },
      ...row.user_names.flatMap((value): Cell[] => [{ field: 'user_names', holds: 'account', value }, ...(value.includes('@') ? [{ field: 'user_names', holds: 'email' as const, value }] : [])]),
      ...row.device_serials.map((value): Cell => ({ field: 'device_serials', holds: 'device', value })),
      { field: 'ship_address_token', holds: 'address', value: row.ship_address_token },
      { field: 'phone_token', holds: 'phone', value: row.phone_token },
      { field: 'bank_token', holds: 'token', value: row.bank_token },
    ],
  }),
  devices: (row) => ({
    row: row.serial, hire: row.hire_id,
    cells: [
      { field: 'serial', holds: 'device', value: row.serial }, { field: 'asset_tag', holds: 'device', value: row.asset_tag },
      { field: 'ship_address_token', holds: 'address', value: row.ship_address_token },
    ],
  }),
  accounts: (row) => ({
    row: row.email,
    cells: [{ field: 'email', holds: 'email', value: row.email }, ...(['user_name', 'sid', 'object_id'] as const).map((field): Cell => ({ field, holds: 'account', value: row[field] }))],
  }),
  applications: (row) => ({
    row: row.application_id, hire: row.hire_id,
    cells: [
      { field: 'email', holds: 'email', value: row.email },
      { field: 'phone', holds: 'phone', value: row.phone }, { field: 'phone_token', holds: 'phone', value: row.phone_token },
      { field: 'resume_token', holds: 'resume', value: row.resume_token }, { field: 'resume_text', holds: 'shingles', value: row.resume_shingles },
      { field: 'profile_url', holds: 'link', value: row.profile_url }, { field: 'portfolio_url', holds: 'link', value: row.portfolio_url },
      { field: 'applied_from_ip', holds: 'ip', value: row.applied_from_ip },
      ...(row.references ?? []).map((value): Cell => ({ field: 'references', holds: 'token', value })),
    ],
  }),
  allowed: (row) => ({ row: `${row.tool} for ${row.scope}`, cells: [{ field: 'tool', holds: 'tool', value: row.tool }] }),
};

/**
 * Where in the tables something stands that is looked for, in every version that is held, old and new.
 */
export function recordHits(history: History, lookUp: LookUp): readonly Hit[] {
  const hits: Hit[] = [];
  for (const table of Object.keys(CELLS) as (keyof typeof CELLS)[]) {
    for (const { versions } of history[table]) {
      const seen = new Set<string>();
      versions.toReversed().forEach(({ row }, back) => {
        const { row: key, hire, cells } = (CELLS[table] as (row: TableRows[TableKind]) => ReturnType<(typeof CELLS)['people']>)(row);
        for (const { field, holds, value } of cells) {
          if (value === undefined || !lookUp.wants(holds)) continue;
          for (const wanted of lookUp.find(holds, value)) {
            const name = `${field}\0${wanted.kind}\0${wanted.value}\0${wanted.indicator?.source ?? ''}`;
            if (seen.has(name)) continue;
            seen.add(name);
            hits.push({ wanted, in: table, row: key, field, ...(hire === undefined ? {} : { hire }), ...(back > 0 ? { earlier: true as const } : {}) });
          }
        }
      });
    }
  }
  return hits.sort((a, b) => compareBytes(a.in, b.in) || compareBytes(a.row, b.row) || compareBytes(a.field, b.field));
}

/**
 * Received indicators that name what somebody looks for, or lie in what they look for: an address in a listed block, a
 * listed address in the block that was typed.
 *
 * @param wanted what was typed; indicators looked for would all find themselves
 * @param alike as for {@link lookUpOf}
 */
export function indicatorHits(history: History, wanted: readonly Wanted[], alike: number): readonly Hit[] {
  const listed = history.indicators.map(({ versions }): Wanted => ({ kind: versions.at(-1)!.row.kind as WantedKind, value: versions.at(-1)!.row.value, indicator: versions.at(-1)!.row }));
  const lists = lookUpOf(listed, alike);
  const found = wanted.flatMap((one) => {
    const asked = lookUpOf([one], alike);
    const there = new Set([...cellsOf(one).flatMap(([holds, value]) => lists.find(holds, value)), ...listed.filter((other) => cellsOf(other).some(([holds, value]) => asked.find(holds, value).length > 0))]);
    return [...there].map(({ indicator }): Hit => ({ wanted: one, in: 'indicators', row: `${indicator!.kind} from ${indicator!.source ?? 'an unnamed source'}`, field: 'value', received: indicator! }));
  });
  return found.sort((a, b) => compareBytes(a.row, b.row) || compareBytes(a.received!.value, b.received!.value));
}
