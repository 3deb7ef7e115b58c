import type { Instant } from '../../core/time.ts';
import type { Seq } from '../../store/store.ts';

/**
 * What somebody did: looked at people, was shown a list of people, asked for a change, was refused, signed in. `noted` is
 * what the chain says of itself.
 */
const DID = ['looked', 'listed', 'change', 'refused', 'signed-in', 'noted'] as const;
export type Did = (typeof DID)[number];

/** One thing that somebody did, or that a job did. It holds pseudonyms and ids, never what was read or sent. */
export interface AuditEntry {
  readonly at: Instant;
  readonly by: string;
  readonly role?: string;
  readonly from: 'page' | 'command' | 'job';
  readonly did: Did;
  /** Of a look what was looked at; of a change the route, the command or the job. */
  readonly what: string;
  /** Of the case, the person, the finding; of a change what stood in its address, of an import the kind, name and length of each table. */
  readonly id: string;
  /** By pseudonym; applicants who were not hired by a mark. */
  readonly people: readonly string[];
  readonly case?: string;
  readonly purpose?: string;
  /** Of a refusal: the number of the change that was asked for, and the status it was answered with. */
  readonly of?: Seq;
  readonly status?: number;
  /** So many malformed or too frequent requests before this one were not written down, because there were too many. */
  readonly unwritten?: number;
}

/** An entry as it stands in the chain. */
export interface Told extends AuditEntry {
  readonly n: Seq;
  /** When the entry before was made, as it says itself. A smaller `at` means that a clock was set back. */
  readonly before?: Instant;
  /** Of the first entry: the looks that were kept before there was a chain, and what they hash to. */
  readonly earlier?: { readonly count: number; readonly hash: string };
  /** The newest entry that this writer had seen and that was gone when it wrote again. */
  readonly cut?: { readonly n: Seq; readonly hash: string };
}
