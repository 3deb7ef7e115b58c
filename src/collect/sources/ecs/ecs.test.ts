import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected, parseEvent } from '../../../core/parse-event.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, goldenText, runOver, sampleFiles } from '../sample-run.fixture.ts';
import { ecs } from './ecs.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** A document as an agent writes it; say what matters. */
function aDocument(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { '@timestamp': '2026-11-02T15:03:27Z', ecs: { version: '8.11.0' }, event: { category: ['process'], type: ['start'], dataset: 'endpoint.events.process' }, host: { name: 'lt-7' }, process: { name: 'tool.exe' }, ...more };
}

/** What Kibana makes of a document: a list of values under each dotted name, also in the other form that an index keeps. */
function flat(inner: object, prefix = ''): Record<string, readonly unknown[]> {
  return Object.assign({}, ...Object.entries(inner).map(([name, value]: [string, unknown]) => (
    typeof value === 'object' && value !== null && !Array.isArray(value) ? flat(value, `${prefix}${name}.`) : { [prefix + name]: [value].flat(), [`${prefix}${name}.text`]: [value].flat() }
  ))) as Record<string, readonly unknown[]>;
}

function mapped(raw: unknown): unknown {
  const found = ecs.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('ecs, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(ecs, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('ecs', () => {
  it('reads names with dots as well', () => {
    expect(mapped({ '@timestamp': '2026-11-02T15:03:27Z', 'event.category': 'process', 'event.type': 'start', 'event.dataset': 'endpoint.events.process', 'host.name': 'lt-7', 'process.executable': '/usr/bin/tool', 'user.name': 'kim' })).toMatchObject({
      'event.action': 'process-started', 'process.name': 'tool', 'host.name': 'lt-7', 'user.name': 'kim',
    });
  });
  it('reads a hit that carries lists of values as it reads the document', () => {
    const documents = readFileSync(join(GOLDEN, 'agent.ndjson'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    const hits = documents.map((document, index) => ({ _index: 'logs-endpoint', _id: String(index), _score: 0, fields: flat(document) }));

    const events = (records: readonly unknown[]): readonly unknown[] => records.map(mapped).map((found) => (typeof found === 'string' ? found : parseEvent(found as object, { stamp: 0 })));
    expect(events(unwrap({ hits: { hits } }, ecs.recognises))).toEqual(events(documents));
  });
  it('takes a system account for no person', () => {
    expect(mapped(aDocument({ user: { name: 'SYSTEM', id: 'S-1-5-18', domain: 'NT AUTHORITY' } }))).not.toHaveProperty(['user.name']);
  });
  it('stamps an event of ours anew, because we learn of it now', () => {
    const [draft] = ecs.map({ '@timestamp': '2026-11-02T15:03:27Z', event: { action: 'check-in', ingested: '2026-11-02T15:04:00Z' }, device: { serial_number: 'SN-7' } }, context) as readonly object[];

    expect(parseEvent(draft, { stamp: Date.UTC(2026, 10, 3) })).toMatchObject({ 'event.action': 'check-in', 'event.ingested': Date.UTC(2026, 10, 3), 'device.serial_number': 'SN-7' });
  });
  it('takes a common word for ours only beside fields of ours', () => {
    expect(mapped({ '@timestamp': '2026-11-02T15:03:27Z', event: { action: 'activity', dataset: 'acme.door' } })).toBe('not our business: acme.door');
    expect(mapped({ '@timestamp': '2026-11-02T15:03:27Z', event: { action: 'activity', dataset: 'acme.input' }, farmwatch: { input: { keys: 7 } } })).toMatchObject({ farmwatch: { input: { keys: 7 } } });
  });
  it.each([
    ['the sign-in of any program', { event: { category: ['authentication'], type: ['start'], dataset: 'system.auth' } }, 'not our business: system.auth'],
    ['a process that ran already', { event: { category: ['process'], type: ['info'], dataset: 'system.process' } }, 'not our business: system.process'],
    ['a name looked up by nobody knows what', { event: { category: ['network'], dataset: 'network_traffic.dns' }, dns: { question: { name: 'a.example' } }, process: {} }, 'not our business: network_traffic.dns'],
    ['a data set with a strange name', { event: { category: ['file'], dataset: 'a\u001b[2J' } }, 'not our business: no data set'],
    ['a program without a name', { process: {} }, 'no program named'],
  ])('leaves %s', (_, more, reason) => expect(mapped(aDocument(more))).toBe(reason));
  it.each([7, 'text', null, [], {}, { message: 'hello' }])('refuses %j', (raw) => expect(mapped(raw)).toBe('not a document in the Elastic Common Schema'));
});

describe.skipIf(SKIP_SAMPLES)('ecs, documents of real machines', () => {
  it('takes programs and names, and counts the rest by data set', async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(ecs, sampleFiles('winlogbeat'));

    expect(run).toMatchObject({ read: 35, events: { 'process-started': 2, 'dns-query': 1 }, unfit: [] });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual(['no program named']);
  });
});
