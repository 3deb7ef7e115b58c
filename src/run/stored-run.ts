import type { Case } from '../cases/case.ts';
import type { Instant } from '../core/time.ts';
import type { Custody } from '../detect/places/custody.ts';
import type { Finding } from '../detect/detector.ts';
import type { Risk } from '../risk/risk.ts';
import type { Seq } from '../store/store.ts';
import type { Mute } from './mutes.ts';

/** What stood at one instant, and what it rested on. */
export interface Run {
  readonly asOf: Instant;
  readonly findings: readonly Finding[];
  readonly risks: readonly Risk[];
  readonly custody: readonly Custody[];
  /** All cases after this run, in order of id. */
  readonly cases: readonly Case[];
  /** The last act that was written when its cases were made: one that was written later counts after it, whenever it was done. Missing of older runs. */
  readonly acts?: Seq;
  /** Events that name nobody known, and events of machines nobody holds, over the last days. */
  readonly unjoined: { readonly strangers: number; readonly machines: number };
  /** Versions of detectors, catalogue and fusion that judged; `settings` names the newest accepted proposal, where there is one. */
  readonly versions: Readonly<Record<string, string | number>>;
  /** What was muted then; absent where nothing was. */
  readonly mutes?: readonly Mute[];
  /** Only what it said of people on hold is left, so it is not what stood; absent of whole runs. */
  readonly partial?: true;
}

/** True where some record was there of somebody it judged. */
export function knewSomebody({ findings, risks }: Pick<Run, 'findings' | 'risks'>): boolean {
  return findings.length > 0 || risks.some(({ coverage }) => Object.values(coverage).some((share) => share > 0));
}
