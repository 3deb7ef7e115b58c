import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FarmwatchError } from '../errors.ts';
import { check } from './access.ts';
import type { Owed } from './session-book.ts';
import { OPEN_TO_OWING, isForSecondPerson, wantedBy } from './access-routes.ts';
import type { ApiParts } from './parts.ts';
import { mustBeSomebody } from './second-person.ts';
import { readAs } from './own-record.ts';
import { ownOf, sessionOf } from './session.ts';
import type { Own } from './staff.ts';

const FIRST_OF_ALL = {
  password: 'First replace the password that was made up for you by one of your own.', factor: 'First set up a second factor: a code beside the password.',
} as const satisfies Record<Owed, string>;

/**
 * Stands before every route of the API: nothing of a request is read before the table says that this role may ask for it,
 * and whoever asks never meets their own record.
 */
export function addGate(server: FastifyInstance, parts: ApiParts): void {
  const readers = new WeakMap<FastifyRequest, Own>();
  server.addHook('onRequest', async (request) => {
    const path = request.routeOptions.url;
    if (path === undefined || !path.startsWith('/api/')) return;
    const wanted = wantedBy(request.method, path);
    if (wanted === 'anybody') return;
    const session = await sessionOf(request, parts);
    const [owed] = session.owes ?? [];
    if (owed !== undefined && !OPEN_TO_OWING.has(`${request.method} ${path}`)) throw new FarmwatchError('sign-in.owes', { why: FIRST_OF_ALL[owed] });
    if (wanted === undefined) throw new FarmwatchError('forbidden', { role: session.role, what: 'use this, for no role may' });
    if (wanted !== 'any role') check(session.role, wanted);
    if (isForSecondPerson(`${request.method} ${path}`)) await mustBeSomebody(session, parts);
    readers.set(request, await ownOf(session, parts));
  });
  // After the body was read: what waits for bytes loses track of who asked.
  server.addHook('preHandler', (request, _, done) => {
    const own = readers.get(request);
    if (own === undefined || own.hires.size === 0) done();
    else readAs(own, done);
  });
}
