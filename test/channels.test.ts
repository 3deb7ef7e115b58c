import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { openApp } from '../src/app.ts';
import { jobsOf } from '../src/cli/serve/jobs.ts';
import { pullBook } from '../src/collect/pull/book.ts';
import { CHANNELS } from '../src/collect/channels/index.ts';
import { loadConfig } from '../src/config.ts';
import { HOUR, isoOf } from '../src/core/time.ts';
import { configuredDesks } from './support/configured-desk.ts';
import { startStub, type Stub, type StubAnswer, type StubRequest } from './support/vendor-stub.ts';
import { CONFIGURED } from './support/told-staff.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const root = mkdtempSync(join(tmpdir(), 'farmwatch-channels-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const stubs: Stub[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const stub of stubs.splice(0)) await stub.close();
});

/** A desk whose configuration names channels. */
const deskWith = configuredDesks(root, NOW);

/** A Splunk that holds a sign-in of Okta in the index `okta`, a tunnel in `asa`, and is away for everything else. */
async function aSplunk(answer?: (request: StubRequest) => StubAnswer | undefined): Promise<Stub> {
  const stub = await startStub((request) => {
    const own = answer?.(request);
    if (own) return own;
    const search = new URLSearchParams(request.body).get('search')!;
    const [, from, to] = /_index_earliest=(\d+) _index_latest=(\d+)/.exec(search)!.map(Number);
    const came = (NOW - HOUR) / 1000;
    if (came < from! || came >= to!) return { body: '{"preview":false,"lastrow":true}\n' };
    const raw = search.includes('index="okta"') ? JSON.stringify({ uuid: 'a', eventType: 'user.session.start', published: isoOf(NOW - HOUR), actor: { type: 'User', alternateId: 'kim@acme.example' }, outcome: { result: 'SUCCESS' } })
      : search.includes('index="asa"') ? 'Nov 16 2026 06:00:00 fw-1 : %ASA-6-722022: Group <GroupPolicy_VPN> User <kim> IP <198.51.100.7> TCP SVC connection established without compression' : undefined;
    return raw === undefined ? { status: 403 } : { body: `${JSON.stringify({ preview: false, offset: 0, lastrow: true, result: { _raw: raw } })}\n` };
  });
  stubs.push(stub);
  return stub;
}

const siem = (url: string, sources: Readonly<Record<string, string>>): object => ({ kind: 'splunk', access: { url, token: 'file:secret' }, sources, back_days: 1 });

describe('what channels hold', () => {
  it('is collected with everything else, through the options of each source', async () => {
    const { url } = await aSplunk();
    const desk = deskWith({ sources: { cisco: { options: { zone: 'America/Chicago' } } }, channels: { siem: siem(url, { okta: 'okta', cisco: 'asa' }) } });
    const { exit, out } = await desk.type('collect', '--json', '--config', 'farmwatch.json');

    expect(exit).toBe(0);
    expect(JSON.parse(out[0]!)).toMatchObject({ sources: ['siem/okta', 'siem/cisco'], read: 2, events: 2, added: 2, rejected: 0 });
    const again = await desk.type('collect', '--json', '--config', 'farmwatch.json');
    expect(JSON.parse(again.out[0]!)).toMatchObject({ added: 0 });
  });
  it('is collected by the name of the channel, all of it or of one source', async () => {
    const { url } = await aSplunk();
    const desk = deskWith({ channels: { siem: siem(url, { okta: 'okta', cisco: 'asa' }), other: siem(url, { windows: 'none' }) } });

    expect(JSON.parse((await desk.type('collect', 'okta', '--channel', 'siem', '--json', '--config', 'farmwatch.json')).out[0]!)).toMatchObject({ sources: ['siem/okta'], added: 1 });
    expect(JSON.parse((await desk.type('collect', '--channel', 'siem', '--again', '--json', '--config', 'farmwatch.json')).out[0]!)).toMatchObject({ sources: ['siem/okta', 'siem/cisco'], added: 1, known: 1 });
  });
  it('is counted and not written in a dry run, and begins at the same place the next time', async () => {
    const { url } = await aSplunk();
    const desk = deskWith({ channels: { siem: siem(url, { okta: 'okta' }) } });
    await desk.type('collect', '--dry-run', '--config', 'farmwatch.json');

    expect(JSON.parse((await desk.type('collect', '--json', '--config', 'farmwatch.json')).out[0]!)).toMatchObject({ added: 1 });
  });
  it('comes from one source where another is refused, by command and on the schedule', async () => {
    const { url } = await aSplunk();
    const desk = deskWith({ duties: CONFIGURED, channels: { siem: siem(url, { windows: 'none', okta: 'okta' }), late: siem(url, { cisco: 'asa' }) } });
    const app = await openApp(loadConfig(join(desk.folder, 'farmwatch.json')), join(desk.folder, 'store'), () => NOW);
    try {
      const collect = jobsOf(app, () => {}).find(({ id }) => id === 'collect')!;
      await expect(collect.work(new AbortController().signal)).rejects.toMatchObject({ code: 'source.refused', message: expect.stringContaining('siem/windows') });

      expect((await app.store.events.census()).rows).toBe(2);
      expect((await pullBook(app.store).states()).map(({ id, failed }) => [id, failed === null]).sort()).toEqual([['late/cisco', true], ['siem/okta', true], ['siem/windows', false]]);
    } finally {
      await app.close();
    }
    const { exit, err } = await desk.type('collect', '--config', 'farmwatch.json');
    expect(exit).toBe(1);
    expect(err.join('\n')).toMatch(/siem\/windows refused: .*403.*permission/);
  });
  it('never shows its secret', async () => {
    const { url } = await aSplunk(() => ({ status: 401, body: { messages: [{ type: 'WARN', text: 'call not properly authenticated' }] } }));
    const desk = deskWith({ channels: { siem: siem(url, { okta: 'okta' }) } });
    writeFileSync(join(desk.folder, 'secret'), 'swordfish');
    const { out, err } = await desk.type('collect', '--config', 'farmwatch.json');

    expect([...out, ...err].join('\n')).not.toContain('swordfish');
    expect(stubs[0]!.requests[0]!.headers['authorization']).toBe('Bearer swordfish');
  });
});

