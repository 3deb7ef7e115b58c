import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { MINUTE } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { accountLine, doorLine, roleGiven, unconfirmable } from './account-lines.ts';
import type { AccountView } from './account.ts';
import { isName } from './accounts.ts';
import { mustHold } from './chosen-password.ts';
import { ROLES } from './roles.ts';
import { check } from './access.ts';
import type { AccountLine, AccountsView, MadeAccount, OwnAccountView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import type { ApiParts } from './parts.ts';
import { mustNotWait, patience } from './patience.ts';
import { whyNotSecond } from './second-person.ts';
import { actorOf, mustBeFresh, mustStillBeIn, ownOf, secretOf, sessionOf } from './session.ts';
import { doorbook } from './sign-ins.ts';

const Id = z.object({ id: z.string().min(1).max(64) });
const role = z.enum(ROLES, `one of ${ROLES.join(', ')}`);
const Act = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('role'), role }),
  z.object({ kind: z.enum(['off', 'on', 'confirm', 'end-sessions', 'reset-factor', 'remove']) }),
], 'one of role, off, on, confirm, end-sessions, reset-factor, remove');
/** A password costs the server memory, and is guessed at. */
const SLOW = { rateLimit: { max: 10, timeWindow: '1 minute' } };
/** Entries of the door that are shown. */
const DOOR_SHOWN = 100;
const BREAK_GLASS_SHOWN = 20;
/** So far back the account for emergencies is looked for. */
const DOOR_READ = 5_000;

