import { isPlaceholderValue } from '../../src/core/placeholder.ts';
import type { HireId } from '../../src/core/person.ts';
import { startOfDay, type Day, type Instant } from '../../src/core/time.ts';
import { lineReader } from '../../src/detect/places/lines.ts';
import type { Seen } from './evidence.ts';
import type { Kind } from './kinds.ts';
import { monitorOf } from './monitor.ts';

/** One thing that serves one person. */
export interface Holding {
  readonly kind: Kind;
  readonly token: string;
  readonly hire: HireId;
  /** From when to when; what stands in a record today has no end. */
  readonly from: Instant;
  readonly to: Instant;
  /** Days of use; 0 for what only stands in a record. */
  readonly days: number;
  /** On at least half of the days on which the person used anything of the kind; undefined for what stands in a record. */
  readonly main: boolean | undefined;
  /** The newest row about it; undefined where only a table names it. */
  readonly last: Instant | undefined;
  /** Where to look for its rows. */
  readonly field: 'farmwatch.factor.token' | 'device.id' | 'farmwatch.display.serial' | 'farmwatch.identity.token' | undefined;
  readonly value: string;
}

/**
 * What serves whom: MFA devices, machines and monitors by use, of starters only; bank, phone and e-mail by record.
 *
 * Of people outside scope rows go within days, so they count by what the tables say of them, and by number (`staffServed`).
 */
export function holdingsOf(window: Seen, useDays: number): readonly Holding[] {
  const uses = [...factorUses(window), ...machineUses(window), ...displayUses(window)];
  const registered = recordsOf(window);
  const used = holdingsByUse(uses, registered.filter(({ kind }) => kind === 'factor'), useDays);
  return [...used, ...merged([...registered.filter(({ kind }) => kind !== 'factor'), ...tabled(window)])];
}

/** Where things that are known by use are told. */
const FIELD = { factor: 'farmwatch.factor.token', machine: 'device.id', display: 'farmwatch.display.serial' } as const;

interface Use { readonly kind: keyof typeof FIELD; readonly token: string; readonly value: string; readonly hire: HireId; readonly day: Day; readonly last: Instant }

function factorUses(window: Seen): readonly Use[] {
  return window.rows.factors.flatMap((row): Use[] => {
    const token = row['farmwatch.factor.token']!;
    if (!starts(window, row.person) || row['event.outcome'] === 'failure' || isPlaceholderValue(token)) return [];
    return [{ kind: 'factor', token, value: token, hire: row.person, day: row.day, last: row.last }];
  });
}

/** Machines that sign in and are no laptop of the company, nor a desktop that it runs. */
function machineUses(window: Seen): readonly Use[] {
  const { machines } = window.rows;
  // An id that any row names beside a laptop is that laptop's, whoever signs in on it.
  const laptops = new Set(machines.filter(({ laptop }) => laptop !== undefined).map((row) => row['device.id']!));
  const sits = atPlaceOfWork(window);
  return machines.flatMap((row): Use[] => {
    const [token, hire] = [row['device.id']!, row.person];
    if (!starts(window, hire) || row['event.outcome'] === 'failure' || laptops.has(token) || isPlaceholderValue(token)) return [];
    if (window.hires.get(hire)!.device_kind === 'cloud-desktop' || sits(hire, row.day)) return [];
    return [{ kind: 'machine', token, value: token, hire, day: row.day, last: row.last }];
  });
}

/** Monitors at home: one at an office or a listed place serves whoever sits there. */
function displayUses(window: Seen): readonly Use[] {
  const sits = atPlaceOfWork(window);
  return window.rows.displays.flatMap((row): Use[] => {
    const hire = row.holder ?? row.person;
    const value = row['farmwatch.display.serial']!;
    const token = monitorOf({ maker: row['farmwatch.display.manufacturer'], code: row['farmwatch.display.product_code'], serial: value });
    if (!starts(window, hire) || token === undefined || sits(hire, row.day)) return [];
    return [{ kind: 'display', token, value, hire, day: row.day, last: row.last }];
  });
}

/** Days at an office or a listed place; of people who come to offices also days on which it is not seen where they were. */
function atPlaceOfWork(window: Seen): (hire: HireId, day: Day) => boolean {
  const says = lineReader(window);
  const [somewhere, listed] = [new Set<string>(), new Set<string>()];
  for (const row of window.rows.lines) {
    const said = says(row['farmwatch.net.line']!, row['farmwatch.net.kind']);
    const where = said === 'listed' ? listed : said === 'somewhere' ? somewhere : undefined;
    for (const who of [row.holder, row.person]) if (who !== undefined) where?.add(`${who}|${row.day}`);
  }
  const goesOut = (hire: HireId): boolean => ['office', 'hybrid'].includes(window.hires.get(hire)?.work_mode ?? '');
  return (hire, day) => listed.has(`${hire}|${day}`) || (goesOut(hire) && !somewhere.has(`${hire}|${day}`));
}

