import type { HireId } from '../core/person.ts';
import { serialSpellings, spelledSerial } from '../core/spelling.ts';
import { DAY, HOUR, dayOf, type Instant } from '../core/time.ts';
import { openIn, PURPOSES, stateOf, whyNotAnswer, type StandingReveal } from '../run/reveals.ts';
import type { Store } from '../store/store.ts';
import type { IdentityView, RevealView } from './contract.ts';
import type { Names } from './names.ts';
import type { Scene } from './scene.ts';

/** A reveal as whoever asked, or may grant it, sees it: by pseudonym. */
export function revealView(reveal: StandingReveal, user: string, grants: boolean, now: Instant, latest: Instant, names: Names, whyUntold?: string): RevealView {
  const { id, at, by, about, hires, purpose, reason, granted, refused, alone, looks } = reveal;
  const state = stateOf(reveal, now);
  const open = openIn(reveal);
  const why = grants ? whyNotAnswer(reveal, user, now, 'grant', latest) : 'Your role may not grant it.';
  return {
    id, at, by, about, people: hires.map((hire) => names.of(hire)), purpose: PURPOSES[purpose], reason, state, isMine: by === user, looks: looks.length,
    ...(open ? { from: open.from, to: open.to } : {}), ...(granted ? { granted } : {}), ...(refused ? { refused } : {}), ...(alone ? { alone: { ...alone, ...(whyUntold === undefined ? {} : { why: whyUntold }) } } : {}),
    ...(why === undefined ? {} : { whyNotGrant: why }),
  };
}

/** Hosts and addresses are looked for so far back. */
const SEEN_DAYS = 30;
const MOST = 20;

/** Who some people are, as known now: name, mail, laptops, and where these were seen of late. */
export async function identitiesOf(store: Store, hires: readonly HireId[], { registry, names }: Pick<Scene, 'registry' | 'names'>, now: Instant): Promise<IdentityView['people']> {
  const during = { from: now - SEEN_DAYS * DAY, to: now + HOUR, asOf: now };
  const people: IdentityView['people'][number][] = [];
  for (const hire of hires) {
    const person = registry.hires.get(hire);
    const serials = [...registry.laptops.values()].filter(({ holder }) => holder === hire).map(({ serial }) => serial).sort();
    const seen = serials.length === 0 ? [] : await store.events.tally({ where: { 'device.serial_number': serials.flatMap(serialSpellings) }, by: ['device.serial_number', 'host.name', 'source.ip', 'day'], measure: { last: { max: '@timestamp' } } }, during);
    // What a laptop told in other hands, or where it was prepared, is somebody else's.
    const isTheirs = (row: (typeof seen)[number]): boolean => registry.directory.inHandsOf(spelledSerial(row['device.serial_number']!), dayOf(row.day!)) === hire;
    const newest = seen.filter(isTheirs).toSorted((a, b) => (b.last ?? 0) - (a.last ?? 0));
    people.push({
      pseudonym: names.of(hire), hireId: hire, name: person?.display_name, email: person?.email, serials,
      hosts: [...new Set(newest.flatMap((row) => row['host.name'] ?? []))].slice(0, MOST), addresses: [...new Set(newest.flatMap((row) => row['source.ip'] ?? []))].slice(0, MOST),
    });
  }
  return people;
}
