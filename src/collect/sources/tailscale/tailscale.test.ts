import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, goldenText, runOver, sampleFiles } from '../sample-run.fixture.ts';
import { tailscale } from './tailscale.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** A network flow as a server saw it; say what matters. */
function aFlow(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    nodeId: 'nServer', start: '2026-11-02T14:03:20Z', end: '2026-11-02T14:03:27Z', logged: '2026-11-02T14:03:30Z',
    dstNodes: [{ nodeId: 'nLaptop', name: 'lt-7.tail1.ts.net', addresses: ['100.64.0.2', 'fd7a:115c:a1e0::2'], user: 'kim@acme.example' }],
    physicalTraffic: [{ src: '100.64.0.2:0', dst: '198.51.100.23:41641' }], ...more,
  };
}

function mapped(raw: unknown): unknown {
  const found = tailscale.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('tailscale, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(tailscale, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('tailscale, devices', () => {
  const device = {
    addresses: ['100.64.0.2', 'fd7a:115c:a1e0::2'], id: '12345', nodeId: 'nLaptop', user: 'kim@acme.example', name: 'lt-7.tail1.ts.net', hostname: 'LT-7', clientVersion: '1.90.0', os: 'windows', lastSeen: '2026-11-02T09:03:27-05:00',
    nodeKey: 'nodekey:x', isExternal: false, tags: [], clientConnectivity: { endpoints: ['192.168.0.7:41641', '198.51.100.23:41641'] }, postureIdentity: { serialNumbers: ['SN-7'] },
  };

  it('tells where a device was when it was seen last, whose it is, and its serial number', () => {
    expect(mapped(device)).toMatchObject({
      'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'source.ip': '198.51.100.23', 'source.nat.ip': '100.64.0.2', 'host.id': 'nLaptop', 'host.name': 'LT-7', 'user.email': 'kim@acme.example', 'device.serial_number': 'SN-7',
    });
    expect(unwrap({ devices: [device] }, tailscale.recognises)).toEqual([device]);
  });
  it('dates a device that is connected, of which no time is told, by when the list was written', async () => {
    const { lastSeen: _, ...connected } = { ...device, connectedToControl: true };
    const folder = mkdtempSync(join(tmpdir(), 'farmwatch-tailscale-'));
    const file = join(folder, 'devices.json');
    writeFileSync(file, JSON.stringify({ devices: [connected, { ...device, connectedToControl: false }] }));
    utimesSync(file, 1_793_700_000, 1_793_700_000);

    const found = (await Array.fromAsync(tailscale.read(file))).map(({ raw }) => mapped(raw));
    rmSync(folder, { recursive: true });

    expect(found).toMatchObject([{ 'event.action': 'check-in', '@timestamp': 1_793_700_000_000, 'source.ip': '198.51.100.23' }, { '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) }]);
    expect(mapped(connected)).toBe('a device that is connected, without the time at which the list was made');
  });
  it('names nobody for a machine with tags', () => {
    expect(Object.keys(mapped({ ...device, tags: ['tag:server'] }) as object).filter((name) => name.startsWith('user.'))).toEqual([]);
  });
  it.each([
    [{ os: 'iOS' }, 'not our business: a phone or tablet'], [{ isExternal: true }, 'not our business: a device of another tailnet'], [{ clientConnectivity: undefined }, 'not our business: a device without a public address; ask for it with fields=all'],
    [{ lastSeen: undefined }, 'no time that can be read'],
  ])('leaves a device with %j', (more, why) => expect(mapped({ ...device, ...more })).toBe(why));
});

describe('tailscale, flows', () => {
  const NOT = 'not our business: network flow without a named machine at a public address';

  it('tells the machine that was reached, not the one that wrote the log', () => {
    expect(mapped(aFlow())).toMatchObject({ 'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'source.ip': '198.51.100.23', 'source.nat.ip': '100.64.0.2', 'host.id': 'nLaptop', 'host.name': 'lt-7', 'user.email': 'kim@acme.example' });
  });
  it('counts a place once, and two places twice', () => {
    const traffic = (...dst: readonly string[]): unknown => dst.map((place) => ({ src: '100.64.0.2:0', dst: place }));

    expect(tailscale.map(aFlow({ physicalTraffic: traffic('198.51.100.23:1', '198.51.100.23:2') }), context)).toHaveLength(1);
    expect(tailscale.map(aFlow({ physicalTraffic: traffic('198.51.100.23:1', '[2001:db8::7]:2') }), context)).toHaveLength(2);
  });
  it.each(['192.168.1.5:41641', '10.0.0.5:41641', '127.3.3.40:2', '100.64.0.9:41641', '[fe80::1]:41641', 'nowhere'])('takes %s for no place', (dst) => expect(mapped(aFlow({ physicalTraffic: [{ src: '100.64.0.2:0', dst }] }))).toBe(NOT));
  it('leaves flows that name no machine', () => {
    for (const more of [{ dstNodes: undefined }, { dstNodes: [] }, { physicalTraffic: [{ src: '100.64.0.77:0', dst: '198.51.100.23:1' }] }, { physicalTraffic: undefined, virtualTraffic: [] }]) expect(mapped(aFlow(more))).toBe(NOT);
  });
  it('makes no person of a tag', () => expect(mapped(aFlow({ dstNodes: [{ nodeId: 'n', name: 'x.ts.net', addresses: ['100.64.0.2'], tags: ['tag:server'] }] }))).not.toHaveProperty(['user.name']));
});

describe('tailscale, other records', () => {
  const audit = { eventGroupID: 'g', actor: { id: 'u' }, action: 'CREATE', target: { type: 'NODE' } };

  it('counts audit records by what was done', () => {
    expect([mapped(audit), mapped({ ...audit, action: '<b>' }), mapped({ ...audit, target: undefined })]).toEqual(['not our business: audit CREATE NODE', 'not our business: audit unnamed', 'not our business: audit CREATE']);
  });
  it('counts webhooks by what they tell', () => {
    const webhook = { timestamp: '2026-11-05T14:00:00Z', version: 1, type: 'nodeCreated', tailnet: 'acme.example', message: 'Node lt-7 created', data: { nodeID: 'n7', actor: 'kim@acme.example' } };

    expect([mapped(webhook), mapped({ ...webhook, type: '<b>' })]).toEqual(['not our business: webhook nodeCreated', 'not our business: webhook unnamed']);
  });
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { nodeId: 'n' }]) expect(mapped(raw)).toBe('not a Tailscale record');
    expect(mapped(aFlow({ end: 'soon', logged: 'later' }))).toBe('no time that can be read');
  });
});

describe('tailscale, samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(tailscale, sampleFiles('tailscale'));

    expect(run).toMatchObject({ read: 4, unfit: [], events: {} });
    expect(Object.keys(run.rejected).every((reason) => reason.startsWith('not our business: audit '))).toBe(true);
  });
});
