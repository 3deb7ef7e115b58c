import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountBook } from '../src/api/accounts.ts';
import { doorbook } from '../src/api/sign-ins.ts';
import { openApp } from '../src/app.ts';
import { signInOf } from '../src/cli/serve/sign-in.ts';
import { loadConfig } from '../src/config.ts';
import { codeOf } from './support/authenticator.ts';
import { deskIn, type Desk } from './support/command-line.ts';

const NOW = Date.parse('2026-11-16T15:00:00Z');
let root: string;
let desk: Desk;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'farmwatch-accounts-'));
  desk = deskIn(root, NOW);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('user', () => {
  it('tells that a starter’s account waits, and takes the word of another person alone', async () => {
    desk.file('people.csv', 'hire_id,email,start_date,user_names\nh-1,kim@acme.example,2026-11-02,kim\n');
    await desk.type('import', '--people', 'people.csv');

    const made = await desk.type('user', 'add', 'kim', '--role', 'hr', '--by', 'boss');

    expect(made.out).toEqual([expect.stringMatching(/^kim is hr\. Password, shown once: [\w-]{20}$/)]);
    expect(made.err).toEqual(['kim is in their first months, so a second person has to confirm it: on the page Accounts, or farmwatch user confirm kim --by NAME']);
    expect((await desk.type('user', 'list')).out).toEqual(['kim  hr  waits  no second factor']);
    for (const by of ['boss', 'kim']) expect((await desk.type('user', 'confirm', 'kim', '--by', by)).exit).toBe(2);
    expect(await desk.type('user', 'confirm', 'kim', '--by', 'lee')).toMatchObject({ exit: 0, out: ['kim is confirmed.'] });
    expect((await desk.type('user', 'list', '--json')).out).toEqual(['{"name":"kim","role":"hr","state":"on","way":"local","second_factor":false}']);
    expect((await desk.type('user', 'log')).out).toEqual([
      '2026-11-16T15:00:00Z  kim  kim is confirmed, by lee (by command).', '2026-11-16T15:00:00Z  kim  Made with role hr, by boss (by command).',
    ]);
  });

  it('makes one account for emergencies, prints its password once, and doctor tells of each use', async () => {
    const made = await desk.type('user', 'add', 'glass', '--break-glass');
    expect(made.out).toEqual([expect.stringMatching(/^glass is admin\. Password, shown once: /)]);
    expect(await desk.type('user', 'add', 'other', '--break-glass')).toMatchObject({ exit: 2, err: ['There is one account for emergencies at most, and it is glass. Remove it first: farmwatch user remove glass'] });
    expect(await desk.type('user', 'add', 'glass', '--break-glass', '--password-stdin')).toMatchObject({ exit: 2 });
    expect((await desk.type('doctor')).out.filter((line) => line.startsWith('sign-in'))).toEqual([]);

    const app = await openApp(loadConfig(undefined), join(root, 'store'), () => NOW);
    await doorbook(app.store).note({ at: NOW - 60_000, did: 'came', way: 'local', user: 'glass', said: 'the provider is down', isBreakGlass: true });
    await app.close();

    expect((await desk.type('doctor')).out).toContain('sign-in  the account for emergencies, glass, was used at 2026-11-16T14:59:00Z: the provider is down. Ask whoever it was, and give it a new password: farmwatch user add glass --break-glass');
    expect(JSON.parse((await desk.type('doctor', '--json')).out[0]!)).toMatchObject({ break_glass: [{ at: '2026-11-16T14:59:00Z', account: 'glass', reason: 'the provider is down' }] });
  });

  it('resets a second factor for whoever is locked out, which ends their sessions and is written down', async () => {
    await desk.type('user', 'add', 'kim', '--role', 'lead', '--by', 'boss');
    const app = await openApp(loadConfig(undefined), join(root, 'store'), () => NOW);
    const book = accountBook(app.store);
    const secret = await book.factors.begin('kim', NOW);
    await book.factors.confirm('kim', codeOf(secret, NOW), NOW);
    const session = await book.open('kim', 'lead', NOW);
    await app.close();
    expect((await desk.type('user', 'list')).out).toEqual(['kim  lead']);

    expect(await desk.type('user', 'reset-factor', 'kim', '--by', 'lee')).toMatchObject({ exit: 0, out: ['The second factor of kim is reset.'] });

    expect((await desk.type('user', 'list')).out).toEqual(['kim  lead  no second factor']);
    expect((await desk.type('user', 'log')).out[0]).toBe('2026-11-16T15:00:00Z  kim  The second factor of kim is reset, by lee (by command).');
    const after = await openApp(loadConfig(undefined), join(root, 'store'), () => NOW);
    expect(await accountBook(after.store).find(session.secret, NOW)).toBeUndefined();
    await after.close();
  });

  it('switches an account off and on, in the store as well', async () => {
    await desk.type('user', 'add', 'kim', '--role', 'lead');
    expect((await desk.type('user', 'off', 'kim')).out).toEqual(['kim is switched off.']);
    expect((await desk.type('user', 'list')).out).toEqual(['kim  lead  off  no second factor']);
    expect((await desk.type('user', 'on', 'kim')).out).toEqual(['kim is switched on.']);
    expect(await desk.type('user', 'off', 'nobody')).toMatchObject({ exit: 1, err: ['There is no account "nobody".'] });

    const app = await openApp(loadConfig(undefined), join(root, 'store'), () => NOW);
    expect(await accountBook(app.store).list()).toMatchObject([{ id: 'kim', role: 'lead' }]);
    await app.close();
  });
});

