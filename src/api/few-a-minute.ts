import { MINUTE, floorTo, type Instant } from '../core/time.ts';

/** Lets so many through a minute and counts the others, for journals that must not be filled by whoever tries. */
export interface FewAMinute {
  lets(at: Instant): boolean;
  /** So many were held back since the last time that it was told. */
  readonly held: number;
  told(): void;
}

export function fewAMinute(most: number): FewAMinute {
  let [minute, many, held] = [0, 0, 0];
  return {
    lets(at) {
      if (floorTo(at, MINUTE) !== minute) [minute, many] = [floorTo(at, MINUTE), 0];
      many += 1;
      if (many > most) held += 1;
      return many <= most;
    },
    get held() { return held; },
    told() { held = 0; },
  };
}
