import { counted } from '../../src/core/counted.ts';
import { percent } from '../../src/core/percent.ts';
import type { Said } from '../../src/core/said.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Serial } from '../../src/core/person.ts';
import type { Fact, Reading } from '../../src/detect/detector.ts';
import { entriesSaid, misplacedOf, reportSaid, type Weighed } from '../../src/detect/places/place-verdict.ts';
import { OWN } from '../../src/detect/places/sights.ts';
import { isReported } from '../../src/detect/places/standing.ts';
import { isOpen, type Living } from './living.ts';
import type { Parcel } from './parcel.ts';
import type { SETTINGS } from './settings.ts';
import type { Silence } from './silence.ts';

type Words = Pick<Reading, 'because' | 'clear' | 'look'>;
type Settings = Values<typeof SETTINGS>;

export interface Story { readonly serial: Serial; readonly parcel: Parcel; readonly living: Living | undefined; readonly lateDays: number | undefined; readonly llr: number }

/** Words for where a laptop went and where it lives. */
export function explainPlace({ serial, parcel, living, lateDays, llr }: Story, settings: Settings): Words {
  const facts: Fact[] = [{ label: 'The parcel', value: [parcelSaid(parcel)], usual: `near the home on record; sent elsewhere for ${percent(settings.ordinarySentAway, 1)} of starters, redirected far away for ${percent(settings.ordinaryRedirected, 1)}` }];
  if (living) {
    const { km, found } = living;
    if (living.abroad) facts.push({ label: 'In another country', value: [`for ${counted(living.abroad.days, 'day')}; no trip entered`], usual: `no; without a word for ${percent(settings.ordinaryAbroad, 1)} of starters, ${percent(settings.ordinaryAbroadLong)} of them for ${settings.abroadDays} days or more` });
    if (living.apartDays > 0) facts.push({ label: 'Days at home on which its account was used in another country by another machine', value: [String(living.apartDays)], usual: `0; from ${settings.apartDays} on, that it stands at home clears nobody` });
    facts.push(
      { label: 'Where it lives, from the home on record', value: [living.abroad && km[0] <= settings.nearKm ? `${living.seemsKm} km or more by address tables, which seldom take one country for another` : isOpen(living, settings) ? `not told: ${living.seemsKm} km or more by address tables, which do not rule out home` : `${distance(km)}, with a chance of 90 %`], usual: `within ${settings.nearKm} km; farther without a word for ${percent(settings.ordinaryElsewhere, 1)} of starters` },
      { label: 'Days on which it was seen at home', value: [homeDaysSaid(living)], usual: `all of them; for those who move or travel some in ${percent(settings.ordinaryWasHome, 1)} of cases` },
      { label: 'Told by', value: [witnesses(found)], usual: 'a location that the laptop reports; an address entry alone may be misplaced' },
      ...(found.clock === 'silent' ? [] : [{ label: 'Its clock', value: [found.clock === 'agrees' ? 'shows the zone it is in' : 'shows the zone of the home on record'], usual: 'follows the place for most who take a laptop along' }]),
    );
  }
  if (lateDays !== undefined) facts.push({ label: 'From delivery and start to the first contact', value: [counted(lateDays, 'day')], usual: `under ${settings.lateDays} days for ${percent(1 - settings.ordinaryLate, 1)} of starters` });
  return {
    because: { headline: headline(serial, parcel, living, settings), facts, innocent: llr > 0 ? innocentOf(living) : living?.isBeside ? BESIDE : living?.near === 'home' ? NOTHING : UNTOLD },
    clear: [clearing(llr, living, settings)],
    look: living || !parcel.isScanned ? { where: { 'event.action': ['check-in', 'sign-in', 'vpn-connected'] } } : { where: { 'event.action': 'shipment-updated' } },
  };
}

function clearing(llr: number, living: Living | undefined, settings: Settings): string {
  if (llr > 0) return 'the person tells of a move, a second home or a trip that explains where the laptop is';
  if (llr === 0 && living && living.near !== 'home' && living.homeDays > 0) return 'nothing: whoever moves, or stays elsewhere for a while, looks the same';
  if (living && living.apartDays >= settings.apartDays) return 'nothing: it is where it should be, while its account is used in another country';
  if (living?.isBeside) return 'nothing: it stands near the home on record and not at it, which speaks for or against nobody';
  return llr < 0 ? 'nothing: it is where it should be, which a farm near the claimed home would show as well' : 'nothing: where it stands is not told well enough to speak for or against anybody';
}

