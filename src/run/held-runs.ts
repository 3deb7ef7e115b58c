import type { Kept } from '../store/store.ts';
import type { Listed } from './run-parts.ts';
import type { Run } from './stored-run.ts';

interface Held { readonly id: string; readonly revision: string; readonly run: Run }

/** The newest run, which every page asks for, and the one that was read or written last, which the next question is mostly about. */
export interface HeldRuns {
  isHeld(kept: Kept<Listed>): boolean;
  open(kept: Kept<Listed>, isNewest?: boolean): Promise<Run | undefined>;
  holdLast(held: Held): void;
}

export function heldRuns(runOf: (listed: Listed) => Promise<Run | undefined>): HeldRuns {
  let [newest, last]: [Held | undefined, Held | undefined] = [undefined, undefined];
  const unpackOnce = sharingReads(runOf);
  const heldOf = ({ value, revision }: Kept<Listed>): Held | undefined => [newest, last].find((held) => held?.id === value.id && held.revision === revision);
  return {
    isHeld: (kept) => heldOf(kept) !== undefined,
    async open(kept, isNewest = false) {
      const held = heldOf(kept) ?? await unpackOnce(kept);
      if (isNewest) newest = held;
      else last = held;
      return held?.run;
    },
    holdLast(held) { last = held; },
  };
}

/** Whoever asks for a run that is being unpacked waits for the same. */
function sharingReads(runOf: (listed: Listed) => Promise<Run | undefined>): (kept: Kept<Listed>) => Promise<Held | undefined> {
  const underWay = new Map<string, Promise<Held | undefined>>();
  const read = async ({ value, revision }: Kept<Listed>): Promise<Held | undefined> => {
    const run = await runOf(value);
    return run && { id: value.id, revision, run };
  };
  return (kept) => {
    const name = `${kept.value.id}/${kept.revision}`;
    const begun = underWay.get(name);
    if (begun) return begun;
    const one = read(kept).finally(() => underWay.delete(name));
    underWay.set(name, one);
    return one;
  };
}
