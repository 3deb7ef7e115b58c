import type { Values } from '../../src/core/settings.ts';
import { DAY, type Instant } from '../../src/core/time.ts';
import { defineDetector, type Hire, type Laptop, type Reading } from '../../src/detect/detector.ts';
import { blocklessReader } from '../../src/detect/places/at-listed.ts';
import { placeReader } from '../../src/detect/places/lines.ts';
import { lodgedFact } from '../../src/detect/places/lodged.ts';
import { scansReader } from '../../src/detect/places/parcels.ts';
import { WHEREABOUTS_DAYS } from '../../src/detect/places/whereabouts.ts';
import { EVIDENCE, type Seen } from './evidence.ts';
import { explainPlace, explainSilence } from './explain.ts';
import { housing, isOpen, type Living } from './living.ts';
import { parcelOf, type Parcel } from './parcel.ts';
import { pickups } from './pickup.ts';
import { SETTINGS } from './settings.ts';
import { silences, type Silence } from './silence.ts';
import { silenceWeight, weightOf } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

export const custody = defineDetector({
  id: 'custody',
  version: 13,
  family: 'place',
  days: WHEREABOUTS_DAYS,
  question: 'Where did the laptop go, and where does it live?',
  // Sign-ins seldom name a laptop, so they alone do not show where one is.
  needs: ['check-in', 'vpn-connected'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const livesAt = housing(window, settings);
    const silenceOf = silences(window, settings);
    const firstContact = firstContacts(window);
    const isInUse = inUse(window, settings);
    const mayFetchAt = pickups(window, settings.nearKm);
    const scansOf = scansReader(window.rows.scans);
    return [...window.laptops.values()].flatMap((laptop): readonly Reading[] => {
      const hire = laptop.holder === undefined ? undefined : window.hires.get(laptop.holder);
      if (!hire?.inScope) return [];
      const silence = silenceOf(laptop, hire);
      const parcel = parcelOf(laptop, hire, scansOf, mayFetchAt, settings);
      // Of a laptop that is not heard of the way of its parcel is all that is left, while its holder is at work.
      if (silence) return heavier(silenceReading(laptop, hire, silence, settings), placeReading(laptop, hire, undefined, true, parcel, undefined, window, settings));
      return placeReading(laptop, hire, lateness(laptop, hire, firstContact(laptop), window), isInUse(laptop), parcel, livesAt(laptop, hire, parcel), window, settings);
    });
  },
});

function silenceReading({ serial }: Laptop, hire: Hire, silence: Silence, settings: Settings): readonly Reading[] {
  const llr = silenceWeight(silence.silent, silence.laptops, settings);
  return llr > 0 ? [{ subject: hire.hire_id, llr, newest: silence.newest, key: serial, ...explainSilence(serial, silence, settings) }] : [];
}

/** Of two looks at one laptop the one that says more: they lean on the same parcel. */
function heavier([a]: readonly Reading[], [b]: readonly Reading[]): readonly Reading[] {
  return [a, b].filter((one) => one !== undefined).sort((one, other) => other.llr - one.llr).slice(0, 1);
}

function placeReading(laptop: Laptop, hire: Hire, lateDays: number | undefined, isInUse: boolean, parcel: Parcel, living: Living | undefined, window: Seen, settings: Settings): readonly Reading[] {
  const arrived = laptop.deliveredAt ?? laptop.shippedAt;
  // Until the laptop is placed, only a way far from home says something: a carrier's, or on record of one that is in use since.
  const isTold = parcel.isScanned ? parcel.way === 'redirected' || parcel.way === 'sent-away' : parcel.way === 'sent-away' && isInUse && arrived !== undefined;
  if (!living && !isTold) return [];
  const unplaced = weightOf({ way: parcel.way, places: { home: 1, there: 1, far: 1 }, wasHome: undefined, isLate: undefined }, settings);
  const placed = living && weightOf({ way: parcel.way, places: living.places, wasHome: living.homeDays > 0, isLongAbroad: living.abroad?.isLong, isLate: lateDays === undefined ? undefined : lateDays >= settings.lateDays }, settings);
  // A region that reaches home says nothing for distance, so that no more is left than what the parcel tells.
  const weight = placed === undefined ? unplaced : living && isOpen(living, settings) ? Math.min(placed, Math.max(0, unplaced)) : placed;
  // An account in use abroad is what a farm's laptop at home looks like. Whoever was never seen at home is not cleared by a region so wide that home may be in it, nor by tables that seem to err; nor is who has left, or may have, or tells a place beside home.
  const clears = !living || (living.homeDays > 0 && !living.isBeside && living.apartDays < settings.apartDays && (living.near === 'home' || living.found.chance <= 1 - settings.decisive));
  const llr = clears ? weight : Math.max(0, weight);
  const isLodged = living?.near === 'there' && (parcel.way === 'sent-away' || parcel.way === 'redirected');
  const newest = living ? Math.max(...living.rows.map(({ last }) => last!)) : parcel.isScanned ? Math.max(...parcel.scans.map(({ last }) => last)) : Math.min(window.asOf, arrived!);
  return [{ subject: hire.hire_id, llr, newest, key: laptop.serial, ...(isLodged ? { owns: [lodgedFact(hire.hire_id)] } : {}), ...explainPlace({ serial: laptop.serial, parcel, living, lateDays, llr }, settings) }];
}

/** Heard of in the hands of its holder on days enough, and never at a listed place: a farm's laptop stays on its shelf. */
function inUse({ rows, places }: Seen, { minimumDays }: Settings): (laptop: Laptop) => boolean {
  const listed = placeReader(places);
  const contacts = Map.groupBy(rows.contacts, ({ laptop }) => laptop);
  const isBlockless = blocklessReader(places, rows.whereabouts);
  const atPlaces = new Set(rows.whereabouts.filter((row) => (row['farmwatch.net.line'] !== undefined && listed(row['farmwatch.net.line'])) || isBlockless(row)).map(({ laptop }) => laptop));
  return ({ serial, holder }) => !atPlaces.has(serial)
    && new Set((contacts.get(serial) ?? []).filter((row) => row.holder === holder).map(({ day }) => day)).size >= minimumDays;
}

/** The first time each laptop was heard of in the hands of its holder, at or after an instant. */
function firstContacts(window: Seen): (laptop: Laptop) => Instant | undefined {
  const byLaptop = Map.groupBy(window.rows.contacts.filter(({ laptop }) => laptop !== undefined), ({ laptop }) => laptop!);
  return ({ serial, holder, deliveredAt = -Infinity }) => {
    const after = (byLaptop.get(serial) ?? []).filter((row) => row.holder === holder && row.last >= deliveredAt);
    return after.length === 0 ? undefined : Math.min(...after.map(({ first }) => Math.max(first, deliveredAt)));
  };
}

/** Whole days from delivery, or the start where that is later, to the first contact; undefined where the window does not hold both. */
function lateness({ deliveredAt }: Laptop, { startsAt }: Hire, first: Instant | undefined, { from }: Seen): number | undefined {
  if (deliveredAt === undefined || deliveredAt < from || first === undefined) return undefined;
  return Math.max(0, Math.floor((first - Math.max(deliveredAt, startsAt)) / DAY));
}
