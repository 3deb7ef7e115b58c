import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Spool } from './spool.ts';
import type { TokenDoor, TokenRow } from './tokens.ts';

/** Why something that was sent is refused before it is read. */
export type IntakeRefusal = 'no-token' | 'unknown-token' | 'other-source';

/** What intake over HTTP is put together from. */
export interface HttpIntake {
  readonly spool: Pick<Spool, 'append'>;
  readonly tokens: TokenDoor;
  readonly now: () => Instant;
  /** The most that one request may bring, unpacked. */
  readonly longestBytes: number;
  /** The company's key, under which keys of agents are signed. */
  readonly secret: () => Uint8Array;
  /** What agents of osquery are told to ask. */
  readonly osqueryConfig: () => unknown;
  /** Told of what the sender is not told. */
  readonly failed: (error: unknown) => void;
  /** Told why a request was refused; the sender is told no reason. */
  readonly refused: (why: IntakeRefusal) => void;
  /** Told of every request that came with a token, or with a key that an agent got for one. */
  readonly came: (row: TokenRow) => void;
  /** Told how many lines were kept. */
  readonly kept: (lines: number) => void;
}

/** Whoever is told to wait comes back after so many seconds. */
const RETRY_SECONDS = 10;

/** Says how much a route takes; the limit of the pages is another. */
export function sayLarge(mostBytes: number): (error: Error & { readonly code?: string }) => never {
  return (error) => {
    throw error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? new FarmwatchError('intake.large', { most: mostBytes / 1024 / 1024 }) : error;
  };
}

/** The source in the address, by its configured name. */
export function sourceOf(request: FastifyRequest): string {
  return (request.params as { readonly source: string }).source;
}

/** @throws FarmwatchError `intake.full`, also where the disk refuses; nothing is acknowledged then */
export async function keep(intake: HttpIntake, sender: TokenRow, lines: readonly string[], reply: FastifyReply): Promise<void> {
  // Why the disk refuses is nothing that a sender can mend.
  const kept = await intake.spool.append(sender.source, lines).catch((error: unknown) => intake.failed(error));
  if (kept !== 'kept') {
    void reply.header('retry-after', RETRY_SECONDS);
    throw new FarmwatchError('intake.full');
  }
  intake.kept(lines.length);
}
