import type { HireId } from '../../core/person.ts';
import { bothHalfHours, eitherHalfHour, halfHoursIn, type HalfHours } from '../../core/half-hours.ts';
import { rememberLast } from '../../core/remember-last.ts';
import type { Day } from '../../core/time.ts';
import { blocklessReader, listedReader } from './at-listed.ts';
import type { Whom } from '../detector.ts';
import { isHiding, lineReader, markOf, placeSpeller, tokenLineReader, type PlaceKey } from './lines.ts';
import { offHoursReader } from '../off-hours.ts';
import type { AnyRow, PlaceWindow } from './place-rows.ts';
import { sharedExits, type LineSight } from './shared-exits.ts';
import { judgeTokens, type Tokens, type TokenSight } from './tokens.ts';
import { tripReader } from '../people/trips.ts';

/** A laptop in the hands of one holder; or, where a hire has no laptop in the data, that hire's sign-ins. */
export interface Node { readonly id: string; readonly hire: HireId; readonly bySignIn: boolean }

/** One laptop at one place on one day. */
export interface Stay {
  readonly node: string;
  readonly place: PlaceKey;
  readonly day: Day;
  /** Half hours of the day with contact here. */
  readonly halfHours: number;
  /** Of these, half hours of the night or a weekend in the holder's zone. */
  readonly offHours: number;
  /** Networks that announced the addresses. */
  readonly operators: ReadonlySet<number | undefined>;
}

export interface Whereabouts { readonly nodes: ReadonlyMap<string, Node>; readonly stays: readonly Stay[]; readonly tokens: Tokens }

/** Where each laptop was, day by day, as far as its network tells; days on an entered trip are left out. */
export function whereaboutsOf({ rows: { lines, routers, radios, located }, hires, places, travel, vouched, crowd }: PlaceWindow, tokenSpread: number): Whereabouts {
  return workOut(hires, lines, routers, radios, located, places, travel, vouched, crowd, tokenSpread);
}

type Rows = PlaceWindow['rows'];
interface Draft { readonly node: Node; readonly place: PlaceKey; readonly day: Day; seen: HalfHours; readonly operators: Set<number | undefined> }

/** Detectors of one run ask this with the same rows. The people come first, for they are there as long as the run is. */
const workOut = rememberLast((
  hires: PlaceWindow['hires'], lines: Rows['lines'], routers: Rows['routers'], radios: Rows['radios'], located: Rows['located'], places: PlaceWindow['places'], travel: PlaceWindow['travel'],
  vouched: PlaceWindow['vouched'], crowd: PlaceWindow['crowd'], tokenSpread: number,
): Whereabouts => {
  const nodes = new Map<string, Node>();
  const nodeOf = namer([lines, routers, radios, located], nodes);
  const byBlocks = lineReader({ places, vouched });
  const isBlockless = blocklessReader(places, located.filter((row) => hires.get((row.holder ?? row.person)!)?.inScope));
  const reads: typeof byBlocks = (line, kind) => { const says = byBlocks(line, kind); return says === 'somewhere' && isBlockless({ 'farmwatch.net.line': line }) ? 'listed' : says; };
  const lineSights = (rows: readonly AnyRow[], routerOf: (row: AnyRow) => string | undefined): readonly LineSight[] => rows.flatMap((row) => {
    const [node, line] = [nodeOf(row), row['farmwatch.net.line']];
    return node && line !== undefined && reads(line, row['farmwatch.net.kind']) === 'somewhere' ? [{ node: node.id, day: row.day, line, router: routerOf(row) }] : [];
  });
  const exits = sharedExits([...lineSights(lines, () => undefined), ...lineSights(routers, (row) => (row as Rows['routers'][number])['farmwatch.net.gateway_mac_token'])], crowd);
  const says: typeof reads = (line, kind) => (exits.has(line) ? 'nowhere' : reads(line, kind));
  const tokenSays = tokenLineReader({ places }, says);
  const placeOf = placeSpeller();
  const sights: (TokenSight & { readonly row: AnyRow })[] = [];
  const tokenRows = [
    ...routers.map((row) => ({ row, place: placeOf('router', row['farmwatch.net.gateway_mac_token']!) })),
    ...radios.map((row) => ({ row, place: placeOf('radio', row['farmwatch.net.bssid_token']!) })),
  ];
  for (const { row, place } of tokenRows) {
    const node = nodeOf(row);
    if (!node) continue;
    const line = row['farmwatch.net.line'];
    sights.push({ place, node: node.id, row, line, operator: row['source.as.number'], times: halfHoursIn(row.halfHours), says: line === undefined ? undefined : tokenSays(line, row['farmwatch.net.kind']) });
  }
  const behind = lines.flatMap((row) => {
    const [node, line] = [nodeOf(row), row['farmwatch.net.line']];
    return node && line !== undefined ? [{ node: node.id, line, says: says(line, row['farmwatch.net.kind']) }] : [];
  });
  const tokens = judgeTokens([...sights, ...locatedSights(located, hires, places, nodeOf)], tokenSpread, behind);

  const onTrip = tripReader(travel);
  const kept: Draft[] = [];
  const byNode = new Map<Node, Map<PlaceKey, Map<Day, Draft>>>();
  const draftOf = (node: Node, place: PlaceKey, day: Day): Draft => {
    const places = byNode.getOrInsertComputed(node, () => new Map());
    const days = places.getOrInsertComputed(place, () => new Map());
    return days.getOrInsertComputed(day, () => {
      const draft: Draft = { node, place, day, seen: 0, operators: new Set() };
      kept.push(draft);
      return draft;
    });
  };
  const note = (node: Node, row: AnyRow, place: PlaceKey): void => {
    if (onTrip(node.hire, row.day)) return;
    const stay = draftOf(node, place, row.day);
    stay.operators.add(row['source.as.number']);
    stay.seen = eitherHalfHour(stay.seen, row.halfHours);
  };
  for (const row of lines) {
    const node = nodeOf(row);
    const line = row['farmwatch.net.line']!;
    const said = says(line, row['farmwatch.net.kind']);
    if (node && said !== 'nowhere') note(node, row, placeOf(said === 'listed' ? 'listed' : 'line', line));
  }
  for (const { place, node, row, says: said } of sights) {
    if (tokens.everywhere(place)) continue;
    if (!tokens.listed(place)) note(nodes.get(node)!, row, place);
    // Behind a tunnel the token is all that tells of a day at the office.
    else if (said === undefined || said === 'nowhere') note(nodes.get(node)!, row, placeOf('listed', markOf(place)));
  }
  for (const { node, row, line } of hiddenDays(lines, nodeOf, { vouched, crowd }, new Set(sights.map(({ node }) => node)), new Set(kept.map(({ node, day }) => `${node.id} ${day}`)))) note(node, row, placeOf('listed', line));
  const offHours = offHoursReader();
  const stays = kept.map(({ node, place, day, seen, operators }): Stay => ({
    place, day, operators, node: node.id, halfHours: halfHoursIn(seen), offHours: halfHoursIn(bothHalfHours(seen, offHours(day, hires.get(node.hire)?.time_zone))),
  }));
  return { nodes, stays, tokens };
});