/** One's own sessions, and for administrators the accounts. */
export function addAccountRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { accounts } = parts;
  const door = doorbook(parts.store);
  const turn = inTurn();
  const tries = patience({ free: 3, longest: 15 * MINUTE });

  server.get('/api/account', { schema: { summary: 'Who is signed in, and where', tags: ['session'] } }, async (request): Promise<OwnAccountView> => {
    const { user, role: own } = await sessionOf(request, parts);
    const mark = accounts.markOf(secretOf(request)!);
    const account = await accounts.get(user);
    const isLocal = account !== undefined && account.provider === undefined;
    const { since, recoveryLeft = 0 } = account?.secondFactor ?? {};
    return { user, role: own, hasPassword: isLocal, ...(isLocal ? { factor: { since, recoveryLeft, isRequired: (parts.signIn?.secondFactor ?? 'required') === 'required' } } : {}), sessions: (await accounts.sessions(user, parts.now())).map((one) => ({ ...one, isThis: one.id === mark })) };
  });

  server.post('/api/account/sessions/end', { schema: { summary: 'Ends one of the own sessions, or all others', tags: ['session'], body: z.object({ id: z.string().max(64).optional() }) } }, async (request): Promise<object> => {
    const session = await actorOf(request, parts);
    const { user } = session;
    mustBeFresh(session, parts.now());
    const { id } = request.body;
    return { ended: await accounts.endOf(user, id === undefined ? { but: accounts.markOf(secretOf(request)!) } : { only: id }) };
  });

  /** Holds that whoever asks knows the password; guessing at it from a session that was left open waits. */
  const mustKnow = async (user: string, password: string): Promise<void> => {
    const account = await accounts.get(user);
    if (!account || account.provider) throw new FarmwatchError('request.invalid', { why: 'You sign in without a password of Farmwatch. Sign in there anew.' });
    mustNotWait(tries.waitFor(user, parts.now()));
    // Counted before it is looked at: many at once are many.
    tries.failed(user, parts.now());
    if (await accounts.check(user, password, true) === undefined) throw new FarmwatchError('request.invalid', { why: 'The password is not right.' });
    tries.forget(user);
  };

  server.post('/api/account/prove', { config: SLOW, schema: { summary: 'Shows by the password that the holder is there', tags: ['session'], body: z.object({ password: z.string().max(1_024) }) } }, async (request): Promise<object> => {
    const { user } = await actorOf(request, parts);
    await mustKnow(user, request.body.password);
    await accounts.settle(secretOf(request)!, { provedAt: parts.now() });
    return {};
  });

  server.post('/api/account/password', {
    config: SLOW,
    schema: { summary: 'Changes the own password, with the one of before', tags: ['session'], body: z.object({ before: z.string().max(1_024), chosen: z.string().max(1_024) }) },
  }, async (request): Promise<object> => {
    const { user } = await actorOf(request, parts);
    const { before, chosen } = request.body;
    await mustKnow(user, before);
    if (chosen === before) throw new FarmwatchError('request.invalid', { why: 'That is the password you have. Choose another one.' });
    await mustHold(chosen, user).catch((error: unknown) => {
      throw error instanceof FarmwatchError ? new FarmwatchError('request.invalid', { why: error.message }) : error;
    });
    await turn(async () => {
      // Written first: what cannot be recorded is not done.
      await door.note({ at: parts.now(), did: 'account', way: 'page', user, by: user, said: 'Password changed' });
      await accounts.setPassword(user, chosen);
      // Whoever knew the old one is out.
      await accounts.endOf(user, { but: accounts.markOf(secretOf(request)!) });
      await accounts.settle(secretOf(request)!, { owed: 'password' });
    });
    return {};
  });

  const recordsOf = ({ id, mail }: AccountView): ReturnType<typeof ownOf> => ownOf({ user: id, ...(mail === undefined ? {} : { mail }) }, parts);
  const viewFor = async (asker: string): Promise<AccountsView> => {
    const all = await accounts.list();
    const entries = await door.newest(DOOR_READ);
    const lines = await Promise.all(all.map(async (account) => {
      const line = accountLine(account, await recordsOf(account), (await accounts.sessions(account.id, parts.now())).length, asker);
      // Said before anybody clicks, and looked at again when they do.
      return line.state === 'waits' && line.unconfirmable === undefined ? { ...line, unconfirmable: await whyNotSecond(roleGiven(account), asker, parts) } : line;
    }));
    return {
      accounts: lines, roles: ROLES, local: parts.signIn?.local ?? true,
      door: entries.slice(0, DOOR_SHOWN).map(doorLine), breakGlass: entries.filter(({ isBreakGlass }) => isBreakGlass).slice(0, BREAK_GLASS_SHOWN).map(doorLine),
    };
  };

  server.get('/api/accounts', { schema: { summary: 'Who may sign in, and what happened at the door', tags: ['accounts'] } }, async (request): Promise<AccountsView> => {
    const { user, role: own } = await sessionOf(request, parts);
    check(own, 'manage-accounts');
    return viewFor(user);
  });

  server.post('/api/accounts', { schema: { summary: 'Makes a local account; its password is told once', tags: ['accounts'], body: z.object({ name: z.string().refine(isName, 'letters, digits and . _ @ - only, 64 at most'), role }) } }, async (request): Promise<MadeAccount> => {
    const { user, role: own } = await actorOf(request, parts);
    check(own, 'manage-accounts');
    const { name, role: given } = request.body;
    return turn(async () => {
      await mustStillBeIn(request, parts);
      const held = await accounts.nameOf(name);
      if (held !== undefined) throw new FarmwatchError('request.invalid', { why: `There is an account ${held} already. Change it, or take another name.` });
      await door.note({ at: parts.now(), did: 'account', way: 'page', user: name, by: user, said: `Made with role ${given}` });
      const password = await accounts.add(name, given, undefined, parts.now(), { madeBy: user });
      return { name, password, accounts: await viewFor(user) };
    });
  });

  server.post('/api/accounts/:id/acts', { schema: { summary: 'Gives another role, switches off or on, confirms as a second person, ends sessions, removes', tags: ['accounts'], params: Id, body: Act } }, async (request): Promise<AccountsView> => {
    const { user, role: own } = await actorOf(request, parts);
    check(own, 'manage-accounts');
    const { id } = request.params;
    const act = request.body;
    return turn(async () => {
      await mustStillBeIn(request, parts);
      const account = await accounts.get(id);
      if (!account) throw new FarmwatchError('not.found', { what: 'account of that name' });
      const line = accountLine(account, await recordsOf(account), 0, user);
      if (line.refused !== undefined && act.kind !== 'confirm') throw new FarmwatchError('request.invalid', { why: line.refused });
      if (act.kind === 'role' && account.provider) throw new FarmwatchError('request.invalid', { why: 'Roles of people of the provider come from their groups. Change the groups there.' });
      if (act.kind === 'confirm') {
        const why = unconfirmable(account, user) ?? await whyNotSecond(roleGiven(account), user, parts) ?? (line.state === 'waits' ? undefined : 'It does not wait for anybody.');
        if (why !== undefined) throw new FarmwatchError('request.invalid', { why });
      }
      // Written first: what cannot be recorded is not done.
      await door.note({ at: parts.now(), did: 'account', way: 'page', user: id, by: user, said: saidOf(act) });
      await perform(account, act, user);
      return viewFor(user);
    });
  });

  server.post('/api/accounts/:id/password', { schema: { summary: 'Makes up another first password for a local account; it is told once', tags: ['accounts'], params: Id } }, async (request): Promise<MadeAccount> => {
    const { user, role: own } = await actorOf(request, parts);
    check(own, 'manage-accounts');
    const { id } = request.params;
    return turn(async () => {
      await mustStillBeIn(request, parts);
      const account = await accounts.get(id);
      if (!account) throw new FarmwatchError('not.found', { what: 'account of that name' });
      const { renewable, refused, way, state } = accountLine(account, await recordsOf(account), 0, user);
      if (!renewable) throw new FarmwatchError('request.invalid', { why: refused ?? whyNotRenewed(way, state) });
      // Written first: what cannot be recorded is not done.
      await door.note({ at: parts.now(), did: 'account', way: 'page', user: id, by: user, said: 'Given a new first password' });
      const password = await accounts.renew(id, user, parts.now());
      return { name: id, password, accounts: await viewFor(user) };
    });
  });

  const perform = async ({ id, role: before }: AccountView, act: z.infer<typeof Act>, by: string): Promise<unknown> => {
    const at = parts.now();
    switch (act.kind) {
      case 'role': return accounts.change(id, { role: act.role, madeBy: by, roleAt: at });
      case 'off': return accounts.change(id, { off: { at, by } });
      case 'on': return accounts.change(id, { off: undefined });
      case 'confirm': return accounts.change(id, { confirmed: { at, by, role: before } });
      case 'end-sessions': return accounts.endOf(id);
      case 'reset-factor':
        await accounts.factors.remove(id);
        return accounts.endOf(id);
      case 'remove': return accounts.remove(id);
    }
  };
}

function whyNotRenewed(way: AccountLine['way'], state: AccountLine['state']): string {
  if (way === 'oidc') return 'People of the provider have no password of Farmwatch. They get another one there.';
  if (way === 'break-glass') return 'The account for emergencies gets its password by command, on the machine of Farmwatch: farmwatch user add NAME --break-glass';
  return state === 'off' ? 'The account is switched off. Switch it on first.' : 'Whoever has this account has left.';
}

function saidOf(act: z.infer<typeof Act>): string {
  switch (act.kind) {
    case 'role': return `Given the role ${act.role}`;
    case 'off': return 'Switched off';
    case 'on': return 'Switched on';
    case 'confirm': return 'Confirmed as a second person';
    case 'end-sessions': return 'Sessions ended';
    case 'reset-factor': return 'Second factor reset';
    case 'remove': return 'Removed';
  }
}
