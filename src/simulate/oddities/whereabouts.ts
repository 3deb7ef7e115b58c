import { dateOf, instantOf } from '../clock.ts';
import type { Line, Place, World } from '../life.ts';
import { HOME_NUMBERS, addressOn, businessLine, homeAt, pointIn } from '../lines.ts';
import { METROS_ABROAD, US_METROS, type Metro } from '../metros.ts';
import { accountChanged } from '../records.ts';
import { tokenFor } from '../tokens.ts';
import { dayWithin, type Oddity } from './oddity.ts';

/** Moves house; most tell the company within weeks. */
export const mover: Oddity = {
  kind: 'mover', rate: 'movers',
  apply(life, world, draw) {
    if (life.home.metro.country !== 'US') return undefined;
    const day = dayWithin(life, world, draw, 5);
    const metro = draw.chance(0.5) ? life.home.metro : draw.pick(US_METROS);
    const home = homeAt(metro, { name: `second-${life.number}`, number: HOME_NUMBERS.second + (life.number % 290) }, world.knobs, draw.fork('home'));
    const stays = [...life.stays, { fromDay: day, toDay: Infinity, place: home }];
    if (!draw.chance(world.knobs.moversWhoTell)) return { ...life, stays };
    const knownFrom = instantOf(world.calendar, day + draw.int(18), 600 + draw.int(300), metro.zone);
    const row = { ...life.row, home_city: metro.city, home_region: metro.region, home_country: metro.country, home: home.at, time_zone: metro.zone };
    return {
      ...life, stays, changed: { row, knownFrom },
      diary: [...life.diary, accountChanged(knownFrom, life.row.email, 'address', tokenFor('address', `home/${home.at.lat},${home.at.lon}`), addressOn(home.line, day, 0))],
    };
  },
};

/** Takes the laptop on a trip; most trips are in travel.csv. */
export const traveller: Oddity = {
  kind: 'traveller', rate: 'travellers',
  apply(life, world, draw) {
    const fromDay = dayWithin(life, world, draw, 6);
    const toDay = fromDay + 1 + draw.int(9);
    const metro = draw.pick(draw.chance(world.knobs.tripsAbroad) ? METROS_ABROAD : US_METROS);
    const place: Place = { metro, at: pointIn(metro, draw), line: hotelLine(metro, draw.int(60)) };
    const declared = draw.chance(world.knobs.tripsDeclared);
    const row = {
      hire_id: life.hire, from: dateOf(world.calendar, fromDay), to: dateOf(world.calendar, toDay), city: metro.city, region: metro.region, country: metro.country,
      at: { lat: metro.lat, lon: metro.lon }, ...(life.row.manager_email ? { approved_by: life.row.manager_email } : {}),
    };
    return { ...life, stays: [...life.stays, { fromDay, toDay, place, ...(declared ? { row } : {}) }], kinds: declared ? life.kinds : [...life.kinds, 'traveller-undeclared'] };
  },
};

/** Meets colleagues at a hotel for three days; one such meeting a fortnight in the whole company. */
export const offsite: Oddity = {
  kind: 'offsite', rate: 'offsites',
  apply(life, world, draw) {
    const day = dayWithin(life, world, draw, 4);
    const fortnight = Math.floor(day / 14);
    const common = world.draw.fork(`offsite/${fortnight}`);
    const fromDay = fortnight * 14 + 1 + common.int(8);
    if (fromDay < life.startDay) return undefined;
    const metro = common.pick(US_METROS);
    const place: Place = { metro, at: { lat: metro.lat, lon: metro.lon }, line: hotelLine(metro, 60 + fortnight) };
    const row = { hire_id: life.hire, from: dateOf(world.calendar, fromDay), to: dateOf(world.calendar, fromDay + 2), city: metro.city, region: metro.region, country: metro.country, at: { lat: metro.lat, lon: metro.lon } };
    return { ...life, stays: [...life.stays, { fromDay, toDay: fromDay + 2, place, ...(draw.chance(0.7) ? { row } : {}) }] };
  },
};

/** Works from a co-working floor on some days. */
export const coworker: Oddity = {
  kind: 'cowork', rate: 'cowork',
  apply(life, world, draw) {
    if (life.row.work_mode !== 'remote' || life.home.metro.country !== 'US') return undefined;
    return { ...life, elsewhere: [...life.elsewhere, { place: coworkPlace(world, life.home.metro), share: draw.between(0.2, 0.8), badge: false }] };
  },
};

/** The co-working floor of a city; the company has listed some. */
export function coworkPlace(world: World, metro: Metro, listed = world.draw.fork(`cowork/${metro.code}`).chance(world.knobs.coworkListed)): Place {
  return { metro, at: { lat: metro.lat + 0.011, lon: metro.lon - 0.007 }, line: businessLine(metro, 'cowork', 1), ...(listed ? { placeId: `cowork-${metro.code}` } : {}) };
}

/** Lives on a campus, behind one line with thousands of others. */
export const onCampus: Oddity = {
  kind: 'campus', rate: 'campus',
  apply(life, world) {
    const { metro } = life.home;
    if (!metro.campus || life.row.work_mode !== 'remote') return undefined;
    const listed = world.draw.fork(`campus/${metro.code}`).chance(world.knobs.campusListed);
    return { ...life, home: { ...life.home, line: businessLine(metro, 'campus', 1, 3), ...(listed ? { placeId: `campus-${metro.code}` } : {}) } };
  },
};

function hotelLine(metro: Metro, number: number): Line {
  return businessLine(metro, 'hotel', number);
}