/**
 * Days that a laptop spent behind VPN services alone: nobody knows where, so they are days elsewhere, and tie nobody. Left
 * out are laptops that tell a router or radio, which says more, sign-ins of people, who use other machines too, and
 * exits of the whole company.
 */
function hiddenDays(
  lines: Rows['lines'], nodeOf: (row: Whom) => Node | undefined, { vouched, crowd }: Pick<PlaceWindow, 'vouched' | 'crowd'>, telling: ReadonlySet<string>, placed: ReadonlySet<string>,
): readonly { readonly node: Node; readonly row: AnyRow; readonly line: string }[] {
  const seen = lines.flatMap((row) => {
    const node = nodeOf(row);
    return node && !node.bySignIn ? [{ node, row, line: row['farmwatch.net.line']! }] : [];
  });
  const common = sharedExits(seen.map(({ node, row, line }) => ({ node: node.id, day: row.day, line, router: undefined })), crowd);
  return seen.filter(({ node, row, line }) => isHiding(row['farmwatch.net.kind']) && !vouched(line) && !common.has(line) && !telling.has(node.id) && !placed.has(`${node.id} ${row.day}`));
}

/**
 * Routers and radios from which laptops say where they are: at a listed place, or not. Of people outside scope the rows go
 * after some days, and what is told of a router must not go with them.
 */
function locatedSights(located: Rows['located'], hires: PlaceWindow['hires'], places: PlaceWindow['places'], nodeOf: (row: Whom) => Node | undefined): readonly TokenSight[] {
  const isAtListed = listedReader(places);
  const placeOf = placeSpeller();
  return located.flatMap((row): readonly TokenSight[] => {
    const { 'farmwatch.net.gateway_mac_token': router, 'farmwatch.net.bssid_token': radio } = row;
    const at = isAtListed(row);
    const node = at === undefined || (router === undefined && radio === undefined) ? undefined : nodeOf(row);
    if (!node || !hires.get(node.hire)?.inScope) return [];
    const sight = { node: node.id, line: undefined, operator: undefined, times: halfHoursIn(row.halfHours), says: at ? 'listed' as const : 'somewhere' as const };
    return [...(router === undefined ? [] : [{ ...sight, place: placeOf('router', router) }]), ...(radio === undefined ? [] : [{ ...sight, place: placeOf('radio', radio) }])];
  });
}

/** Rows are a laptop's; those of people without any laptop in the data are a person's, a weaker thing to lean on. */
function namer(all: readonly (readonly Whom[])[], nodes: Map<string, Node>): (row: Whom) => Node | undefined {
  const equipped = new Set<HireId>();
  for (const rows of all) {
    for (const { laptop, holder } of rows) if (laptop !== undefined && holder !== undefined) equipped.add(holder);
  }
  return ({ laptop, holder, person }) => {
    const issued = laptop !== undefined && holder !== undefined;
    const hire = issued ? holder : person;
    if (hire === undefined || (!issued && equipped.has(hire))) return undefined;
    const id = issued ? `${hire}/${laptop}` : `${hire}/`;
    return nodes.getOrInsertComputed(id, () => ({ id, hire, bySignIn: !issued }));
  };
}