describe('the configuration of sign-in', () => {
  const OIDC = { issuer: 'https://login.acme.example', client_id: 'farmwatch', client_secret: 'file:secret.txt', base_url: 'https://farmwatch.acme.example', roles: { 'fw-it': 'it' } };
  const check = async (signIn: object): Promise<readonly string[]> => {
    desk.file('farmwatch.json', JSON.stringify({ sign_in: signIn }));
    return (await desk.type('config', 'check', '--config', join(root, 'farmwatch.json'))).err;
  };

  it('reads its secret from where it is named, and gives the door what it needs', () => {
    desk.file('secret.txt', 'a secret\n');
    desk.file('farmwatch.json', JSON.stringify({ sign_in: { local: false, oidc: OIDC } }));

    expect(signInOf(loadConfig(join(root, 'farmwatch.json')))).toMatchObject({ local: false, oidc: { label: 'your company' } });
    expect(signInOf(loadConfig(undefined))).toEqual({ local: true, secondFactor: 'required' });
  });

  it('is refused with what would fit: nobody could sign in, plain HTTP, a role that is none, a secret that is written down', async () => {
    expect((await check({ local: false })).join()).toContain('sign_in.local: without local accounts nobody could sign in: name a provider under sign_in.oidc');
    expect((await check({ oidc: { ...OIDC, issuer: 'http://login.acme.example' } })).join()).toContain('over plain HTTP on this machine only');
    expect((await check({ oidc: { ...OIDC, base_url: 'http://localhost.evil.example' } })).join()).toContain('over plain HTTP on this machine only');
    expect((await check({ oidc: { ...OIDC, roles: { 'fw-it': 'root' } } })).join()).toContain('sign_in.oidc.roles.fw-it');
    expect((await check({ oidc: { ...OIDC, roles: {} } })).join()).toContain('name a group and its role');
    const [said] = await check({ oidc: { ...OIDC, client_secret: 'hunter2-hunter2' } });
    expect(said).toContain('a secret is a reference');
    expect(said).not.toContain('hunter2');
  });
});

describe('an account that is there already', () => {
  it('keeps its role with another password, and gets another role when it is named', async () => {
    await desk.type('user', 'add', 'lee', '--role', 'admin');
    await desk.type('user', 'add', 'kim', '--role', 'admin');

    const lost = await desk.type('user', 'add', 'lee', '--by', 'kim');
    const other = await desk.type('user', 'add', 'lee', '--role', 'hr', '--by', 'kim');

    expect(lost).toMatchObject({ exit: 0, out: [expect.stringMatching(/^lee had an account already, and stays admin with another password\. Password, shown once: [\w-]{20}$/)] });
    expect(other.out).toEqual([expect.stringMatching(/^lee had an account already, and is hr now in place of admin, with another password\. Password, shown once: /)]);
    expect((await desk.type('user', 'list')).out).toEqual(['kim  admin  no second factor', 'lee  hr  no second factor']);
    expect((await desk.type('user', 'log')).out.slice(0, 2)).toEqual([
      '2026-11-16T15:00:00Z  lee  Given another password, and role hr in place of admin, by kim (by command).', '2026-11-16T15:00:00Z  lee  Given another password, still with role admin, by kim (by command).',
    ]);
  });

  it('stays where it is the last administrator', async () => {
    await desk.type('user', 'add', 'kim', '--role', 'admin');
    await desk.type('user', 'add', 'lee', '--role', 'admin');
    await desk.type('user', 'off', 'lee');

    for (const words of [['remove', 'kim'], ['off', 'kim'], ['add', 'kim', '--role', 'analyst']]) {
      expect(await desk.type('user', ...words, '--by', 'kim')).toEqual({ exit: 2, out: [], err: ['kim is the last administrator: without one nobody could manage accounts on the pages. Make another one first: farmwatch user add NAME --role admin'] });
    }
    await desk.type('user', 'on', 'lee');
    expect(await desk.type('user', 'remove', 'kim', '--by', 'kim')).toMatchObject({ exit: 0 });
  });
});
