import type { Custody } from '../detect/places/custody.ts';
import type { Hire } from '../detect/detector.ts';
import type { SourceSeen } from '../run/sources-seen.ts';
import { withMarksShown } from '../core/marks.ts';
import { say, type Said, type Wording } from '../core/said.ts';
import { dayOf } from '../core/time.ts';
import type { Names } from './names.ts';
import type { Things } from './things.ts';

/** Names that stand for ids in sentences. */
export interface Lexicon {
  readonly names: Names;
  readonly things: Things;
  /** The name of a tool as its maker writes it. */
  readonly toolName: (id: string) => string;
}

/** How an analyst reads references: people by pseudonym, machines and places by names that lead nowhere outside. */
function analystWording({ names, things, toolName }: Lexicon): Wording {
  return ({ ref, id }) => {
    switch (ref) {
      case 'hire': return names.of(id);
      case 'laptop': case 'place': case 'address': return things.of(ref, id);
      case 'tool': return toolName(id);
    }
  };
}

/** Names of programs, devices and towns come from laptops and vendors: marks in them that hide or turn other words are shown, and not obeyed. */
export function sentence(said: Said, lexicon: Lexicon): string {
  return withMarksShown(say(said, analystWording(lexicon)));
}

/** A sentence that stands by itself: one that begins with a name of ours (“laptop Fir-203”) begins with a capital all the same. */
export function headline(said: Said, lexicon: Lexicon): string {
  const text = sentence(said, lexicon);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What the silence of a source means, and how to mend it; the page says since when. */
export function sourceSaid({ state, times, successors = [] }: SourceSeen): string {
  switch (state) {
    case 'fresh': return `${times.toLocaleString('en-US')} ${times === 1 ? 'event' : 'events'} in 60 days.`;
    case 'late': return 'It is silent for longer than usual. Check that it still exports, if this goes on.';
    case 'dark': return 'What it would show cannot be seen, and counts for nobody. Check that it still exports, and collect again.';
    case 'replaced': return `${successors.map(({ name, kinds, since }) => `${name} brings ${kinds.join(', ')} since ${dayOf(since)}`).join('; ')}. If it was replaced, take it out of the settings; if it was not, check that it still exports.`;
  }
}

/** “Tulsa ± 16 km”: coarse, and never a point. Without a name, how far that is from the claimed home. */
export function seemsAt(custody: Custody | undefined): string {
  if (!custody) return 'no laptop of ours';
  if (!custody.seen_at) return custody.because;
  const { city, radius_km: radius } = custody.seen_at;
  const about = Math.max(COARSE_KM, radius);
  if (city) return `${city} ± ${about} km`;
  const [near, far] = custody.km_from_home ?? [];
  if (near === undefined || far === undefined) return `a place without a name, ± ${about} km`;
  const [low, high] = [Math.floor(near / COARSE_KM) * COARSE_KM, Math.ceil(far / COARSE_KM) * COARSE_KM];
  return low === 0 ? `within ${high.toLocaleString('en-US')} km of the claimed home` : `${low.toLocaleString('en-US')} to ${high.toLocaleString('en-US')} km from the claimed home`;
}

/** A laptop may know its place to a few metres; its page does not. */
export const COARSE_KM = 10;

/** The claimed home as “Tulsa, OK”; “unknown” where neither is on record. */
export function saysHome(hire: Hire | undefined): string {
  return [hire?.home_city, hire?.home_region?.split('-').at(-1)].filter(Boolean).join(', ') || 'unknown';
}

const QUESTIONS: Readonly<Record<string, (people: number) => string>> = {
  company: (people) => (people === 1 ? 'In whose home does this laptop stand?' : `Do ${count(people)} people keep their laptops in one home?`),
  place: (people) => `Where ${people === 1 ? 'does this laptop' : 'do these laptops'} live?`,
  identity: (people) => (people === 1 ? 'Does this identity belong to one person?' : `Do ${count(people)} people share one identity?`),
  session: (people) => `Who drives ${people === 1 ? 'this laptop' : 'these laptops'}?`,
  machine: (people) => `Is ${people === 1 ? 'this laptop' : 'any of these laptops'} driven from elsewhere?`,
  network: (people) => `Why ${people === 1 ? 'does this person sign' : 'do these people sign'} in through such networks?`,
  hours: (people) => `${people === 1 ? 'Does this person' : 'Do these people'} live where they say?`,
  human: (people) => `Who ${people === 1 ? 'is this person' : 'are these people'}?`,
};

/** The title of a case: a question about its heaviest family. */
export function titleOf(family: string | undefined, people: number): string {
  return (QUESTIONS[family ?? ''] ?? (() => 'What explains this?'))(people);
}

function count(number: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'][number] ?? String(number);
}
