import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withoutMarks } from '../core/marks.ts';
import type { Versioned } from '../core/person.ts';
import { MINUTE } from '../core/time.ts';
import { readHistory } from '../detect/people/registry.ts';
import { auditOf } from '../run/audit/audit.ts';
import type { AuditEntry } from '../run/audit/entry.ts';
import type { Seq } from '../store/store.ts';
import type { Session } from './session-book.ts';
import { wantedBy } from './access-routes.ts';
import { fewAMinute } from './few-a-minute.ts';
import { keptFor } from './kept-for.ts';
import type { ApiParts } from './parts.ts';
import { SESSION_COOKIE, secretOf } from './session.ts';

/** Answers that show many people at once. Looks at one person or case are written down by their routes. */
const LISTS = new Set(['/api/queue', '/api/hires', '/api/devices', '/api/devices.csv', '/api/device-acts/waiting', '/api/cases/:id/similar']);
/** Refusals that say that somebody tried what is not theirs, or what another changed first. */
const REFUSED = new Set([401, 403, 409]);
/** Requests that were malformed, too large or too many. Written down is that they came, never what they held. */
const ODD = new Set([400, 413, 415, 429]);
/** So many of them in a minute say all that there is to say. */
const ODD_A_MINUTE = 30;
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
const LONGEST_ID = 200;
const NOBODY = 'somebody not signed in';
const SOMEBODY = 'somebody';

/**
 * Writes down every change that is asked for, before it takes place, and what was refused; of each the route and what
 * stood in its address, never what was sent, but for tables that are imported: their kind, their name and how long they
 * are; of requests that were malformed or too many the route alone, thirty a minute.
 * Where that fails, the request fails.
 *
 * A change that was asked for and did not take place is followed by an entry that names its number.
 */
export function addAudit(server: FastifyInstance, parts: ApiParts): void {
  const audit = auditOf(parts.store);
  const odd = fewAMinute(ODD_A_MINUTE);
  const asked = new WeakMap<FastifyRequest, Seq>();
  const settled = new WeakSet<FastifyRequest>();
  const callings = keptFor(CALLED_FOR, parts.now, () => callingsIn(parts.store));

  const sessionIn = async (secret: string | undefined): Promise<Session | undefined> => (secret === undefined ? undefined : parts.accounts.find(secret, parts.now()));
  const entryOf = async (request: FastifyRequest, session: Pick<Session, 'user' | 'role'> | undefined, did: AuditEntry['did']): Promise<AuditEntry> => ({
    at: parts.now(), by: session?.user ?? NOBODY, ...(session ? { role: session.role } : {}), from: 'page', did, what: `${request.method} ${routeOf(request)}`, ...await subjectOf(request, parts, callings),
  });

  server.addHook('preHandler', async (request) => {
    if (READS.has(request.method)) return;
    const session = await sessionIn(secretOf(request));
    if (session) asked.set(request, await audit.append(await entryOf(request, session, 'change')));
  });

  server.addHook('onSend', async (request, reply) => {
    if (settled.has(request) || !request.url.startsWith('/api/')) return;
    // A failure of what follows is answered too, and says itself that it failed.
    settled.add(request);
    try {
      await settle(request, reply);
    } catch (error) {
      // Nobody is signed in by an answer that says that it failed.
      reply.removeHeader('set-cookie');
      throw error;
    }
  });

  const noteOdd = async (request: FastifyRequest, status: number): Promise<void> => {
    const at = parts.now();
    if (!odd.lets(at)) return;
    const session = await sessionIn(secretOf(request));
    await audit.append({
      at, by: session?.user ?? NOBODY, ...(session ? { role: session.role } : {}), from: 'page', did: 'refused', what: `${request.method} ${routeOf(request)}`, id: '', people: [], status, ...(odd.held === 0 ? {} : { unwritten: odd.held }),
    });
    odd.told();
  };

  const settle = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { statusCode: status } = reply;
    const opened = await sessionIn(openedBy(reply));
    if (opened) await audit.append(await entryOf(request, opened, 'signed-in'));
    const of = asked.get(request);
    const failed = of !== undefined && status >= 400;
    const refused = REFUSED.has(status) && (status !== 401 || routeOf(request).startsWith('/api/login'));
    if (failed || refused) await audit.append({ ...await entryOf(request, await sessionIn(secretOf(request)), 'refused'), status, ...(of === undefined ? {} : { of }) });
    else if (ODD.has(status) && wantedBy(request.method, routeOf(request)) !== undefined) await noteOdd(request, status);
    else if (request.method === 'GET' && status === 200 && LISTS.has(routeOf(request))) await audit.append(await entryOf(request, await sessionIn(secretOf(request)), 'listed'));
  };
}

