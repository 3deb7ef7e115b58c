import { describe, expect, it } from 'vitest';
import { simulate } from '../company.ts';
import type { Knobs } from '../knobs.ts';
import { ownDesktopStory } from '../story.ts';

const ENDS_AT = Date.UTC(2026, 9, 26);
const companyWith = (knobs: Partial<Knobs>) => simulate({
  seed: 'own-desktop', people: 24, staff: 0, days: 30, farms: [], startsWithinDays: 3, endsAt: ENDS_AT,
  knobs: { contractors: 0, couples: 0, housemates: 0, itSupport: 0, toolsHigh: 0, toolsMedium: 0, toolsLow: 0, ...knobs },
});
const incoming = (company: ReturnType<typeof companyWith>) => [...company.events()].filter((event) => event['event.action'] === 'session-connected' && event['farmwatch.remote.direction'] === 'incoming');

describe('a work laptop that is driven from a computer of one’s own', () => {
  it('is so from the first day on, on nearly all days, by those who mainly work so', () => {
    const company = companyWith({ ownDesktops: 1, ownDesktopsMainly: 1, office: 0, hybrid: 0, travellers: 0, offsites: 0 });
    const days = Map.groupBy(incoming(company), (event) => event['device.serial_number']);

    // Some 20 working days; a trip, a floor or a spare laptop take some away.
    expect(days.size).toBeGreaterThan(20);
    expect([...days.values()].map((rows) => new Set(rows.map((event) => new Date(event['@timestamp'] as number).toISOString().slice(0, 10))).size).filter((many) => many > 12).length).toBeGreaterThan(18);
  });

  it('tells line, clock and name of some and nothing of others, and no two have one machine', () => {
    const rows = incoming(companyWith({ ownDesktops: 1 }));
    const laptops = [...Map.groupBy(rows, (event) => event['device.serial_number']).values()];
    const share = (field: string): number => laptops.filter((own) => own.some((event) => event[field] !== undefined)).length / laptops.length;

    for (const field of ['source.ip', 'source.domain', 'farmwatch.remote.client_utc_offset_min']) expect([share(field) > 0.2, share(field) < 0.8]).toEqual([true, true]);
    const named = Map.groupBy(rows.filter((event) => event['source.domain'] !== undefined), (event) => event['source.domain']);
    expect([...named.values()].every((own) => new Set(own.map((event) => event['device.serial_number'])).size === 1)).toBe(true);
  });

  it('moves nothing of anybody else', () => {
    const [without, some] = [companyWith({ ownDesktops: 0 }), companyWith({ ownDesktops: 0.3 })];
    const odd = new Set(Object.entries(some.truth.innocents).filter(([, kinds]) => kinds.includes('own-desktop')).map(([hire]) => hire));
    const others = new Set(some.tables.people.filter(({ hire_id: hire }) => !odd.has(hire)).map(({ email }) => email));
    const of = (company: ReturnType<typeof companyWith>) => [...company.events()].filter((event) => others.has(event['user.email'] as string)).map((event) => `${String(event['@timestamp'])} ${String(event['event.action'])}`);

    expect([odd.size > 2, others.size > 10]).toEqual([true, true]);
    expect(of(some)).toEqual(of(without));
  });

  it('leaves the command that sets the tool up to work with nobody there', () => {
    const lines = [...ownDesktopStory().events()].flatMap((event) => event['process.command_line'] ?? []);

    expect(lines.some((line) => /remoting_start_host|start-host/.test(String(line)))).toBe(true);
  });
});