function headline(serial: Serial, parcel: Parcel, living: Living | undefined, settings: Settings): Said {
  const laptop = { ref: 'laptop' as const, id: serial };
  const parcelPart = parcel.way === 'redirected' ? 'Its parcel was redirected far from home' : parcel.way === 'sent-away' ? `It was sent to a place far from the home on record${parcel.isBefore ? ' then' : ''}` : undefined;
  if (!living) return [laptop, `: ${parcelPart!.charAt(0).toLowerCase()}${parcelPart!.slice(1)}${parcel.km === undefined ? '' : `, ${parcel.km} km`}, ${toldBy(parcel)}.`];
  const { near, homeDays, km, found, isBeside, isBack, seemsKm } = living;
  const more = [`${isBack ? '; it is at home again' : ''}; seen ${homeSaid(living)}.`, ...(parcelPart === undefined || near === 'there' ? [] : [` ${parcelPart}.`])];
  if (living.abroad) return [laptop, ` is in another country than the home on record for ${counted(living.abroad.days, 'day')}, ${living.seemsKm} km or more from there, and no trip is entered`, ...(found.chance < settings.decisive ? [`; address tables name a wrong country for about ${misplacedOf(found)} such addresses`] : []), ...more];
  if (isOpen(living, settings)) return ['Address tables do not tell where ', laptop, ` lives: they put it ${seemsKm} km or more from the home on record, and misplace about ${misplacedOf(found)} such addresses`, ...more];
  const where = near !== 'home' ? `${isBack ? 'stood' : 'lives'} ${near === 'there' ? 'where its parcel went, ' : ''}${distance(km)} from the home on record`
    : isBeside ? `is seen near the home on record and not at it, ${distance(km)} from there`
      : homeDays === 0 ? `is seen in a region too wide to tell home from elsewhere, ${distance(km)} from the home on record`
        : `is seen in a region that holds the home on record or comes near it, ${distance(km)} from there`;
  return [laptop, ` ${where}`, ...more];
}

/** `at home on 20 of 23 days, and within 19 km of it on 3 more`: an exact place beside home is not called home, nor is a region in which it lies. */
function homeSaid(living: Living): string {
  const { days, homeDays, atHomeDays, withinKm, km } = living;
  if (isTooWide(living)) return `on ${counted(days, 'day')}, on none of them sharply enough to tell`;
  if (isInRegion(living)) return `within ${km[1]} km of home on ${homeDays} of ${counted(days, 'day')}`;
  if (homeDays === atHomeDays) return `at home on ${homeDays} of ${counted(days, 'day')}`;
  if (atHomeDays === 0) return `within ${withinKm} km of home on ${homeDays} of ${counted(days, 'day')}`;
  return `at home on ${atHomeDays} of ${counted(days, 'day')}, and within ${withinKm} km of it on ${homeDays - atHomeDays} more`;
}

/** Home is where an entry of an address table lets it be, and so are all neighbouring towns. */
function isInRegion({ near, homeDays, atHomeDays, found }: Living): boolean {
  return near === 'home' && homeDays > 0 && homeDays === atHomeDays && !isReported(found.standing.at);
}

/** Home lies within where it may be, and so does much else: on no day is it known whether it was there. */
function isTooWide({ near, homeDays }: Living): boolean {
  return near === 'home' && homeDays === 0;
}

function homeDaysSaid(living: Living): string {
  const { days, homeDays, atHomeDays, withinKm, km } = living;
  if (isTooWide(living)) return `not told on any of ${days}: it may be at home, or up to ${km[1]} km from there`;
  if (isInRegion(living)) return `${homeDays} of ${days}, as far as address tables tell: within ${km[1]} km of it`;
  return `${atHomeDays} of ${days}${homeDays === atHomeDays ? '' : `; ${homeDays - atHomeDays} more within ${withinKm} km of it`}`;
}

