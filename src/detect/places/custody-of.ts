import { counted } from '../../core/counted.ts';
import { countryName, isAbroad } from '../../core/countries.ts';
import { apartKm, type Spot } from '../../core/geo.ts';
import type { HireId, Serial } from '../../core/person.ts';
import { DAY, dayOf, type Day, type Instant } from '../../core/time.ts';
import { blocklessReader } from './at-listed.ts';
import type { CustodyValues } from './custody-settings.ts';
import type { Custody } from './custody.ts';
import type { Hire, Laptop } from '../detector.ts';
import { isSettledBy } from '../people/homes.ts';
import { defaultRouters, keptThere, type Keeping } from './kept-there.ts';
import { placeReader, rowReader } from './lines.ts';
import { onLocalDay } from './local-days.ts';
import { livingTogether, type Together } from './living-together.ts';
import { broughtTo, isSince, scansReader, type ScanRow, type Scans } from './parcels.ts';
import type { RadioRow } from './place-rows.ts';
import type { Registry } from '../people/registry.ts';
import type { Crowd } from '../run.ts';
import { zoneReader } from './place-clock.ts';
import { cannotTell, keptVerdict, regionOf, tellingOf, verdictOf, weigh, type Judged, type Knowledge } from './place-verdict.ts';
import { sharedExits } from './shared-exits.ts';
import { readerOf } from './sights.ts';
import { tripReader } from '../people/trips.ts';
import type { WhereaboutsRow } from './whereabouts.ts';

/** What was heard of laptops. */
export interface Heard {
  /** Latest event by laptop, over all that is kept. */
  readonly lastContact: ReadonlyMap<string, Instant>;
  /** People on whose machines a placeholder stands for the serial number. */
  readonly nameless: ReadonlySet<HireId>;
  /** Laptops of which more was heard lately than that somebody signed in with them. */
  readonly speaking: ReadonlySet<Serial>;
  /** People of whom, or of whose laptops, something was heard lately. */
  readonly atWork: ReadonlySet<HireId>;
  /** Machines are hardly ever told by serial number here, but by names. */
  readonly byNames?: boolean;
  /** So late records of laptops usually come in here, ms. */
  readonly lag?: number;
  /** When a carrier delivered laptops of which no table says so. */
  readonly deliveries?: ReadonlyMap<Serial, Instant>;
  /** The access points that laptops told. */
  readonly radios?: readonly RadioRow[];
  /** What carriers scanned. */
  readonly scans?: readonly ScanRow[];
  /** What is left of people outside scope. */
  readonly crowd?: Crowd;
}

/**
 * One verdict for each issued laptop, first match wins.
 *
 * @param rows the counts of `WHEREABOUTS` over its days
 */
export function custodyOf(registry: Registry, rows: readonly WhereaboutsRow[], heard: Heard, settings: CustodyValues): readonly Custody[] {
  // Rows are counted by days: that in which the window begins is in it where most of it is.
  const from = dayOf(registry.asOf - settings.windowDays * DAY + DAY / 2);
  const byLaptop = Map.groupBy(rows.filter((row) => row.laptop !== undefined), (row) => row.laptop!);
  const { crowd = () => 0 } = heard;
  const says = saysOf(registry, rows, crowd);
  const zoneNear = zoneReader(registry);
  const company: Company = {
    registry, settings, zoneNear, keeping: { from, asOf: registry.asOf, settings, says, onTrip: tripReader(registry.travel), zoneNear, defaults: defaultRouters(rows, says, settings) }, reader: readerOf(registry, rows, settings), together: livingTogether(registry, rows, heard.radios ?? [], from, crowd, settings), isListed: listedRows(registry, rows), scansOf: scansReader(heard.scans ?? []),
  };
  const silenceOf = silenceReader(registry, heard, settings);
  return [...registry.laptops.values()].sort((a, b) => (a.serial < b.serial ? -1 : 1)).map((laptop): Custody => {
    const last = contactOf(laptop, heard.lastContact.get(laptop.serial), heard, registry);
    return {
      serial: laptop.serial, hire_id: laptop.holder ?? null,
      ...(laptop.shipTo ? { shipped_to: laptop.shipTo } : {}), ...(last === undefined ? {} : { last_contact: last }),
      ...(silenceOf(laptop, last) ?? placeOf(laptop, byLaptop.get(laptop.serial) ?? [], company)),
    };
  });
}

/** When it was delivered, by the tables, else by the carrier. */
function deliveryOf({ serial, deliveredAt }: Laptop, deliveries: Heard['deliveries']): Instant | undefined {
  return deliveredAt ?? deliveries?.get(serial);
}

/** What was heard before it was sent, or in other hands, was heard of somebody else: of the holder before, or of whoever set it up. */
function contactOf(laptop: Laptop, contact: Instant | undefined, { deliveries }: Heard, { directory }: Registry): Instant | undefined {
  if (contact === undefined) return undefined;
  const holder = laptop.holder === undefined ? undefined : directory.holderOf(laptop.serial, contact);
  const since = deliveryOf(laptop, deliveries) ?? laptop.shippedAt;
  return (since !== undefined && dayOf(contact) < dayOf(since)) || (holder !== undefined && holder !== laptop.holder) ? undefined : contact;
}

