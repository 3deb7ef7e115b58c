import { describe, expect, it } from 'vitest';
import { simulate } from '../company.ts';

const ENDS_AT = Date.UTC(2026, 9, 26);
const companyWith = (knobs: Readonly<Record<string, number>>) => simulate({ seed: 'sharing', people: 24, staff: 0, days: 30, farms: [], startsWithinDays: 3, endsAt: ENDS_AT, knobs: { couples: 0, housemates: 0, helpDeskFactors: 0, contractors: 0, ...knobs } });

/** Which hires each value of a field was seen with. */
function holdersOf(company: ReturnType<typeof companyWith>, field: string): ReadonlyMap<string, ReadonlySet<string>> {
  const mails = new Map(company.tables.people.map(({ email, hire_id: hire }) => [email, hire]));
  const serials = new Map(company.tables.devices.map(({ serial, hire_id: hire }) => [serial, hire]));
  const found = new Map<string, Set<string>>();
  for (const event of company.events()) {
    const value = event[field] as string | undefined;
    const hire = mails.get(event['user.email'] as string) ?? serials.get(event['device.serial_number'] as string);
    if (value !== undefined && hire !== undefined) found.set(value, (found.get(value) ?? new Set()).add(hire));
  }
  return found;
}
const shared = (holders: ReadonlyMap<string, ReadonlySet<string>>): readonly ReadonlySet<string>[] => [...holders.values()].filter(({ size }) => size > 1);

describe('honest sharing between homes', () => {
  it('siblings have a tablet in common that approves some of their sign-ins, and a factor of their own', () => {
    const company = companyWith({ siblings: 1 });
    const factors = holdersOf(company, 'farmwatch.factor.token');
    const homes = new Map(company.tables.people.map(({ hire_id: hire, home }) => [hire, JSON.stringify(home)]));

    const pairs = shared(factors);
    expect(pairs.length).toBeGreaterThan(8);
    expect(pairs.every((pair) => pair.size === 2 && new Set([...pair].map((hire) => homes.get(hire))).size === 2)).toBe(true);
    expect(factors.size).toBe(24 + pairs.length);
  });

  it('a monitor that is passed on stands with one after the other, never with both on one day', () => {
    const company = companyWith({ monitorsPassedOn: 1, office: 0, hybrid: 0 });
    const serials = new Map(company.tables.devices.map(({ serial, hire_id: hire }) => [serial, hire]));
    const days = new Map<string, Set<string>>();
    for (const event of company.events()) {
      if (event['event.action'] !== 'display-present') continue;
      const key = `${String(event['farmwatch.display.serial'])} ${new Date(event['@timestamp'] as number).toISOString().slice(0, 10)}`;
      days.set(key, (days.get(key) ?? new Set()).add(serials.get(event['device.serial_number'] as string)!));
    }

    expect(shared(holdersOf(company, 'farmwatch.display.serial')).length).toBeGreaterThan(5);
    expect([...days.values()].filter(({ size }) => size > 1)).toEqual([]);
  });

  it('neither comes where its knob is 0', () => {
    const company = companyWith({ siblings: 0, monitorsPassedOn: 0, office: 0, hybrid: 0 });

    expect(shared(holdersOf(company, 'farmwatch.factor.token'))).toEqual([]);
    expect(shared(holdersOf(company, 'farmwatch.display.serial'))).toEqual([]);
  });
});

describe('a help desk of an agency', () => {
  it('comes with a tool, machines and a factor that stand on no list, for contractors only', () => {
    const company = companyWith({ contractors: 1, contractorsWithoutLaptop: 0, contractorDesks: 1, helpDeskFactors: 1, itSupport: 0, toolsHigh: 0, toolsMedium: 0, toolsLow: 0, ownDesktops: 0 });
    const sessions = [...company.events()].filter((event) => event['event.action'] === 'session-connected' && event['farmwatch.remote.direction'] === 'incoming');
    const allowed = new Set(company.tables.allowed.map(({ tool }) => tool));
    const agencies = new Set(company.tables.people.map(({ agency }) => agency));

    expect(sessions.length).toBeGreaterThan(10);
    expect(sessions.filter((event) => allowed.has(event['farmwatch.remote.protocol'] as string))).toEqual([]);
    // One tool, one clock and four machines an agency.
    expect(new Set(sessions.map((event) => event['farmwatch.remote.protocol'])).size).toBeLessThanOrEqual(agencies.size);
    expect(new Set(sessions.map((event) => event['source.domain'])).size).toBeLessThanOrEqual(4 * agencies.size);
    expect(shared(holdersOf(company, 'farmwatch.factor.token')).length).toBeGreaterThan(0);
    expect(Object.values(company.truth.innocents).filter((kinds) => kinds.includes('contractor-desk'))).toHaveLength(24);
  });
});