describe('a channel that is not configured as it should be', () => {
  const splunk = siem('https://splunk.acme.example:8089', { okta: 'okta' }) as { access: object };

  it.each([
    ['a kind that is none', { ...splunk, kind: 'splank' }, 'channels.siem: kind "splank" is none; there are elasticsearch, opensearch, splunk, log-analytics'],
    ['a secret as text', { ...splunk, access: { ...splunk.access, token: 'swordfish' } }, 'channels.siem: access.token is a secret and is written as a reference'],
    ['an address without TLS', { ...splunk, access: { ...splunk.access, url: 'http://splunk.acme.example' } }, 'channels.siem: access.url: an account goes over https only'],
    ['a source that is none', { ...splunk, sources: { otka: 'okta' } }, 'channels.siem: sources.otka: there is no such source'],
    ['a part that would end a query', { ...splunk, sources: { okta: 'okta" OR index="*' } }, 'is no index'],
    ['no account', { kind: 'elasticsearch', access: { url: 'https://logs.acme.example' }, sources: { okta: 'logs-*' } }, 'channels.siem: access: give api_key, or username and password'],
    ['no source at all', { ...splunk, sources: {} }, 'say which part holds which source'],
  ])('stops the start: %s', async (_, channel, said) => {
    const desk = deskWith({ channels: { siem: channel } });
    const { exit, err } = await desk.type('config', 'check', '--config', 'farmwatch.json');

    expect(exit).toBe(2);
    expect(err.join('\n')).toContain(said);
    expect(err.join('\n')).not.toContain('swordfish');
  });
  it('stops the start: a name that could not stand in a list', async () => {
    const { exit, err } = await deskWith({ channels: { 'My SIEM': splunk } }).type('config', 'check', '--config', 'farmwatch.json');

    expect(exit).toBe(2);
    expect(err.join('\n')).toContain('small letters');
  });
  it.each([
    [['collect', '--channel', 'elk'], 'There is no channel "elk" in the configuration; there are siem.'],
    [['collect', 'zeek', '--channel', 'siem'], 'The channel siem holds no records of "zeek"'],
    [['collect', 'okta', '--channel', 'siem', '--from-file', 'farmwatch.json'], 'take one'],
  ])('is told to whoever types %j', async (argv, said) => {
    const { exit, err } = await deskWith({ channels: { siem: splunk } }).type(...argv, '--config', 'farmwatch.json');

    expect(exit).toBe(2);
    expect(err.join('\n')).toContain(said);
  });
});

describe('farmwatch sources', () => {
  it.each(CHANNELS.map(({ kind }) => kind))('says what the channel %s needs, and writes a piece of configuration that fits once it is filled in', async (kind) => {
    const desk = deskWith({});
    const listed = await desk.type('sources');
    const { exit, out } = await desk.type('sources', kind);
    const channel = CHANNELS.find((one) => one.kind === kind)!;
    const piece = JSON.parse(`{${out.slice(out.findIndex((line) => line.trim().startsWith('"my-logs"')), out.indexOf('', 5)).join('\n')}}`) as Record<string, { access: Record<string, string> }>;
    const texts: Readonly<Record<string, string>> = { url: 'https://logs.acme.example', tenant: 'acme.example', client_id: 'app', workspace: '00000000-aaaa-4000-8000-000000000001', username: 'reader' };
    const filled = { ...piece['my-logs']!, access: Object.fromEntries(Object.entries(piece['my-logs']!.access).map(([name, text]) => [name, texts[name] ?? text])) };
    for (const text of Object.values(filled.access)) if (text.startsWith('env:')) vi.stubEnv(text.slice(4), 'secret');

    expect(exit).toBe(0);
    expect(listed.out.join('\n')).toContain(channel.title);
    expect(out.join('\n')).toContain(channel.needs);
    expect((await deskWith({ channels: { 'my-logs': filled } }).type('config', 'check', '--config', 'farmwatch.json')).err).toEqual([]);
  });
});
