import type { FastifySchema } from 'fastify';
import { DOINGS } from './access.ts';
import { ROUTES } from './access-routes.ts';

/** What every refusal looks like; what kind it is says its code. */
const PROBLEM = { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string', description: 'The cause and the cure, as a sentence.' } }, required: ['code', 'message'] };
/** How a request proves whose it is. */
export const SECURITY_SCHEMES = {
  session: { type: 'apiKey', in: 'cookie', name: 'farmwatch_session', description: 'Set by signing in; over TLS it is called __Host-farmwatch_session.' },
  page: { type: 'apiKey', in: 'header', name: 'x-csrf-token', description: 'Told by GET /api/session; goes with whatever changes something.' },
} as const;

/** An answer whose form is in `contract.ts`. */
const plain = (description: string): object => ({ description, type: 'null' });

/** A route as the description of the API tells it: whom it is for, and that it may refuse. What is really let in is decided by the gate. */
export function described({ schema, url }: { readonly schema: FastifySchema; readonly url: string }, method: string): { readonly schema: FastifySchema; readonly url: string } {
  const wanted = ROUTES[`${method} ${url}`];
  if (wanted === undefined) return { schema, url };
  const isOpen = wanted === 'anybody';
  const more = {
    description: isOpen ? 'For everybody, without signing in.' : wanted === 'any role' ? 'For everybody who is signed in.' : `For roles that may ${DOINGS[wanted]}.`,
    security: isOpen ? [] : [{ session: [], ...(method === 'GET' ? {} : { page: [] }) }],
    response: { '2xx': plain('What was asked for.'), '3xx': plain('Where it goes on.'), '4xx': { description: 'Refused.', ...PROBLEM }, '5xx': { description: 'Something else failed: the store, or a system that was asked.', ...PROBLEM } },
  };
  return { schema: { ...schema, ...more }, url };
}
