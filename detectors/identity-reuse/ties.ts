import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { staffServed } from './crowd.ts';
import type { Seen } from './evidence.ts';
import { holdingsOf, overlap, type Holding } from './holdings.ts';
import { homesReader } from './homes.ts';
import type { Kind } from './kinds.ts';
import type { SETTINGS } from './settings.ts';
import { isRoof, kinRateOf, tieWeight, type Homes, type Tie } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

/** A tie of one person, with those it leads to. */
export interface PersonTie extends Tie {
  readonly subject: HireId;
  /** The others, in order. */
  readonly hires: readonly HireId[];
  readonly own: Holding;
  /** Of how many people such a thing is known, and how many of them, not tied to the subject, share one. */
  readonly people: number;
  readonly sharing: number;
  readonly weight: number;
}

/** What each starter shares with others, one tie for each thing and each way to live. */
export function tiesOf(window: Seen, settings: Settings): readonly PersonTie[] {
  const holdings = holdingsOf(window, settings.useDays);
  const homesOf = homesReader(window, settings);
  const staffOf = staffServed(window);
  const found = [...Map.groupBy(holdings, ({ kind, token }) => `${kind}\0${token}`).values()]
    .filter((holders) => holders.length > 1 && holders.length <= settings.crowdLimit)
    .filter((holders) => !isAgencys(holders, holdings, window, settings))
    .flatMap((holders) => {
      const { kind, token } = holders[0]!;
      // Of people of longer standing a table names each; of what is used only their number is known.
      const counted = kind === 'factor' || kind === 'display' ? staffOf(kind, token) : 0;
      if (counted + holders.length > settings.crowdLimit) return [];
      const inAgency = agencyOf(holders, window) !== undefined;
      const isStaff = (hire: HireId): boolean => window.hires.get(hire)?.inScope !== true;
      return holders.filter(({ hire }) => !isStaff(hire)).flatMap((own) => tiesBy(own, othersOf(own, holders, window), (hires) => counted > 0 || hires.some(isStaff), homesOf).map((tie) => ({ ...tie, inAgency })));
    });

  const people = new Map([...Map.groupBy(holdings, ({ kind }) => kind)].map(([kind, all]) => [kind, new Set(all.map(({ hire }) => hire)).size]));
  const sharers = Map.groupBy(found.filter(({ homes, handedOn }) => !isRoof(homes) && !handedOn), ({ own }) => own.kind);
  return found.map((tie): PersonTie => {
    const circle = new Set([tie.subject, ...tie.hires]);
    const sharing = new Set((sharers.get(tie.kind) ?? []).map(({ subject }) => subject).filter((hire) => !circle.has(hire))).size;
    const known = people.get(tie.kind)!;
    const weighed = { ...tie, kinRate: kinRateOf(tie.kind, sharing, known, settings) };
    return { ...weighed, people: known, sharing, weight: tieWeight(weighed, settings) };
  });
}

type Found = Omit<PersonTie, 'weight' | 'kinRate' | 'people' | 'sharing'>;
type Met = Omit<Found, 'inAgency'>;

/** Holdings of other people; of one person with two hires that of the later, so that nobody counts as two. */
function othersOf({ hire: own }: Holding, holders: readonly Holding[], { hires, isOnePerson }: Seen): readonly Holding[] {
  const others = holders.filter(({ hire }) => !isOnePerson(own, hire));
  const startOf = (hire: HireId): string => hires.get(hire)?.start_date ?? '';
  return others.filter(({ hire }) => !others.some(({ hire: later }) => startOf(later) > startOf(hire) && isOnePerson(hire, later)));
}

/** Under one roof only an MFA device says more than the roof. */
function tiesBy(own: Holding, others: readonly Holding[], servesStaff: (hires: readonly HireId[]) => boolean, homesOf: (a: HireId, b: HireId) => Homes): readonly Met[] {
  const byHomes = Map.groupBy(others, ({ hire }) => homesOf(own.hire, hire));
  // Homes that are not seen may be one: together with those seen apart they count as the weaker of the two.
  const elsewhere = [...byHomes.get('apart') ?? [], ...byHomes.get('unknown') ?? []];
  return [
    ...tieOf(own, elsewhere, byHomes.has('unknown') ? 'unknown' : 'apart', servesStaff),
    ...(own.kind === 'factor' ? [...byHomes].flatMap(([homes, hires]) => (isRoof(homes) ? tieOf(own, hires, homes, servesStaff) : [])) : []),
  ];
}

/** Who had it at the same time counts; where nobody did, whoever had it before or after. */
function tieOf(own: Holding, others: readonly Holding[], homes: Homes, servesStaff: (hires: readonly HireId[]) => boolean): readonly Met[] {
  if (others.length === 0) return [];
  const same = others.filter((other) => overlap(own, other));
  const counted = same.length > 0 ? same : others;
  const mains = [own.main, ...new Set(counted.map(({ main }) => main))];
  const main = mains.every((one) => one === undefined) ? undefined : own.main !== false && counted.some((other) => other.main !== false);
  const hires = counted.map(({ hire }) => hire).sort();
  return [{
    subject: own.hire, hires, own, kind: own.kind, others: counted.length, staff: servesStaff(hires), main, handedOn: same.length === 0, homes,
  }];
}

const OF_ONE: ReadonlySet<Kind> = new Set<Kind>(['factor', 'display']);

/** The agency of which all are whom an account, number, mailbox or machine serves. An MFA device or a monitor serves people, not agencies. */
function agencyOf(holders: readonly Holding[], window: Seen): string | undefined {
  const agencies = new Set(holders.map(({ hire }) => window.hires.get(hire)?.agency?.toLowerCase()));
  return OF_ONE.has(holders[0]!.kind) || agencies.size !== 1 ? undefined : [...agencies][0];
}

/** It serves people of one agency only, and many of them: the agency's own. */
function isAgencys(holders: readonly Holding[], all: readonly Holding[], window: Seen, { agencyShare }: Settings): boolean {
  const { kind } = holders[0]!;
  const agency = agencyOf(holders, window);
  if (agency === undefined) return false;
  const known = new Set(all.filter((one) => one.kind === kind && window.hires.get(one.hire)?.agency?.toLowerCase() === agency).map(({ hire }) => hire));
  return new Set(holders.map(({ hire }) => hire)).size >= agencyShare * known.size;
}

/** The weightiest tie of each kind, the weightiest first. */
export function strongestByKind(ties: readonly PersonTie[]): readonly PersonTie[] {
  const order = ties.toSorted((a, b) => b.weight - a.weight || (a.own.token < b.own.token ? -1 : 1));
  return [...Map.groupBy(order, ({ kind }): Kind => kind).values()].map((ofKind) => ofKind[0]!);
}
