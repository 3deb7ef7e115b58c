import type { FastifyInstance } from 'fastify';
import { MINUTE, SECOND, type Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import { drainer, type DrainTrouble } from './drain.ts';
import { follower, type Followed, type Unfollowed } from './follow/follower.ts';
import { addIntakeRoutes } from './http.ts';
import type { IntakeRefusal } from './http-parts.ts';
import { openSpool, type SpoolState } from './spool.ts';
import type { Listener, PortCounts, SyslogPort } from './syslog-port.ts';
import { listen } from './syslog-server.ts';
import { tokenBook, tokenDoor } from './tokens.ts';

/** How often what stands is written down, for other processes: what changed soon, so that who mends something sees it. */
const [SNAPSHOT_MS, CHANGED_MS] = [MINUTE, 10 * SECOND];
/** A revoked token is refused after so long at the latest. */
const TOKENS_MS = 5 * SECOND;

/** How intake stands; also kept on a shelf, so that another process can say it. */
export interface IntakeState {
  readonly id: 'state';
  readonly at: Instant;
  readonly ports: readonly ({ readonly protocol: string; readonly host: string; readonly port: number; readonly source: string } & Readonly<PortCounts>)[];
  readonly http: { readonly requests: number; readonly kept: number; /** Requests that were refused since the server started, by reason; absent in what an older server said. */ readonly refused?: Readonly<Record<IntakeRefusal, number>>; readonly refusedAt?: Instant };
  readonly spool: SpoolState;
  readonly trouble: DrainTrouble | null;
  readonly unread: readonly Unfollowed[];
}

export interface IntakeParts {
  readonly store: Pick<Store, 'shelf'>;
  /** Folder of the spool. */
  readonly folder: string;
  readonly spoolBytes: number;
  readonly longestMessageBytes: number;
  readonly longestRequestBytes: number;
  readonly ports: readonly SyslogPort[];
  readonly followed: readonly Followed[];
  readonly now: () => Instant;
  /** Stores what is in a segment of a source. */
  readonly storeSegment: (source: string, segment: string) => Promise<void>;
  /** The company's key. */
  readonly secret: () => Uint8Array;
  readonly osqueryConfig: () => unknown;
  /** Told of what nobody else can be told. */
  readonly failed: (error: unknown) => void;
}

/** All ways by which records are sent or appended, and the spool behind them. */
export interface Intake {
  /** Adds the routes of intake over HTTP to a server. */
  addRoutes(server: FastifyInstance): Promise<void>;
  readonly listeners: readonly Listener[];
  state(): IntakeState;
  /** Takes nothing more by syslog or from files; resolves when what was read is kept. */
  stopListening(): Promise<void>;
  /** Stores what waits, for up to so long; the rest waits for the next start. */
  stop(withinMs: number): Promise<void>;
}

function countsOf({ at: _, ...counts }: IntakeState): string {
  return JSON.stringify(counts);
}

/** How intake stood when a server last said so; undefined where none ever did. */
export async function lastState(store: Pick<Store, 'shelf'>): Promise<IntakeState | undefined> {
  return (await stateShelf(store).get('state'))?.value;
}

function stateShelf(store: Pick<Store, 'shelf'>): ReturnType<typeof store.shelf<IntakeState>> {
  return store.shelf<IntakeState>('intake');
}

/**
 * Opens the spool and everything that fills and empties it.
 *
 * @throws FarmwatchError where a port, a certificate or the folder cannot be had; nothing is left open then
 */
export async function openIntake(parts: IntakeParts): Promise<Intake> {
  const { store, now, failed, secret } = parts;
  const spool = await openSpool({ folder: parts.folder, boundBytes: parts.spoolBytes, now });
  const listeners: Listener[] = [];
  try {
    for (const port of parts.ports) listeners.push(await listen(port, { spool, now, longestBytes: parts.longestMessageBytes, failed }));
  } catch (error) {
    await Promise.all(listeners.map((listener) => listener.close()));
    await spool.close();
    throw error;
  }
  const tokens = tokenBook(store);
  const door = tokenDoor(tokens, secret);
  const lastUse = new Map<string, Instant>();
  const http: { requests: number; kept: number; refused: Record<IntakeRefusal, number>; refusedAt?: Instant } = { requests: 0, kept: 0, refused: { 'no-token': 0, 'unknown-token': 0, 'other-source': 0 } };
  const drain = drainer({ spool, store: parts.storeSegment, now });
  const files = follower({ followed: parts.followed, spool, store, now });
  const state = (): IntakeState => ({
    id: 'state', at: now(), http: { ...http, refused: { ...http.refused } }, spool: spool.state(), trouble: drain.trouble ?? null, unread: files.unread,
    ports: listeners.map(({ port: { protocol, host, source }, at, counts }) => ({ protocol, host, port: at, source, ...counts })),
  });
  let written = { at: 0, counts: '' };
  const writeDown = async (): Promise<void> => {
    try {
      const stands = state();
      written = { at: stands.at, counts: countsOf(stands) };
      await stateShelf(store).put(stands);
      for (const [id, at] of lastUse) await tokens.used(id, at);
      lastUse.clear();
    } catch (error) {
      failed(error);
    }
  };
  const clocks = [
    setInterval(() => {
      if (countsOf(state()) !== written.counts || now() - written.at >= SNAPSHOT_MS) void writeDown();
    }, CHANGED_MS).unref(),
    // While the store is away, those that are known stay so.
    setInterval(() => void door.refresh().catch(() => {}), TOKENS_MS).unref(),
  ];
  await door.refresh().catch(failed);
  drain.start();
  files.start();
  await writeDown();
  let quiet: Promise<void> | undefined;
  const stopListening = (): Promise<void> => (quiet ??= Promise.all([files.stop(), ...listeners.map((listener) => listener.close())]).then(() => {}));
  return {
    listeners, state, stopListening,
    addRoutes: (server) => addIntakeRoutes(server, {
      spool, tokens: door, now, secret, failed, longestBytes: parts.longestRequestBytes, osqueryConfig: parts.osqueryConfig,
      refused(why) {
        http.refused[why]++;
        http.refusedAt = now();
      },
      came({ id }) {
        lastUse.set(id, now());
        http.requests++;
      },
      kept(lines) {
        http.kept += lines;
      },
    }),
    async stop(withinMs) {
      await stopListening();
      clocks.forEach((clock) => clearInterval(clock));
      await drain.stop(withinMs);
      // A store that is away is not waited for again.
      if (!drain.trouble) await writeDown();
      await spool.close();
    },
  };
}