/** What all laptops of a company have in common. */
interface Company extends Knowledge {
  readonly keeping: Keeping;
  readonly together: ReadonlyMap<Serial, Together>;
  readonly isListed: (row: WhereaboutsRow) => boolean;
  readonly scansOf: Scans;
}

/** So many of the laptops of people at work have to tell of themselves, else one that does not tells nothing: sign-ins seldom name a laptop, in a browser never. */
const MOSTLY_SPEAKING = 0.5;

/** What is said of a laptop that was not heard of, ever or lately. Silence tells nothing where laptops are hardly heard of by serial number. */
function silenceReader({ laptops, hires, asOf }: Registry, { lastContact, speaking, nameless, atWork, deliveries, byNames = false, lag = 0 }: Heard, settings: CustodyValues): (laptop: Laptop, contact: Instant | undefined) => Judged | undefined {
  const isAnyHeardOf = [...laptops.keys()].some((serial) => lastContact.has(serial));
  const isAtWork = (holder: HireId | undefined): boolean => holder !== undefined && atWork.has(holder);
  const deliveredAt = (laptop: Laptop): Instant | undefined => deliveryOf(laptop, deliveries);
  const daysSince = (laptop: Laptop): number | undefined => {
    const at = deliveredAt(laptop);
    return at === undefined ? undefined : Math.floor((asOf - at) / DAY);
  };
  const due = [...laptops.values()].filter((laptop) => laptop.returnedAt === undefined && isAtWork(laptop.holder) && (daysSince(laptop) ?? 0) >= settings.neverSeenDays);
  const telling = due.filter(({ serial }) => speaking.has(serial)).length;
  const isNameless = (holder: HireId | undefined): boolean => holder !== undefined && nameless.has(holder);
  const saysLittle = telling < due.length * MOSTLY_SPEAKING;
  const silent = (judged: Judged, holder: HireId | undefined): Judged => {
    if (isNameless(holder)) return cannotTell('Its holder works on a machine that tells a placeholder instead of its serial number: it may be this one.');
    return saysLittle && isAtWork(holder) ? cannotTell(`Its holder is at work, and little tells of laptops here but sign-ins, which seldom name one: ${telling} of ${due.length} laptops of people at work tell of themselves.`) : judged;
  };
  const late = cannotTell(`Records of laptops come in up to ${counted(Math.ceil(lag / DAY), 'day')} late here: what it did lately may not have come in yet. Send them sooner to have it told sooner.`);
  return (laptop, last) => {
    const { returnedAt, holder } = laptop;
    const isSilent = last === undefined || asOf - last > settings.darkDays * DAY;
    if (returnedAt !== undefined && isSilent) return cannotTell(`It came back on ${dayOf(returnedAt)}, so nothing is expected of it.`);
    if (last === undefined) {
      const waited = daysSince(laptop);
      if (waited === undefined) return cannotTell(onItsWay(laptop));
      if (waited < settings.neverSeenDays) return cannotTell('Delivered only just; no contact so far.');
      if (asOf - deliveredAt(laptop)! - lag < settings.neverSeenDays * DAY) return late;
      if (!isAnyHeardOf) return cannotTell('No laptop of the company was ever heard of by its serial number: no source that tells it is connected.');
      if (byNames) return cannotTell('Machines here tell names and hardly ever serial numbers: it may have been heard of under a name that is not known to be its own.');
      return silent({ verdict: 'never-seen', confidence: settings.sureSilence, because: unheard(waited, holder === undefined ? undefined : hires.get(holder), asOf) }, holder);
    }
    const days = (asOf - last) / DAY;
    if (days > settings.darkDays && asOf - last - lag <= settings.darkDays * DAY) return late;
    return days > settings.darkDays ? silent({ verdict: 'dark', confidence: settings.sureSilence, because: `No contact for ${counted(Math.floor(days), 'day')}.` }, holder) : undefined;
  };
}

/** A laptop of which no delivery is known. */
function onItsWay({ shippedAt }: Laptop): string {
  return shippedAt === undefined ? 'No delivery and no contact is known.' : `Sent on ${dayOf(shippedAt)}; neither a delivery nor a contact since is known.`;
}

/** A laptop often arrives before the first day of work, and waits for it. */
function unheard(waited: number, hire: Hire | undefined, asOf: Instant): string {
  return `Delivered ${waited} days ago and ${hire && hire.startsAt > asOf ? `not heard of so far; the first day of work is ${hire.start_date}` : 'never heard of since'}.`;
}

/** Whoever comes back to a line of which no table knows the place was somewhere else, and is not there now. */
function leftAgain(there: ReadonlySet<Day>, days: ReadonlySet<Day>, { minimumDays }: CustodyValues): Judged | undefined {
  const last = [...there].sort().at(-1)!;
  const since = [...days].filter((day) => day > last).length;
  return since < minimumDays ? undefined : cannotTell(`It was far from where it is expected until ${last}, and not seen there on the ${since} days with data since.`);
}

