import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { parseJson } from '../json.ts';
import { isObject } from '../loose.ts';
import { unpacked } from './body.ts';
import { keep, sourceOf, type HttpIntake } from './http.ts';
import { lineOfText } from './spool-line.ts';
import { nodeKeyOf, type TokenRow } from './tokens.ts';

/** An agent says who it is in the body, so a stranger's body is read too, up to here. */
const LONGEST_BYTES = 8 * 1024 * 1024;
const NOT_ENROLLED = { node_invalid: true } as const;

/**
 * What osquery speaks to a server over TLS: `enroll` with the token of the source for a secret, `config`, and `log`.
 *
 * @see https://osquery.readthedocs.io/en/stable/deployment/remote/
 */
export function addOsqueryRoutes(server: FastifyInstance, intake: HttpIntake): void {
  const open = { bodyLimit: LONGEST_BYTES, config: { rateLimit: false as const }, schema: { hide: true } };
  const saidIn = (request: FastifyRequest): Readonly<Record<string, unknown>> => {
    const body = unpacked(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0), request.headers['content-encoding'], LONGEST_BYTES);
    try {
      const said = parseJson(body.toString());
      if (isObject(said)) return said;
    } catch {
      // Said below.
    }
    throw new FarmwatchError('request.invalid', { why: 'What was sent is no JSON object.' });
  };
  const agentOf = async (request: FastifyRequest, said: Readonly<Record<string, unknown>>): Promise<TokenRow | undefined> => {
    const row = typeof said['node_key'] === 'string' ? await intake.tokens.findByNodeKey(said['node_key']) : undefined;
    if (row?.source !== sourceOf(request)) return undefined;
    intake.came(row);
    return row;
  };

  server.post('/intake/:source/enroll', open, async (request) => {
    const { enroll_secret: secret } = saidIn(request);
    const row = typeof secret === 'string' ? await intake.tokens.find(secret.trim()) : undefined;
    if (row?.source !== sourceOf(request)) {
      intake.refused(typeof secret !== 'string' ? 'no-token' : row ? 'other-source' : 'unknown-token');
      return NOT_ENROLLED;
    }
    intake.came(row);
    return { node_key: nodeKeyOf(intake.secret(), row), node_invalid: false };
  });
  server.post('/intake/:source/config', open, async (request) => {
    const row = await agentOf(request, saidIn(request));
    return row ? { ...intake.osqueryConfig() as object, node_invalid: false } : NOT_ENROLLED;
  });
  server.post('/intake/:source/log', open, async (request, reply) => {
    const said = saidIn(request);
    const row = await agentOf(request, said);
    // An agent that hears this enrols again and sends the same lines afterwards.
    if (!row) return NOT_ENROLLED;
    if (!Array.isArray(said['data'])) throw new FarmwatchError('request.invalid', { why: 'What was sent has no list "data".' });
    await keep(intake, row, said['data'].map((entry) => lineOfEntry(entry, intake.now())), reply);
    return { node_invalid: false };
  });
}

/** What is no object is kept as well, because the answer says so; it becomes a reject with its reason. */
function lineOfEntry(entry: unknown, received: Instant): string {
  return isObject(entry) ? JSON.stringify(entry) : lineOfText(typeof entry === 'string' ? entry : JSON.stringify(entry), received);
}