type Recorded = Holding & { readonly last: Instant };

/** What starters entered, from when until they entered another. An MFA device stays beside a second one. */
function recordsOf(window: Seen): readonly Recorded[] {
  const rows = window.rows.records.filter((row) => starts(window, row.person) && !isPlaceholderValue(row['farmwatch.identity.token']!));
  const byOwner = Map.groupBy(rows, (row) => `${row.person}\0${row['farmwatch.identity.kind']}`);
  return [...byOwner.values()].flatMap((ofOwner) => {
    const kind = kindOf(ofOwner[0]!['farmwatch.identity.kind']!);
    const entered = [...Map.groupBy(ofOwner, (row) => row['farmwatch.identity.token']!)].map(([token, own]) => ({
      token, from: Math.min(...own.map(({ first }) => first)), last: Math.max(...own.map(({ last }) => last)),
    }));
    return entered.map(({ token, from, last }): Recorded => {
      const next = kind === 'factor' ? [] : entered.filter((other) => other.token !== token && other.from > last).map((other) => other.from);
      return { kind, token, value: token, hire: ofOwner[0]!.person!, from, to: Math.min(Infinity, ...next), days: 0, main: undefined, last, field: 'farmwatch.identity.token' };
    });
  });
}

/** `mfa` in the log of the identity provider is the device that approves sign-ins. */
function kindOf(kind: string): Kind {
  return kind === 'mfa' ? 'factor' : kind as Kind;
}

/** What the tables say, of everybody. */
function tabled(window: Seen): readonly Holding[] {
  return [...window.hires.values()].flatMap((hire): Holding[] => {
    const to = hire.endsAt ?? Infinity;
    return ([['phone', hire.phone_token], ['bank', hire.bank_token]] as const).flatMap(([kind, token]): Holding[] => (
      token === undefined || isPlaceholderValue(token) ? [] : [{ kind, token, value: token, hire: hire.hire_id, from: hire.startsAt, to, days: 0, main: undefined, last: undefined, field: undefined }]));
  });
}

/** A registered device needs no days of use; one that is only used needs some, for a sign-in or two are the help desk's. */
function holdingsByUse(uses: readonly Use[], registered: readonly Recorded[], useDays: number): readonly Holding[] {
  const daysOfKind = new Map<string, Set<Day>>();
  for (const { kind, hire, day } of uses) {
    const key = `${kind}\0${hire}`;
    const days = daysOfKind.get(key);
    if (days) days.add(day);
    else daysOfKind.set(key, new Set([day]));
  }
  const used = [...Map.groupBy(uses, ({ kind, token, hire }) => `${kind}\0${hire}\0${token}`).values()].map((own): Holding => {
    const days = [...new Set(own.map(({ day }) => day))].sort();
    const { kind, token, hire } = own[0]!;
    return {
      kind, token, hire, from: startOfDay(days[0]!), to: startOfDay(days.at(-1)!), days: days.length,
      main: days.length * 2 >= daysOfKind.get(`${kind}\0${hire}`)!.size,
      last: Math.max(...own.map(({ last }) => last)),
      field: FIELD[kind as keyof typeof FIELD], value: own.map(({ value }) => value).sort()[0]!,
    };
  });
  const keyOf = ({ hire, token }: Holding): string => `${hire}\0${token}`;
  const entered = new Map(registered.map((holding) => [keyOf(holding), holding]));
  const kept = used.flatMap((holding): Holding[] => {
    const entry = holding.kind === 'factor' ? entered.get(keyOf(holding)) : undefined;
    // What is registered stays so between its uses.
    if (entry) return [{ ...holding, from: Math.min(entry.from, holding.from), to: Infinity }];
    return holding.days >= useDays ? [holding] : [];
  });
  const known = new Set(kept.filter(({ kind }) => kind === 'factor').map(keyOf));
  // Registered and not used, beside one that is: what a help desk enrols with.
  const unused = registered.filter((holding) => !known.has(keyOf(holding))).map((holding): Holding => ({ ...holding, main: daysOfKind.has(`factor\0${holding.hire}`) ? false : undefined }));
  return [...kept, ...unused];
}

/** One thing named by a table and by a row is one. */
function merged(holdings: readonly Holding[]): readonly Holding[] {
  return [...Map.groupBy(holdings, ({ kind, hire, token }) => `${kind}\0${hire}\0${token}`).values()].map((same) => ({
    ...(same.find(({ last }) => last !== undefined) ?? same[0]!), from: Math.min(...same.map(({ from }) => from)), to: Math.max(...same.map(({ to }) => to)),
  }));
}

/** True where one served both at the same time, and not one after the other. */
export function overlap(a: Holding, b: Holding): boolean {
  return Math.max(a.from, b.from) < Math.min(a.to, b.to);
}

function starts(window: Seen, hire: HireId | undefined): hire is HireId {
  return hire !== undefined && window.hires.get(hire)?.inScope === true;
}
