import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { whyUnfit } from '../src/cli/configured/pointed-content.ts';
import { DAY } from '../src/core/time.ts';
import { makeCertificates } from './support/certificates.ts';
import { deskIn } from './support/command-line.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-points-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const desk = deskIn(root, Date.UTC(2026, 10, 16));
const check = (config: object): ReturnType<typeof desk.type> => {
  desk.file('farmwatch.json', JSON.stringify(config));
  return desk.type('config', 'check', '--config', 'farmwatch.json');
};

describe('config check', () => {
  it('looks for every secret and file that is named, and shows no value', async () => {
    desk.file('good', 'swordfish');
    desk.file('empty', '');

    const { exit, err } = await check({
      network: { ca_file: 'gone.pem' },
      sources: { okta: { pull: { url: 'https://acme.okta.com', token: 'env:FARMWATCH_TEST_GONE' } }, duo: { pull: { url: 'https://api-1.duosecurity.com', integration_key: 'DI', secret_key: 'file:gone' } } },
      channels: { siem: { kind: 'splunk', access: { url: 'https://splunk.acme.example:8089', token: 'file:empty' }, sources: { windows: 'win' } } },
      notify: { receivers: { chat: { kind: 'slack', sends: ['alerts'], url: 'file:good' } } },
    });

    expect(exit).toBe(2);
    expect(err).toEqual([[
      `${join(root, 'farmwatch.json')}: it fits, and what it points to is missing: sources.okta.pull.token: env:FARMWATCH_TEST_GONE: the environment has no FARMWATCH_TEST_GONE; set it and start again`,
      `sources.duo.pull.secret_key: ${join(root, 'gone')}: there is no such file. Check the path`,
      'channels.siem.access.token: file:empty: it is empty; put the secret there',
      `network.ca_file: ${join(root, 'gone.pem')}: there is no such file`,
    ].join('; ')]);
  });

  it('takes a FARMWATCH_CONFIG that is set to nothing for none', async () => {
    vi.stubEnv('FARMWATCH_CONFIG', '');

    expect(await desk.type('config', 'check')).toMatchObject({ exit: 0, err: [] });
  });

  it('says which credentials only the service can see', async () => {
    vi.stubEnv('CREDENTIALS_DIRECTORY', undefined);

    const { exit, out, err } = await check({ sources: { okta: { pull: { url: 'https://acme.okta.com', token: 'credential:okta' } } } });

    expect([exit, out[0]]).toEqual([0, `${join(root, 'farmwatch.json')}: fits.`]);
    expect(err).toEqual(['Not looked for, because systemd gives credentials to the service alone: sources.okta.pull.token']);
  });

  it('says what a missing file of authorities is for every other command too', async () => {
    desk.file('farmwatch.json', JSON.stringify({ network: { ca_file: 'gone.pem' } }));

    expect(await desk.type('detect', '--config', 'farmwatch.json')).toMatchObject({ exit: 2, err: [`network.ca_file: ${join(root, 'gone.pem')}: there is no such file. Name a PEM file with the certificate of the authority, by its whole path or as seen from the folder of farmwatch.json.`] });
  });

  it('looks into certificates, keys and databases of places, and says why they will not do', async () => {
    const { ca, server, client } = makeCertificates(root);
    const today = deskIn(root, Date.now());
    const check = (config: object): ReturnType<typeof desk.type> => {
      today.file('farmwatch.json', JSON.stringify(config));
      return today.type('config', 'check', '--config', 'farmwatch.json');
    };
    desk.file('note.txt', 'hello');
    const port = (more: object): object => ({ protocol: 'tls', port: 0, source: 'cisco', cert_file: server.cert, key_file: server.key, ...more });

    const bad = await check({ geo: { mmdb: 'note.txt' }, network: { ca_file: 'note.txt' }, intake: { syslog: [port({ key_file: client.key }), port({ key_file: 'note.txt' }), port({ cert_file: '.' })] } });
    const good = await check({ network: { ca_file: ca.file }, intake: { syslog: [port({ client_ca_file: ca.file })] } });

    expect([bad.exit, good.exit, good.err]).toEqual([2, 0, []]);
    expect(bad.err[0]).toContain(`what it points to is missing: intake.syslog.2.cert_file: ${root} is a folder; name the file inside; and what it points to will not do: `);
    for (const why of [
      `geo.mmdb: ${join(root, 'note.txt')} is no MaxMind database`, `network.ca_file: ${join(root, 'note.txt')} holds no certificate`,
      `intake.syslog.0.key_file: the key in ${client.key} is not that of the certificate in ${server.cert}`, `intake.syslog.1.key_file: ${join(root, 'note.txt')} holds no private key`,
    ]) expect(bad.err[0]).toContain(why);
  });

  it('names the day on which a certificate ended, or on which it begins', () => {
    const { ca } = makeCertificates(root);

    expect(whyUnfit('ca_file', ca.file, Date.now())).toBe(undefined);
    expect(whyUnfit('ca_file', ca.file, Date.now() + 31 * DAY)).toMatch(/^the certificate in .*ca\.pem ended on 20\d\d-\d\d-\d\dT[\d:]+Z; have it renewed, or set the clock/);
    expect(whyUnfit('cert_file', ca.file, Date.now() - 2 * DAY)).toMatch(/ begins on 20/);
  });
});