/** Who is known is read anew after this time. */
const CALLED_FOR = 10 * MINUTE;
const WORD = /[^\s,;:/|()<>"']+/g;

/** Everything by which people, their laptops and applicants are called in the tables, in small letters. */
async function callingsIn(store: ApiParts['store']): Promise<ReadonlySet<string>> {
  const { people, devices, accounts, applications } = await readHistory(store);
  const rowsOf = <T>(rows: readonly Versioned<T>[]): readonly T[] => rows.flatMap(({ versions }) => versions.map(({ row }) => row));
  return new Set([
    ...rowsOf(people).flatMap(({ hire_id: hire, email, user_names: users, device_serials: serials }) => [hire, email, ...users, ...serials]), ...rowsOf(devices).map(({ serial }) => serial),
    ...rowsOf(accounts).flatMap(({ email, user_name: user, sid }) => [email, user, sid]), ...rowsOf(applications).flatMap(({ application_id: id, email }) => [id, email]),
  ].flatMap((one) => one?.toLowerCase() ?? []));
}

function withoutCallings(text: string, callings: ReadonlySet<string>): string {
  return callings.has(text.toLowerCase()) ? SOMEBODY : text.replace(WORD, (word) => (word.includes('@') || callings.has(word.toLowerCase()) ? SOMEBODY : word));
}

function routeOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url ?? 'no such address';
}

/** The secret of a session that an answer opens. */
function openedBy(reply: FastifyReply): string | undefined {
  const lines = [reply.getHeader('set-cookie') ?? []].flat().map(String);
  return lines.map((line) => /^(?:__Host-)?(\w+)=([^;]+)/.exec(line)).find((found) => found?.[1] === SESSION_COOKIE)?.[2];
}

/** What is imported: of each table its kind, its name and how many rows or lines it has; undefined for what is no import. */
async function importedBy(request: FastifyRequest, parts: ApiParts, callings: () => Promise<ReadonlySet<string>>): Promise<string | undefined> {
  const named = (as: string, name: string, many: number, what: 'row' | 'line', known: ReadonlySet<string>): string => `${as}, ${nameWithout(withoutMarks(name), known)}, ${many} ${what}${many === 1 ? '' : 's'}`;
  switch (`${request.method} ${routeOf(request)}`) {
    case 'POST /api/files/import': {
      const session = await parts.accounts.find(secretOf(request) ?? '', parts.now(), 'peep');
      const asked = new Set((request.body as { readonly ids: readonly string[] }).ids);
      const files = session === undefined ? [] : parts.files.files(session.user).filter(({ id }) => asked.has(id));
      const known = await callings();
      return files.map(({ as = 'not known', name, look }) => named(as, name, look?.read ?? 0, 'row', known)).join('; ');
    }
    case 'POST /api/devices/import': {
      const { name, text, take } = request.body as { readonly name: string; readonly text: string; readonly take: boolean };
      return take ? named('devices', name, text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '').length, 'line', await callings()) : undefined;
    }
    default: return undefined;
  }
}

const ENDINGS = /(?:\.(?:csv|tsv|txt|xlsx|json|ndjson|xml|evtx|log|gz))*$/i;

/** The name of a file, in which people are called by a piece of it, too. */
function nameWithout(name: string, callings: ReadonlySet<string>): string {
  const ending = ENDINGS.exec(name)?.[0] ?? '';
  return `${withoutCallings(name.slice(0, name.length - ending.length), callings).replace(/[^\s._]+/g, (word) => (callings.has(word.toLowerCase()) ? SOMEBODY : word))}${ending}`;
}

/** What a request is about, as its address says, or the tables that it imports: an id, the case and, by pseudonym, people. */
async function subjectOf(request: FastifyRequest, parts: ApiParts, callings: () => Promise<ReadonlySet<string>>): Promise<Pick<AuditEntry, 'id' | 'people' | 'case'>> {
  const imported = request.body ? await importedBy(request, parts, callings) : undefined;
  if (imported !== undefined) return { id: imported, people: [] };
  const params = (request.params ?? {}) as Readonly<Record<string, string>>;
  const route = routeOf(request);
  const told = withoutMarks(Object.values(params).join(' ')).slice(0, LONGEST_ID);
  // The chain is never rewritten, so nobody is called in it by what somebody typed into an address, but for the accounts of staff.
  const isAccount = route.startsWith('/api/accounts/') && await parts.accounts.get(told) !== undefined;
  const id = told === '' || isAccount ? told : withoutCallings(told, await callings());
  if (params['id'] === undefined || !/^\/api\/(cases|people)\/:id(\/|$)/.test(route)) return { id, people: [] };
  if (route.startsWith('/api/people/')) return { id, people: [id] };
  const scene = await parts.scenes.now();
  const state = scene?.cases.find((one) => one.id === params['id']);
  return { id, case: id, people: scene && state ? state.hires.map((hire) => scene.names.of(hire)) : [] };
}
