import { setFlagsFromString } from 'node:v8';

/**
 * Has the engine collect garbage sooner. Left to itself it lets a heap grow to several times what lives in it, so that a
 * run holds a quarter more memory; this costs a run about a tenth of its time. To be called before there is much to collect.
 */
export function keepHeapModest(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
