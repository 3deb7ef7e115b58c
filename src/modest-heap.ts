import { setFlagsFromString } from 'node:v8';

/**
 * How the engine is started wherever the command is: what was made a moment ago may take so many MB, three times over, before
 * the engine looks what of it still lives. More only rests in memory: an import holds 50 MB less and takes no longer.
 * The engine takes it from its command line alone.
 */
export const SMALL_NURSERY = '--max-semi-space-size=8';

/**
 * Has the engine collect garbage sooner. Left to itself it lets a heap grow to several times what lives in it, so that a
 * run holds a quarter more memory; this costs a run about a tenth of its time. To be called before there is much to collect.
 */
export function keepHeapModest(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
