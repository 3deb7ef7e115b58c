import { compareBytes } from '../core/canonical.ts';
import type { HireId } from '../core/person.ts';
import type { Case } from '../cases/case.ts';
import { rankOf, type Band, type Risk } from '../risk/risk.ts';

/** Who stands where, and which cases there are: one side of a comparison. */
export interface Side {
  /** The highest band of each person. */
  readonly people: ReadonlyMap<HireId, Band>;
  readonly cases: readonly CaseSide[];
}
export interface CaseSide { readonly id: string; readonly hires: readonly HireId[]; readonly band: Band }

/** What one way of judging says otherwise than another about the same rows. */
export interface Difference {
  readonly people: { readonly compared: number; readonly up: readonly PersonMoved[]; readonly down: readonly PersonMoved[] };
  readonly cases: {
    readonly before: number;
    readonly after: number;
    /** Cases about people of whom there was none before. */
    readonly opened: readonly CaseSide[];
    /** Cases about people of whom there is none any more. */
    readonly lost: readonly CaseSide[];
    readonly moved: readonly CaseMoved[];
  };
}
export interface PersonMoved { readonly hire: HireId; readonly from: Band; readonly to: Band }
export interface CaseMoved extends CaseSide { readonly from: Band }

/** The same without anybody's id: what a journal keeps for good. */
export interface KeptDifference {
  readonly people: { readonly compared: number; readonly up: number; readonly down: number };
  readonly cases: {
    readonly before: number; readonly after: number;
    readonly opened: readonly KeptCase[]; readonly lost: readonly KeptCase[]; readonly moved: readonly (KeptCase & { readonly from: Band })[];
  };
}
export interface KeptCase { readonly id: string; readonly band: Band; readonly people: number }

/**
 * What stands otherwise after than before. Cases are told apart by their people: two that share somebody are the same
 * story, whatever its name; so a case that another one swallowed is neither opened nor lost.
 *
 * @returns everything in order of id; somebody whom one side does not know stands at `quiet` there
 */
export function differenceOf(before: Side, after: Side): Difference {
  const hires = [...new Set([...before.people.keys(), ...after.people.keys()])].sort(compareBytes);
  const moves = hires.map((hire): PersonMoved => ({ hire, from: before.people.get(hire) ?? 'quiet', to: after.people.get(hire) ?? 'quiet' }));
  const sharing = (one: CaseSide, others: readonly CaseSide[]): readonly CaseSide[] => others.filter((other) => other.hires.some((hire) => one.hires.includes(hire)));
  return {
    people: { compared: hires.length, up: moves.filter(({ from, to }) => rankOf(to) > rankOf(from)), down: moves.filter(({ from, to }) => rankOf(to) < rankOf(from)) },
    cases: {
      before: before.cases.length, after: after.cases.length,
      opened: inOrder(after.cases.filter((one) => sharing(one, before.cases).length === 0)),
      lost: inOrder(before.cases.filter((one) => sharing(one, after.cases).length === 0)),
      moved: inOrder(after.cases.flatMap((one): readonly CaseMoved[] => {
        const was = sharing(one, before.cases);
        const from = highest(was.map(({ band }) => band));
        return from === undefined || from === one.band ? [] : [{ ...one, from }];
      })),
    },
  };
}

/** True where nothing stands otherwise. */
export function isSame({ people, cases }: KeptDifference): boolean {
  return people.up + people.down + cases.opened.length + cases.lost.length + cases.moved.length === 0;
}

/** A difference as it is kept: counts and ids of cases, nobody's id. */
export function keptOf({ people, cases }: Difference): KeptDifference {
  const kept = ({ id, band, hires }: CaseSide): KeptCase => ({ id, band, people: hires.length });
  return {
    people: { compared: people.compared, up: people.up.length, down: people.down.length },
    cases: {
      before: cases.before, after: cases.after, opened: cases.opened.map(kept), lost: cases.lost.map(kept),
      moved: cases.moved.map((one) => ({ ...kept(one), from: one.from })),
    },
  };
}

/** One run as a side: bands and open cases as they stand. */
export function sideOf({ risks, cases }: { readonly risks: readonly Risk[]; readonly cases: readonly Case[] }): Side {
  return {
    people: new Map(risks.map(({ hire_id: hire, band }) => [hire, band])),
    cases: cases.filter(({ status }) => status === 'open').map(({ id, hires, band }) => ({ id, hires, band })),
  };
}

/** Many runs as a side: everybody's highest band in any of them, and every case with its peak. */
export function sideOverRuns(): { take(risks: readonly Risk[]): void; side(cases: readonly Case[]): Side } {
  const people = new Map<HireId, Band>();
  return {
    take(risks) {
      for (const { hire_id: hire, band } of risks) people.set(hire, highest([band, people.get(hire) ?? 'quiet'])!);
    },
    side: (cases) => ({ people, cases: cases.filter(({ status }) => status !== 'merged').map(({ id, hires, peak }) => ({ id, hires, band: peak.band })) }),
  };
}

function highest(bands: readonly Band[]): Band | undefined {
  return bands.reduce<Band | undefined>((top, band) => (top === undefined || rankOf(band) > rankOf(top) ? band : top), undefined);
}

function inOrder<T extends { readonly id: string }>(cases: readonly T[]): readonly T[] {
  return cases.toSorted((a, b) => compareBytes(a.id, b.id));
}
