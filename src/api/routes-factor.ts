import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { MINUTE } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import type { FactorBegun, RecoveryCodes } from './contract.ts';
import type { ApiParts } from './parts.ts';
import { mustNotWait, patience } from './patience.ts';
import { inGroups, keyAddress, qrOf } from './second-factor.ts';
import { actorOf, mustBeFresh, secretOf } from './session.ts';
import { doorbook, REFUSALS } from './sign-ins.ts';

const Code = z.object({ code: z.string().max(100) });

/** The second factor of a local account: set up, replaced, its recovery codes made anew, taken away. */
export function addFactorRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { accounts, signIn } = parts;
  const door = doorbook(parts.store);
  const tries = patience({ free: 3, longest: 15 * MINUTE });

  /** Whoever asks, who has a local account and showed lately that it is them. */
  const holderOf = async (request: FastifyRequest): Promise<string> => {
    const session = await actorOf(request, parts);
    const account = await accounts.get(session.user);
    if (!account || account.provider) throw new FarmwatchError('request.invalid', { why: 'You sign in without a password of Farmwatch. A second factor is set up where you sign in.' });
    mustBeFresh(session, parts.now());
    return account.id;
  };
  const note = (user: string, said: string): Promise<void> => door.note({ at: parts.now(), did: 'account', way: 'page', user, by: user, said });
  /** Whoever was in without it is out. */
  const endOthers = (request: FastifyRequest, user: string): Promise<number> => accounts.endOf(user, { but: accounts.markOf(secretOf(request)!) });
  /** Guesses wait, also those of somebody who sits at a session that was left open. */
  const proved = async <T>(user: string, act: () => Promise<T | undefined>): Promise<T> => {
    mustNotWait(tries.waitFor(user, parts.now()));
    tries.failed(user, parts.now());
    const done = await act();
    if (done === undefined) throw new FarmwatchError('request.invalid', { why: REFUSALS.code });
    tries.forget(user);
    return done;
  };

  server.post('/api/account/factor/begin', { schema: { summary: 'A secret for an authenticator', tags: ['session'], body: z.object({}) } }, async (request): Promise<FactorBegun> => {
    const user = await holderOf(request);
    const secret = await accounts.factors.begin(user, parts.now());
    const address = keyAddress(secret, user);
    return { secret: inGroups(secret), address, qr: qrOf(address) };
  });

  server.post('/api/account/factor/confirm', { schema: { summary: 'Takes the authenticator by its first code; recovery codes are told once', tags: ['session'], body: Code } }, async (request): Promise<RecoveryCodes> => {
    const user = await holderOf(request);
    const codes = await proved(user, () => accounts.factors.confirm(user, request.body.code, parts.now()));
    await note(user, 'Second factor set up');
    await endOthers(request, user);
    await accounts.settle(secretOf(request)!, { owed: 'factor' });
    return { codes };
  });

  server.post('/api/account/factor/codes', { schema: { summary: 'Other recovery codes in place of those of before; told once', tags: ['session'], body: z.object({}) } }, async (request): Promise<RecoveryCodes> => {
    const user = await holderOf(request);
    const codes = await accounts.factors.renew(user);
    await note(user, 'Recovery codes made anew');
    return { codes };
  });

  server.post('/api/account/factor/remove', { schema: { summary: 'Takes the second factor away, where it is not required', tags: ['session'], body: Code } }, async (request): Promise<object> => {
    const user = await holderOf(request);
    if ((signIn?.secondFactor ?? 'required') === 'required') throw new FarmwatchError('request.invalid', { why: 'A second factor is required here. It can be replaced, and not taken away.' });
    await proved(user, () => accounts.factors.use(user, request.body.code, parts.now()));
    await note(user, 'Second factor taken away');
    await accounts.factors.remove(user);
    return {};
  });
}