function placeOf(laptop: Laptop, all: readonly WhereaboutsRow[], company: Company): Judged {
  const { registry, settings, keeping } = company;
  const hire = laptop.holder === undefined ? undefined : registry.hires.get(laptop.holder);
  // Days before a move say nothing about the new home, nor do those in other hands. Of one evening two UTC days would be made.
  const settled = all.filter((row) => row.holder === laptop.holder && isSince(row, laptop) && (!hire || isSettledBy(hire, row.day))).map((row) => onLocalDay(row, hire?.time_zone));
  const rows = settled.filter(({ day }) => day >= keeping.from);
  const days = new Set(rows.map((row) => row.day));
  if (days.size < settings.minimumDays) return cannotTell(`${days.size === 0 ? 'None' : days.size} of the last ${settings.windowDays} days ${days.size > 1 ? 'tell' : 'tells'} of a place in the hands of its holder.`);

  const brought = hire && broughtTo(laptop, hire, company.scansOf);
  const kept = brought && keptThere(settled, brought, laptop, hire, keeping);
  const { isListed } = company;
  // What named the place on earlier days counts as well, as it does for the weight of it.
  const before = settled.filter((row) => row.day < keeping.from && !(hire && keeping.onTrip(hire.hire_id, row.day)) && !isListed(row));
  const found = weigh(rows, laptop, hire, company, { before, brought, kept });
  const shared = company.together.get(laptop.serial);
  const region = found ? tellingOf(regionOf(found, hire, settings, shared && agreedBy(shared, hire?.home, registry, settings))) : {};
  if (shared) {
    return {
      verdict: 'shared-place', others: shared.others, confidence: shared.by === 'router' ? settings.sureRouter : settings.sureLine,
      because: `Settled on ${Math.min(shared.days, settings.windowDays)} of the last ${settings.windowDays} days at ${{ line: 'a line', router: 'a router', radio: 'an access point' }[shared.by]} where another person's laptop is settled too.`, ...region,
    };
  }
  const listed = new Set(rows.filter(isListed).map(({ day }) => day));
  if (listed.size * 2 >= days.size) return { verdict: 'expected', confidence: 1 - settings.misplacedOwn, because: `Seen at a place the company vouches for on ${listed.size} of ${counted(days.size, 'day')} with data.`, ...region };
  if (!found) return kept ? keptVerdict(kept, hire, settings) : cannotTell(placelessSaid(rows, hire));
  const verdict = verdictOf(found, laptop, hire, company);
  const left = verdict.verdict === 'elsewhere' ? leftAgain(found.standing.days, days, settings) : undefined;
  // Where it was is no place where it is.
  return left ?? { ...region, ...verdict };
}

/** Rows of a place of the list, by its address blocks, or by what laptops report where it has none. */
function listedRows({ places }: Registry, rows: readonly WhereaboutsRow[]): Company['isListed'] {
  const [listed, isBlockless] = [placeReader(places), blocklessReader(places, rows)];
  return (row) => (row['farmwatch.net.line'] !== undefined && listed(row['farmwatch.net.line']) !== undefined) || isBlockless(row);
}

/**
 * Of laptops that stand together at most those of one home are at home, so that home vouches for the place only where the
 * records of all of them name it. Another address to which one was sent does, for nobody claims to live there.
 */
function agreedBy({ with: others }: Together, home: Spot | undefined, { laptops, hires }: Pick<Registry, 'laptops' | 'hires'>, { townKm, nearKm }: CustodyValues): (spot: Spot) => boolean {
  const theirs = [...others].flatMap((serial) => {
    const laptop = laptops.get(serial);
    const known = [laptop?.holder === undefined ? undefined : hires.get(laptop.holder)?.home, laptop?.shipTo].filter((spot) => spot !== undefined);
    return known.length === 0 ? [] : [known];
  });
  return (spot) => (home !== undefined && apartKm(home, spot) > nearKm) || theirs.every((known) => known.some((one) => apartKm(one, spot) <= townKm));
}

/** Of many lines abroad tables know the country and no town. */
function placelessSaid(rows: readonly WhereaboutsRow[], hire: Hire | undefined): string {
  const countries = new Set(rows.filter((row) => row['farmwatch.net.kind'] === 'home').flatMap((row) => row['source.geo.country_iso_code'] ?? []));
  const [country] = countries;
  return countries.size === 1 && isAbroad(country, hire?.home_country) ? `Only addresses without a place were seen; tables put them into another country (${countryName(country!)}).` : 'Only addresses without a place were seen.';
}

/** What lines tell of a place; those that many homes leave by tell nothing, though no list says so. */
function saysOf(registry: Registry, rows: readonly WhereaboutsRow[], crowd: Crowd): Keeping['says'] {
  const reads = rowReader(registry);
  const exits = sharedExits(rows.flatMap(({ laptop: node, day, 'farmwatch.net.line': line, 'farmwatch.net.gateway_mac_token': router }) => (node === undefined || line === undefined ? [] : [{ node, day, line, router }])), crowd);
  return (row) => (exits.has(row['farmwatch.net.line']!) ? 'nowhere' : reads(row));
}
