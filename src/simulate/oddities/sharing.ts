import type { Random } from '../../core/random.ts';
import type { Life, World } from '../life.ts';
import { hexOf, tokenFor } from '../tokens.ts';

/** Honest things that two people of two homes have in common. They come to pairs, as households do. */

/** Siblings in homes of their own: a tablet that one gave the other approves some sign-ins of both. */
export function sibling(life: Life, pair: number): Life {
  const share = life.draw.fork('sibling').between(0.1, 0.6);
  return { ...life, otherFactor: { token: tokenFor('factor', `tablet/${pair}`), share }, kinds: [...life.kinds, 'sibling'] };
}

/** A monitor that stood with one colleague, and then with another who bought it. */
export function passedMonitor(life: Life, world: World, pair: number, first: boolean, common: Random): Life {
  const day = 5 + common.int(Math.max(1, world.calendar.days - 10));
  const display = { maker: 'DEL', code: 'a0f1', name: 'DELL U2720Q', serial: hexOf(`passed-display/${world.seed}/${pair}`, 10).toUpperCase(), ...(first ? { untilDay: day } : { fromDay: day + 1 + common.int(4) }) };
  const [laptop, ...others] = life.laptops;
  return laptop === undefined ? life : { ...life, laptops: [{ ...laptop, displays: [...laptop.displays, display] }, ...others], kinds: [...life.kinds, 'monitor-passed-on'] };
}

