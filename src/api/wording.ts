import { shortHash } from '../core/canonical.ts';
import type { Custody } from '../detect/custody.ts';
import type { Hire } from '../detect/detector.ts';
import { say, type Said, type Wording } from '../core/said.ts';
import type { Names } from './names.ts';

/** How an analyst reads references: people by pseudonym, machines and places by names that lead nowhere outside. */
export function analystWording(names: Names): Wording {
  return ({ ref, id }) => {
    switch (ref) {
      case 'hire': return names.of(id);
      case 'laptop': return `laptop ${mark(id)}`;
      case 'place': return `place ${mark(id)}`;
      case 'address': return `address ${mark(id)}`;
      case 'tool': return id;
    }
  };
}

/** Four letters and digits that stand for something private on one page: equal things look equal. */
function mark(id: string): string {
  return shortHash(`shown\0${id}`).slice(0, 4).toUpperCase();
}

export function sentence(said: Said, names: Names): string {
  return say(said, analystWording(names));
}

/** “Tulsa ± 16 km”: coarse, and never a point. */
export function seemsAt(custody: Custody | undefined): string {
  if (!custody) return 'no laptop of ours';
  if (!custody.seen_at) return custody.because;
  const { city, radius_km: radius } = custody.seen_at;
  return city ? `${city} ± ${radius} km` : `somewhere within ${radius} km; the place has no name`;
}

export function saysHome(hire: Hire | undefined): string {
  return [hire?.home_city, hire?.home_region?.split('-').at(-1)].filter(Boolean).join(', ') || 'unknown';
}

const QUESTIONS: Readonly<Record<string, (people: number) => string>> = {
  company: (people) => `Do ${count(people)} starters keep their laptops in one home?`,
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
