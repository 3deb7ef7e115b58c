import { describe, expect, it } from 'vitest';
import { SHIPPED } from '../catalogue/catalogue.ts';
import type { Event } from '../core/event.ts';
import { HOUR } from '../core/time.ts';
import { anEvent, MONDAY } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { withoutReading } from './asked-names.ts';
import { defineSource } from './collector.ts';
import { enricherOver } from './enrich.ts';
import { takeInto } from './take.ts';
import { noCounts } from './tally.ts';

const lookedUp = (asker: string | undefined, name = 'clinic.example'): Event => anEvent({ 'event.action': 'dns-query', 'dns.question.name': name, ...(asker === undefined ? {} : { 'process.name': asker }), 'host.name': 'LT-7' });

describe('a name that was looked up', () => {
  it.each(['chrome.exe', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe', 'svchost.exe', undefined])('is not kept where %s asked: that is what people read', (asker) => {
    const { 'dns.question.name': name, ...rest } = withoutReading(lookedUp(asker), SHIPPED);

    expect(name).toBeUndefined();
    expect(rest).toMatchObject({ 'event.action': 'dns-query', 'host.name': 'LT-7' });
  });

  it.each(['AnyDesk.exe', 'unheard-of.exe'])('is kept where %s asked, which the catalogue knows or may know some day', (asker) => {
    const event = lookedUp(asker);

    expect(withoutReading(event, SHIPPED)).toBe(event);
  });

  it('could never name a tool where it is left out', () => {
    const names = SHIPPED.rows.tools.flatMap(({ domains }) => domains).map((domain) => domain.replaceAll('*', 'x'));

    for (const name of names) expect(SHIPPED.matchTool({ dnsName: name, dnsProcess: 'chrome.exe' })).toBeUndefined();
    for (const name of names) expect(SHIPPED.matchTool({ dnsName: name })).toBeUndefined();
  });

  it('is left out at the door of every source, with the rest of the record kept', async () => {
    const store = memoryStore({ now: () => MONDAY + HOUR });
    const source = defineSource({ id: 'ecs', title: 'ECS', settings: {}, options: {}, recognises: () => true, read: async function* () {}, map: (raw) => [{ ...(raw as Event), 'event.ingested': undefined }] });
    const counts = noCounts();
    const taker = takeInto(source, { store, catalogue: SHIPPED, enricher: enricherOver('none', () => ({})), rejects: undefined, stamp: MONDAY + HOUR, now: () => MONDAY + HOUR, context: { settings: {}, options: {} } }, counts);

    for (const raw of [lookedUp('chrome.exe'), lookedUp('AnyDesk.exe', 'boot.net.anydesk.com')]) await taker.take({ file: 'f', line: 1, raw });
    await taker.flush();

    expect(counts).toMatchObject({ read: 2, made: 2, added: 2 });
    const kept = await Array.fromAsync(store.events.select({ where: {} }, { from: 0, to: Infinity, asOf: Infinity }));
    expect(kept.map((event) => event['dns.question.name']).sort()).toEqual(['boot.net.anydesk.com', undefined]);
  });
});
