import { memoryStore } from '../support/memory-store.ts';
import { happenings, SLOW } from '../support/small-company.ts';
import { RUNS, companyIn, shuffled, told } from '../support/told-lines.ts';

export interface Shuffles { readonly seeds: number; readonly lines: number; /** Seeds with lines that differ. */ readonly differ: readonly string[] }

/**
 * The rows of a small company in other orders, some twice, in other batches: all lines of all runs, history included,
 * are held against those of the rows in order.
 *
 * @param from number of the first order, to go on with a run that was cut off
 */
export async function shuffles({ seeds, seed, from = 0, say = () => {} }: { readonly seeds: number; readonly seed: string; readonly from?: number; readonly say?: (line: string) => void }): Promise<Shuffles> {
  const events = happenings(SLOW);
  const linesOf = async (batches: Parameters<typeof companyIn>[1]): Promise<Readonly<Record<string, string>>> => {
    const line = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), batches);
    await line.replay(RUNS, () => {});
    return told(line);
  };
  const expected = await linesOf([events]);
  const differ: string[] = [];
  for (let nth = from; nth < from + seeds; nth++) {
    const found = await linesOf(shuffled(events, `${seed}/${nth}`));
    if (JSON.stringify(found) !== JSON.stringify(expected)) differ.push(`${seed}/${nth}`);
    if ((nth + 1) % 50 === 0) say(`${nth + 1 - from} of ${seeds} orders, up to number ${nth}, ${differ.length} differ`);
  }
  return { seeds, lines: Object.keys(expected).length, differ };
}
