import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Instant } from '../../src/core/time.ts';
import type { Evidence, RowOf, Window } from '../../src/detect/detector.ts';
import { KINDS, isKind, type Kind } from './kinds.ts';
import type { SETTINGS } from './settings.ts';

const BADGES = {
  where: { 'event.action': 'badge-in', 'farmwatch.place.id': { exists: true } },
  by: ['farmwatch.place.id'],
  measure: { times: 'count', last: { max: '@timestamp' } },
} as const satisfies Evidence;
const VERIFIED = {
  where: { 'event.action': 'verified' },
  by: ['farmwatch.verification.kind', 'farmwatch.verification.outcome'],
  measure: { times: 'count', last: { max: '@timestamp' } },
} as const satisfies Evidence;
export const EVIDENCE = { badges: BADGES, verified: VERIFIED };
export type Seen = Window<typeof EVIDENCE>;

/** One kind of check of one person, with its latest conclusive outcome. */
export interface Check {
  readonly hire: HireId;
  readonly kind: Kind | 'badge';
  readonly outcome: 'confirmed' | 'refuted';
  readonly at: Instant;
  readonly place?: string;
  /** Days on which it was seen; badges only. */
  readonly days: number;
  readonly weight: number;
}

/**
 * The checks of everybody that say something. Of one kind the newest conclusive outcome counts; at one instant the
 * refuted one does, since a doubt is only gone when somebody looked again.
 */
export function checksOf(window: Seen, settings: Values<typeof SETTINGS>): ReadonlyMap<HireId, readonly Check[]> {
  const checks = [...verifiedOf(window, settings), ...badgesOf(window, settings)];
  return Map.groupBy(checks, ({ hire }) => hire);
}

function verifiedOf(window: Seen, settings: Values<typeof SETTINGS>): readonly Check[] {
  const rows = window.rows.verified.flatMap((row): readonly Check[] => {
    const kind = row['farmwatch.verification.kind'];
    const outcome = row['farmwatch.verification.outcome'];
    const hire = aboutWhom(row);
    if (hire === undefined || !isKind(kind) || (outcome !== 'confirmed' && outcome !== 'refuted')) return [];
    return [{ hire, kind, outcome, at: row.last, days: 1, weight: settings[KINDS[kind][outcome]] }];
  });
  return newestOfEach(rows);
}

/** A check is about the person; a photo of a serial number may name the laptop only, and speaks for its holder. */
function aboutWhom(row: RowOf<typeof VERIFIED>): HireId | undefined {
  return row.person ?? (row['farmwatch.verification.kind'] === 'serial-photo' ? row.hire : undefined);
}

/** A badge vouches for the person who carried it, whatever machine its row may name. */
function badgesOf(window: Seen, settings: Values<typeof SETTINGS>): readonly Check[] {
  const listed = new Set(window.places.map(({ place_id: id }) => id));
  const byHire = Map.groupBy(window.rows.badges.filter(({ person }) => person !== undefined), ({ person }) => person!);
  return [...byHire].flatMap(([hire, rows]) => {
    const atListed = rows.filter((row) => listed.has(row['farmwatch.place.id']!));
    const counted = atListed.length > 0 ? atListed : rows;
    const newest = counted.reduce((best, row) => (row.last > best.last || (row.last === best.last && row['farmwatch.place.id']! < best['farmwatch.place.id']!) ? row : best));
    return [{
      hire, kind: 'badge' as const, outcome: 'confirmed' as const, at: newest.last, place: newest['farmwatch.place.id']!,
      days: new Set(counted.map(({ day }) => day)).size,
      weight: atListed.length > 0 ? settings.badgeAtPlace : settings.badgeElsewhere,
    }];
  });
}

function newestOfEach(checks: readonly Check[]): readonly Check[] {
  const newest = new Map<string, Check>();
  for (const check of checks) {
    const key = `${check.hire}\0${check.kind}`;
    const held = newest.get(key);
    if (!held || check.at > held.at || (check.at === held.at && check.outcome === 'refuted')) newest.set(key, check);
  }
  return [...newest.values()];
}
