import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { isoOf, HOUR } from '../src/core/time.ts';
import type { Desk, Said } from './support/command-line.ts';
import { configuredDesks } from './support/configured-desk.ts';
import { startStub, type Stub, type StubAnswer } from './support/vendor-stub.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const root = mkdtempSync(join(tmpdir(), 'farmwatch-collect-all-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const stubs: Stub[] = [];
afterEach(async () => {
  for (const stub of stubs.splice(0)) await stub.close();
});

async function aVendor(answer: StubAnswer): Promise<string> {
  const stub = await startStub(() => answer);
  stubs.push(stub);
  return stub.url;
}

const deskWith = configuredDesks(root, NOW);

const collected = (desk: Desk, ...words: readonly string[]): Promise<Said> => desk.type('collect', ...words, '--config', 'farmwatch.json');
const signIn = (id: string): string => JSON.stringify({ id, createdDateTime: isoOf(NOW - HOUR), userPrincipalName: 'kim@company.example', ipAddress: '192.0.2.1', isInteractive: true, appDisplayName: 'Mail', status: { errorCode: 0 } });

describe('everything that is configured', () => {
  it('is asked, and each source says what became of it or why it failed', async () => {
    const url = await aVendor({ status: 401, body: { errorSummary: 'Invalid token provided' } });
    const siem = await aVendor({ status: 403 });
    const desk = deskWith({
      sources: { 'okta': { pull: { url, token: 'file:secret' } }, 'duo': { files: ['nothere/'] }, 'entra-id': { files: ['sign-ins.json'] } },
      channels: { siem: { kind: 'splunk', access: { url: siem, token: 'file:secret' }, sources: { windows: 'win' } } },
    });
    desk.file('sign-ins.json', signIn('s-1'));

    const { exit, out, err } = await collected(desk);

    expect(exit).toBe(1);
    expect(out).toContain('entra-id: read 1 / added 1 / already known 0 / rejected 0 (1 event from 1 record)');
    expect(err).toContainEqual(expect.stringMatching(/^okta refused: .*401.* make a new one/));
    expect(err).toContainEqual(expect.stringMatching(/^duo: .*nothere\/: there is no such file\. Check the path\.$/));
    expect(err).toContainEqual(expect.stringMatching(/^siem\/windows refused: .*403.*permission/));
    expect(err.at(-1)).toBe('3 of 4 failed: okta, duo, siem/windows. The reasons stand above; what came from the others is kept.');
  });

  it('says in JSON which failed and why', async () => {
    const desk = deskWith({ sources: { 'duo': { files: ['nothere/'] }, 'entra-id': { files: ['sign-ins.json'] } } });
    desk.file('sign-ins.json', signIn('s-1'));

    const { exit, out } = await collected(desk, '--json');

    expect(exit).toBe(1);
    expect(JSON.parse(out[0]!)).toMatchObject({ sources: ['duo', 'entra-id'], added: 1, failed: [{ source: 'duo', why: expect.stringContaining('there is no such file') }] });
  });

  it('may be a folder that is empty today', async () => {
    const desk = deskWith({ sources: { duo: { files: ['drop/'] } } });
    mkdirSync(join(desk.folder, 'drop'));

    expect(await collected(desk)).toEqual({ exit: 0, out: ['duo: read 0 / added 0 / already known 0 / rejected 0 (no file lies there)'], err: [] });
  });

  it('leaves out what comes by itself', async () => {
    const desk = deskWith({
      sources: { 'cisco': { options: { zone: 'America/Chicago' } }, 'entra-id': { files: ['sign-ins.json'] }, 'zeek': {} },
      intake: { syslog: [{ protocol: 'tcp', port: 5514, source: 'cisco' }] },
    });
    desk.file('sign-ins.json', signIn('s-1'));

    const { exit, out, err } = await collected(desk);

    expect(exit).toBe(0);
    expect(out).toEqual([expect.stringMatching(/^entra-id: read 1 /)]);
    expect(err.join('\n')).not.toContain('cisco');
    // What names no way at all may have been forgotten.
    expect(err).toContainEqual(expect.stringMatching(/^zeek is not asked: .*sources\.zeek which files hold it/));
  });

  it('is nothing to fetch where all of it comes by itself, which is no failure', async () => {
    const desk = deskWith({ sources: { cisco: { options: { zone: 'America/Chicago' } } }, intake: { syslog: [{ protocol: 'tcp', port: 5514, source: 'cisco' }] } });

    expect(await collected(desk)).toMatchObject({ exit: 0, err: [expect.stringMatching(/^cisco is not asked: it comes in by itself while "farmwatch serve" runs/)] });
  });
});