function toldBy({ isScanned, scans }: Parcel): string {
  return isScanned ? `as ${scans.length} scans tell` : 'as the record says';
}

function parcelSaid(parcel: Parcel): string {
  const { way, km, isAtPlace, isBefore } = parcel;
  const home = isBefore ? 'the home on record when it was sent' : 'the home on record';
  const by = toldBy(parcel);
  const far = km === undefined ? '' : `, ${km} km from ${isBefore ? home : 'home'}`;
  switch (way) {
    case 'home': return `went near ${home}, ${by}`;
    case 'sent-away': return `was sent to another place than home${far}, ${by}`;
    case 'redirected': return `was redirected on the way and ended${km === undefined ? ' in another region' : ` ${km} km from home`}, ${by}`;
    case 'untold':
      if (isAtPlace) return `ended near a place of the list, or where an entered trip leads, where it may have been meant to go, ${by}`;
      if (isBefore && km !== undefined) return `ended ${km} km from ${home}: near that of today, or neither near nor far, ${by}`;
      return km === undefined ? 'its way is not known, or it came back or went before a move' : `ended ${km} km from home, which is neither near nor far, ${by}`;
  }
}

/** Who names the place. */
function witnesses({ witnesses: found, standing }: Weighed): string {
  const entries = found.filter((witness) => witness !== OWN).length;
  return [...(found.includes(OWN) ? [reportSaid(standing)] : []), ...(entries > 0 ? [entriesSaid(entries)] : [])].join(' and ');
}

/** `310 to 402 km`. */
function distance([least, most]: readonly [number, number]): string {
  return `${least} to ${most} km`;
}

const INNOCENT: readonly Said[] = [
  ['A move that the record does not show yet: ask the person, and let the record be changed.'],
  ['A second home, a partner or parents: ask where they work from.'],
  ['A trip that nobody entered: ask the manager, and enter it in travel.csv.'],
  ['A parcel sent to parents, to a shop that keeps it, or redirected to a place where somebody was in: ask the carrier.'],
];
const MISPLACED: Said = ['An address that the tables put into the wrong city: compare with a location that the laptop reports.'];
/** Where the laptop itself tells its place, no table is asked. */
function innocentOf(living: Living | undefined): readonly Said[] {
  return living && isReported(living.found.standing.at) ? INNOCENT : [...INNOCENT, MISPLACED];
}
const UNTOLD: readonly Said[] = [['Nothing to explain; where it is can be told from a location that the laptop reports.']];
const BESIDE: readonly Said[] = [['A home on record that is the middle of a postcode or a town, an old address, a partner, a desk that is not listed: ask where they work from.']];
const NOTHING: readonly Said[] = [['Nothing to explain; a farm near the claimed home looks the same.']];

/** Words for a laptop that is silent while its holder is at work. */
export function explainSilence(serial: Serial, { lastContact, silentDays, workDays, laptops, silent }: Silence, settings: Settings): Words {
  return {
    because: {
      headline: [{ ref: 'laptop', id: serial }, lastContact === undefined
        ? ` was never heard of, ${counted(silentDays, 'day')} after delivery and start, while its holder signed in on ${workDays} of the last ${settings.windowDays} days.`
        : ` is silent for ${counted(silentDays, 'day')}, while its holder signed in on ${workDays} of the last ${settings.windowDays} days.`],
      facts: [
        { label: 'Days without contact', value: [String(silentDays)], usual: `a weekend; more than ${settings.darkDays} for ${percent(settings.ordinarySilent, 1)} of starters at work` },
        { label: 'Days at work without it', value: [`${workDays} of ${settings.windowDays}`], usual: 'none: work is done on the laptop that was sent' },
        { label: 'Laptops of other starters that are silent', value: [`${silent} of ${laptops}`], usual: 'few; where many are, the source is dark' },
      ],
      innocent: [['A repair, or an agent that fails: ask the help desk.'], ['A laptop lost on the way: ask the carrier and the person.'], ['Another laptop that the record does not name: enter it in devices.csv.']],
    },
    clear: ['the help desk knows where the laptop is, and on what the person works'],
    look: { where: { 'event.action': ['sign-in', 'vpn-connected'] } },
  };
}
