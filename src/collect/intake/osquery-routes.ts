import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { parseJson } from '../json.ts';
import { isObject } from '../loose.ts';
import { beginningOf, mustBeFew, unpacked } from './body.ts';
import { keep, sayLarge, sourceOf, type HttpIntake } from './http-parts.ts';
import { lineOfText } from './spool-line.ts';
import { nodeKeyOf, type TokenRow } from './tokens.ts';

/** An agent says who it is in the body, so a stranger's body is unpacked and read too, up to here. */
const STRANGERS_BYTES = 8 * 1024 * 1024;
const NOT_ENROLLED = { node_invalid: true } as const;

/**
 * What osquery speaks to a server over TLS: `enroll` with the token of the source for a secret, `config`, and `log`.
 *
 * @see https://osquery.readthedocs.io/en/stable/deployment/remote/
 */
export function addOsqueryRoutes(server: FastifyInstance, intake: HttpIntake): void {
  const agentsBytes = Math.max(STRANGERS_BYTES, intake.longestBytes);
  const open = (bodyLimit: number) => ({ bodyLimit, config: { rateLimit: false as const }, schema: { hide: true }, errorHandler: sayLarge(bodyLimit) });
  const saidIn = (request: FastifyRequest, mostBytes = STRANGERS_BYTES): Readonly<Record<string, unknown>> => {
    const body = unpacked(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0), request.headers['content-encoding'], mostBytes);
    // Plain, it is as long as it came.
    if (body.length > mostBytes) throw new FarmwatchError('intake.large', { most: mostBytes / 1024 / 1024 });
    try {
      const said = parseJson(body.toString());
      if (isObject(said)) return said;
    } catch {
      // Said below.
    }
    throw new FarmwatchError('request.invalid', { why: 'What was sent is no JSON object.' });
  };
  const rowBehind = async (request: FastifyRequest, nodeKey: unknown): Promise<TokenRow | undefined> => {
    const row = typeof nodeKey === 'string' ? await intake.tokens.findByNodeKey(nodeKey) : undefined;
    return row?.source === sourceOf(request) ? row : undefined;
  };
  const agentOf = async (request: FastifyRequest, said: Readonly<Record<string, unknown>>): Promise<TokenRow | undefined> => {
    const row = await rowBehind(request, said['node_key']);
    if (row) intake.came(row);
    return row;
  };
  /** An agent writes its key before what it found, and sends what is refused again unchanged: one that is known may bring as much as any sender. */
  const mostOf = async (request: FastifyRequest): Promise<number> => {
    const begins = Buffer.isBuffer(request.body) ? beginningOf(request.body, request.headers['content-encoding']) : '';
    const [, nodeKey] = /^\s*\{\s*"node_key"\s*:\s*"([^"\\]+)"/.exec(begins) ?? [];
    return await rowBehind(request, nodeKey) ? agentsBytes : STRANGERS_BYTES;
  };
  const strangers = open(STRANGERS_BYTES);

  server.post('/intake/:source/enroll', strangers, async (request) => {
    const { enroll_secret: secret } = saidIn(request);
    const row = typeof secret === 'string' ? await intake.tokens.find(secret.trim()) : undefined;
    if (row?.source !== sourceOf(request)) {
      intake.refused(typeof secret !== 'string' ? 'no-token' : row ? 'other-source' : 'unknown-token');
      return NOT_ENROLLED;
    }
    intake.came(row);
    return { node_key: nodeKeyOf(intake.secret(), row), node_invalid: false };
  });
  server.post('/intake/:source/config', strangers, async (request) => {
    const row = await agentOf(request, saidIn(request));
    return row ? { ...intake.osqueryConfig() as object, node_invalid: false } : NOT_ENROLLED;
  });
  server.post('/intake/:source/log', open(agentsBytes), async (request, reply) => {
    const said = saidIn(request, await mostOf(request));
    const row = await agentOf(request, said);
    // An agent that hears this enrols again and sends the same lines afterwards.
    if (!row) return NOT_ENROLLED;
    if (!Array.isArray(said['data'])) throw new FarmwatchError('request.invalid', { why: 'What was sent has no list "data".' });
    mustBeFew(said['data'].length);
    await keep(intake, row, said['data'].map((entry) => lineOfEntry(entry, intake.now())), reply);
    return { node_invalid: false };
  });
}

/** What is no object is kept as well, because the answer says so; it becomes a reject with its reason. */
function lineOfEntry(entry: unknown, received: Instant): string {
  return isObject(entry) ? JSON.stringify(entry) : lineOfText(typeof entry === 'string' ? entry : JSON.stringify(entry), received);
}
