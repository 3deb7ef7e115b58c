import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { HireId, PersonRow } from '../../src/core/person.ts';
import { settle } from '../../src/core/settings.ts';
import type { Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, windowOf, type Company } from '../../test/support/window.ts';
import { remoteSessions } from './remote-sessions.ts';

/** Ten working days from Monday 2 November 2026; Chicago is 360 minutes west. */
const DAYS: readonly Day[] = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13].map((day) => `2026-11-${String(day).padStart(2, '0')}`);
const EVERYBODY: readonly HireId[] = ['kim', 'lee', 'max', 'noa', 'pat', 'quinn', 'rio'];
const HOME = -360;
const FAR = 540;
const laptopOf = (hire: HireId): string => `SN-${hire}`.toUpperCase();
const homeOf = (hire: HireId): string => `198.51.100.${100 + EVERYBODY.indexOf(hire)}`;

/** Laptops that are there and busy from 9 to 17 local, from the second day of records on. */
const busy = EVERYBODY.flatMap((hire) => DAYS.flatMap((day) => [
  anEvent({ '@timestamp': at(day, 15), 'event.action': 'check-in', 'device.serial_number': laptopOf(hire), 'source.ip': homeOf(hire), 'farmwatch.net.line': homeOf(hire), 'farmwatch.net.kind': 'home' }),
  ...[15.25, 16.25, 17.25, 18.25, 19.25, 20.25, 21.25, 22.25].map((hour) => anEvent({ '@timestamp': at(day, hour), 'event.action': 'activity', 'device.serial_number': laptopOf(hire) })),
]));

interface Controller { readonly tool?: string; readonly host?: string; readonly offset?: number; readonly ip?: string; readonly kind?: string; readonly from?: number; readonly hours?: number }
const OPERATOR: Controller = { tool: 'anydesk', host: 'DESKTOP-4F7A21', offset: FAR, ip: '203.0.113.50', kind: 'vpn', from: 15.5, hours: 7 };
const OWN: Controller = { tool: 'rustdesk', host: 'DESKTOP-HOME', offset: HOME, ip: homeOf('kim'), kind: 'home', from: 16, hours: 5 };
const DESK: Controller = { tool: 'screenconnect', host: 'ITDESK-11', offset: 330, ip: '203.0.113.90', kind: 'corporate', from: 16, hours: 0.4 };

function driven(hire: HireId, days: readonly Day[], { tool, host, offset, ip, kind, from = 16, hours = 1 }: Controller, more: Partial<Event> = {}): readonly Event[] {
  const said = { 'device.serial_number': laptopOf(hire), 'farmwatch.remote.direction': 'incoming', ...(tool ? { 'farmwatch.remote.protocol': tool } : {}), ...more };
  return days.flatMap((day) => [
    anEvent({
      '@timestamp': at(day, from), 'event.action': 'session-connected', ...said, ...(host ? { 'source.domain': host } : {}), ...(offset === undefined ? {} : { 'farmwatch.remote.client_utc_offset_min': offset }),
      ...(ip ? { 'source.ip': ip, 'farmwatch.net.line': ip } : {}), ...(kind ? { 'farmwatch.net.kind': kind } : {}),
    }),
    anEvent({ '@timestamp': at(day, from + hours), 'event.action': 'session-disconnected', ...said }),
  ]);
}

/** An exit of a VPN service by which a laptop goes out, as its check-ins, its tunnels or its browser tell. */
const EXIT = '203.0.113.50';
const byExit = (hire: HireId, days: readonly Day[], action: 'check-in' | 'sign-in', hours: readonly number[] = [15.1]): readonly Event[] => days.flatMap((day) => hours.map((hour) => anEvent({
  '@timestamp': at(day, hour), 'event.action': action, 'device.serial_number': laptopOf(hire), 'user.email': `${hire}@company.example`, 'source.ip': EXIT, 'farmwatch.net.line': EXIT, 'farmwatch.net.kind': 'vpn',
})));
/** A router at home that takes everything through the service; the check-in by the home's own line is from before it was up. */
const behindVpn = (hire: HireId, days: readonly Day[]): readonly Event[] => byExit(hire, days, 'check-in', [16.1, 18.1, 20.1]);

function company(events: readonly Event[], extra: Partial<Company> = {}, of: (hire: HireId) => Partial<PersonRow> = () => ({})): Company {
  return { asOf: at('2026-11-14', 12), people: EVERYBODY.map((id) => aPerson({ hire_id: id, ...of(id) })), events: [...busy, ...events], ...extra };
}
const longHere = (hire: HireId): Partial<PersonRow> => (['noa', 'pat', 'quinn'].includes(hire) ? { start_date: '2021-03-01' } : {});
const trip = { hire_id: 'kim', from: '2026-11-09', to: '2026-11-13' };

describeDetector(remoteSessions, {
  stories: [
    { tells: 'two laptops driven by one machine from far away on most days', company: company([...driven('kim', DAYS, OPERATOR), ...driven('lee', DAYS.slice(2), OPERATOR)]), about: 'kim', reaches: 4.5 },
    { tells: 'three who drive their laptops from a computer of their own by three tools, which many call HOME-PC', company: company([
      ...driven('kim', DAYS, { tool: 'parsec', host: 'HOME-PC', hours: 6 }), ...driven('lee', DAYS, { tool: 'chrome-remote-desktop', host: 'HOME-PC', hours: 6 }), ...driven('max', DAYS, { tool: 'rdp', host: 'home-pc', hours: 6 }),
    ]), about: 'kim', staysBelow: 2 },
    { tells: 'three labs by one tool, from computers called LAB-DESKTOP', company: company(['kim', 'lee', 'max'].flatMap((hire) => driven(hire, DAYS, { tool: 'rdp', host: 'LAB-DESKTOP', offset: HOME, hours: 6 }))), about: 'kim', staysBelow: 1 },
    { tells: 'two who thought of the same name for a computer of their own, by tools of their own', company: company([...driven('kim', DAYS, { ...OWN, host: 'falcon-pc', ip: homeOf('kim') }), ...driven('lee', DAYS, { ...OWN, tool: 'parsec', host: 'FALCON-PC', ip: homeOf('lee') })]), about: 'kim', staysBelow: 0 },
    { tells: 'one machine that many call HOME-PC and an address from far away', company: company(['kim', 'lee'].flatMap((hire) => driven(hire, DAYS, { ...OPERATOR, host: 'HOME-PC', kind: 'corporate' }))), about: 'kim', reaches: 4.5 },
    { tells: 'the same on the third day', company: company([...driven('kim', DAYS.slice(0, 3), OPERATOR), ...driven('lee', DAYS.slice(0, 3), OPERATOR)], { asOf: at('2026-11-05', 0) }), about: 'lee', reaches: 4.5 },
    { tells: 'a laptop that is driven on most days by nobody knows whom', company: company(driven('kim', DAYS.slice(1, 9), { tool: 'anydesk', hours: 6 })), about: 'kim', reaches: 1.5, staysBelow: 2 },
    { tells: 'an operator who keeps the claimed clock', company: company([...driven('kim', DAYS, { ...OPERATOR, offset: HOME }), ...driven('lee', DAYS, { ...OPERATOR, offset: HOME })]), about: 'kim', reaches: 3.5 },
    { tells: 'Remote Desktop of which only the clock is told', company: company(driven('kim', DAYS, { tool: 'rdp', offset: FAR, hours: 6 })), about: 'kim', reaches: 4 },
    ...[1, 2, 3].map((olds) => ({
      tells: `a machine that drives the laptop day after day, and those of ${olds} earlier ${olds === 1 ? 'hire' : 'hires'} of the farm`,
      company: company([...driven('kim', DAYS, OPERATOR), ...['noa', 'pat', 'quinn'].slice(0, olds).flatMap((hire) => driven(hire, DAYS, OPERATOR))], {}, longHere), about: 'kim', reaches: 4,
    })),
    { tells: 'the same on every other day', company: company([...driven('kim', DAYS.filter((_, nth) => nth % 2 === 0), OPERATOR), ...['noa', 'pat', 'quinn'].flatMap((hire) => driven(hire, DAYS, OPERATOR))], {}, longHere), about: 'kim', reaches: 3 },
    { tells: 'a help desk that serves three of longer standing and looks in on four days', company: company([...driven('kim', [0, 1, 4, 8].map((nth) => DAYS[nth]!), DESK), ...['noa', 'pat', 'quinn'].flatMap((hire) => driven(hire, DAYS.slice(2, 4), DESK))], {}, longHere), about: 'kim', staysBelow: 0 },
    { tells: 'a work laptop that is driven from a computer of one’s own from the first day on, daily and for hours, by a tool that tells nothing of the other side', company: company(driven('kim', DAYS, { tool: 'chrome-remote-desktop', from: 15, hours: 8 })), about: 'kim', staysBelow: 2 },
    { tells: 'the same, with clock and line told', company: company(driven('kim', DAYS, { ...OWN, from: 15, hours: 8 })), about: 'kim', staysBelow: 0 },
    { tells: 'the same, through a VPN service of one’s own', company: company(driven('kim', DAYS, { ...OWN, ip: EXIT, kind: 'vpn', from: 15, hours: 8 })), about: 'kim', staysBelow: 2 },
    { tells: 'the same, through a phone', company: company(driven('kim', DAYS, { ...OWN, ip: '198.51.100.9', kind: 'mobile', from: 15, hours: 8 })), about: 'kim', staysBelow: 2 },
    { tells: 'a computer of one’s own at the same line', company: company(driven('kim', DAYS.slice(3), OWN)), about: 'kim', staysBelow: 0.7 },
    { tells: 'a computer of one’s own in the same network', company: company(driven('kim', DAYS.slice(3), { ...OWN, ip: '192.168.1.20', kind: 'unknown' })), about: 'kim', staysBelow: 0.7 },
    { tells: 'a computer of one’s own behind the same router, which takes everything through a VPN', company: company([...behindVpn('kim', DAYS), ...driven('kim', DAYS.slice(3), { ...OWN, ip: EXIT, kind: 'vpn' })]), about: 'kim', staysBelow: 2.5 },
    { tells: 'a few days of help in the first week, by a help desk in another zone', company: company([...driven('kim', [DAYS[0]!, DAYS[1]!, DAYS[4]!], DESK), ...EVERYBODY.slice(1).flatMap((hire, nth) => driven(hire, [DAYS[nth]!], DESK))]), about: 'kim', staysBelow: 1.5 },
    { tells: 'a supplier in another zone who serves people of longer standing too', company: company([...driven('kim', DAYS.slice(0, 4), DESK), ...['noa', 'pat', 'quinn'].flatMap((hire) => driven(hire, [DAYS[3]!], { ...DESK, from: 18 }))], {}, longHere), about: 'kim', staysBelow: 0 },
    { tells: 'sessions with a tool of the allow list', company: company(driven('kim', DAYS, { ...OPERATOR, tool: 'ninjaone' }), { allowed: [{ tool: 'ninjaone', scope: 'all', owner: 'it', reason: 'service desk' }] }), about: 'kim', staysBelow: 0 },
    { tells: 'sessions from an office of the list', company: company(driven('kim', DAYS, DESK), { places: [{ place_id: 'desk', name: 'Service desk', kind: 'office', cidr: ['203.0.113.90/32'] }] }), about: 'kim', staysBelow: 0 },
    { tells: 'a developer who drives a cloud desktop', company: company(driven('kim', DAYS, OPERATOR, { 'farmwatch.remote.direction': 'outgoing' })), about: 'kim', staysBelow: 0 },
    { tells: 'a server that people sign in to', company: company(DAYS.flatMap((day) => driven('kim', [day], OPERATOR, { 'device.serial_number': 'VM-0001', 'user.email': 'kim@company.example' }))), about: 'kim', staysBelow: 0 },
    { tells: 'a virtual desktop', company: company(driven('kim', DAYS, OPERATOR), {}, (hire) => (hire === 'kim' ? { device_kind: 'cloud-desktop' } : {})), about: 'kim', staysBelow: 0 },
    { tells: 'somebody on a trip who drives the laptop at home', company: company(driven('kim', DAYS.slice(5), { ...OWN, offset: 60, ip: '203.0.113.70', kind: 'corporate', hours: 1 }), { travel: [trip] }), about: 'kim', staysBelow: 0 },
    { tells: 'a laptop that IT set up before it was delivered', company: company(driven('kim', DAYS.slice(0, 3), DESK), {}, (hire) => (hire === 'kim' ? { delivered_at: at('2026-11-06', 12) } : {})), about: 'kim', staysBelow: 0 },
  ],
});

describe('remote-sessions', () => {
  const about = async (of: Company, hire: HireId = 'kim') => (await readingsOf(remoteSessions, of)).find(({ subject }) => subject === hire);
  const FARM = [...driven('kim', DAYS, OPERATOR), ...driven('lee', DAYS.slice(2), OPERATOR)];

  it('says on how many days, how far the clock is, and whom else the controller drives', async () => {
    const reading = await about(company(FARM));

    expect(reading!.because.headline).toEqual([
      'Driven through a VPN service or hosting on 10 of 10 active days', '; the controller’s clock is far from the claimed zone', '; the same controller drives the laptop of ', { ref: 'hire', id: 'lee' }, '; no list gives a reason.',
    ]);
    expect(reading!.alongside).toEqual(['lee']);
  });

  it('says from where the laptop is driven, as far as that is told', async () => {
    const { ip: _, ...nowhere } = OWN;
    const said = async (events: readonly Event[]): Promise<unknown> => (await about(company(events)))!.because.headline[0];

    expect(await said(driven('kim', DAYS, OWN))).toBe('Driven from its own line on 10 of 10 active days');
    expect(await said(driven('kim', DAYS, { ...OWN, ip: '203.0.113.70' }))).toBe('Driven from another line on 10 of 10 active days');
    expect(await said(driven('kim', DAYS, nowhere))).toBe('Driven by remote control on 10 of 10 active days, from where is not told');
    expect(await said([...driven('kim', DAYS.slice(0, 4), OWN), ...driven('kim', DAYS.slice(4), nowhere)])).toBe('Driven by remote control on 10 of 10 active days, on 4 of them from its own line');
  });

  it('prints each look with what it adds, which is the weight, and 0 of what is not told', async () => {
    const { llr, because } = (await about(company(driven('kim', DAYS, { tool: 'rdp', offset: FAR }))))!;
    const added = because.facts.slice(1).map(({ value }) => /; weighs ([+−]?)([\d.]+)$/.exec(String(value[0]))!).map(([, sign, size]) => (sign === '−' ? -1 : 1) * Number(size));

    expect(added).toHaveLength(7);
    // Rounded to hundredths, seven times.
    expect(Math.abs(added.reduce((sum, one) => sum + one, 0) - llr)).toBeLessThan(0.035);
    expect(because.facts.find(({ label }) => label === 'Controller’s line')!.value).toEqual(['not told; weighs 0']);
  });

  it('ties nobody who is declared to live together, or whose controllers have no name of their own', async () => {
    const couple = await about(company(FARM, {}, (hire) => (['kim', 'lee'].includes(hire) ? { household: 'hh-1' } : {})));
    const nameless = await about(company([...driven('kim', DAYS, { ...OPERATOR, host: 'localhost' }), ...driven('lee', DAYS, { ...OPERATOR, host: 'localhost' })]));

    expect([couple!.alongside, nameless!.alongside]).toEqual([[], []]);
    expect(nameless!.because.facts.find(({ label }) => label === 'Controller')!.value).toEqual(['not named; weighs 0']);
  });

  it('ties those whom a machine drives as far as its name, its tool and its address tell it from others', async () => {
    const tied = async (kim: Controller, lee: Controller): Promise<boolean> => (await about(company([...driven('kim', DAYS, kim), ...driven('lee', DAYS, lee)])))!.alongside?.includes('lee') ?? false;
    const [anydesk, parsec] = [{ tool: 'anydesk' }, { tool: 'parsec' }];
    const there = { ip: '203.0.113.50', kind: 'vpn' };

    expect(await tied({ ...anydesk, host: 'DESKTOP-4F7K2QX' }, { ...parsec, host: 'desktop-4f7k2qx' })).toBe(true);
    expect(await tied({ ...anydesk, host: 'ops-relay' }, { ...anydesk, host: 'ops-relay' })).toBe(true);
    expect(await tied({ ...anydesk, host: 'ops-relay' }, { ...parsec, host: 'ops-relay' })).toBe(false);
    expect(await tied({ ...anydesk, ...there, host: 'ops-relay' }, { ...parsec, ...there, host: 'ops-relay' })).toBe(true);
    expect(await tied({ ...anydesk, host: 'MacBook-Pro' }, { ...anydesk, host: 'MacBook-Pro' })).toBe(false);
    expect(await tied({ ...anydesk, ...there, host: 'MacBook-Pro' }, { ...anydesk, ...there, host: 'MacBook-Pro' })).toBe(true);
    // Inner networks have the same addresses everywhere.
    const inner = { ip: '192.168.1.20', kind: 'unknown', host: 'MacBook-Pro' };
    expect(await tied({ ...anydesk, ...inner }, { ...anydesk, ...inner })).toBe(false);
  });

  it('says what makes it one machine, and why a name ties nobody', async () => {
    const said = async (host: string): Promise<unknown> => (await about(company(['kim', 'lee'].flatMap((hire) => driven(hire, DAYS, { tool: 'anydesk', host })))))!.because.facts.find(({ label }) => label === 'Controller')!.value;

    expect(await said('HOME-PC')).toEqual(['called what many machines are, as a home PC is, and no address tells which it is, so its name, which the raw rows show, ties nobody; weighs 0']);
    expect(String(await said('DESKTOP-4F7K2QX'))).toContain('serves 1 other starter without a declared tie, told by a name that its system drew');
    expect(String(await said('ops-relay'))).toContain('told by a name that somebody chose, with the same tool or address');
  });

  it('reads the clock by the daylight saving of its day', async () => {
    // −300 is Chicago until 1 November 2026, and an hour off afterwards: within two hours either way.
    const reading = await about(company(driven('kim', DAYS, { tool: 'rdp', offset: -300 })));

    expect(String(withoutReferences(reading!.because.facts.map(({ value }) => value)))).toMatch(/within 2 hours on 10 days/);
  });

  it('counts the same people of longer standing as rows and as the number that is kept of them', async () => {
    const own = driven('kim', DAYS.slice(0, 4), DESK);
    const rows = company([...own, ...driven('noa', [DAYS[3]!], { ...DESK, from: 18 })], {}, longHere);
    const window = await windowOf(remoteSessions, company(own, {}, longHere));
    const { values } = settle(remoteSessions.settings);

    const counted = remoteSessions.detect({ ...window, crowd: (mark, day) => (mark === 'remote-sessions/controller/itdesk-11' && day === DAYS[3] ? 1 : 0) }, values);

    expect(counted[0]!.llr).toBe((await about(rows))!.llr);
    expect(counted[0]!.llr).toBeLessThan((await about(company(own, {}, longHere)))!.llr);
  });

  it('raises how common help is by what others here show', async () => {
    const few = driven('kim', DAYS.slice(0, 3), { tool: 'screenconnect' });
    const helped = EVERYBODY.slice(1).flatMap((hire, nth) => driven(hire, [DAYS[nth]!, DAYS[nth + 3]!], { tool: 'screenconnect', host: `PC-${hire}` }));

    expect((await about(company([...few, ...helped])))!.llr).toBeLessThan((await about(company(few)))!.llr);
  });

  const shareOf = async (of: Company): Promise<unknown> => (await about(of))!.because.facts.find(({ label }) => label.startsWith('Active time under control'))?.value.map((said) => String(said).replace(/; weighs .*/, ''));
  /** The same hours for each day, seven and a half of them over the midnight of UTC, with activity in each. */
  const LATE: Controller = { ...OPERATOR, from: 17.1, hours: 7.5 };
  const lateActivity = DAYS.flatMap((day) => [23.25, 24.25].map((hour) => anEvent({ '@timestamp': at(day, hour), 'event.action': 'activity', 'device.serial_number': laptopOf('kim') })));

  it('counts a session over midnight as long as it is', async () => {
    // Active at 15:15, 16:15, … 24:15; from 17:06 to 24:36 that is 8 of 10 a day. Fridays end on Saturdays.
    expect(await shareOf(company([...driven('kim', DAYS, LATE), ...lateActivity]))).toEqual(['80 %']);
    // The run comes at ten past midnight, before the second session ends: 7 of 9 on its day, and 8 of 10 before.
    expect(await shareOf(company([...driven('kim', DAYS, LATE), ...lateActivity], { asOf: at(DAYS[2]!, 0.1) }))).toEqual([`${Math.round((100 * 15) / 19)} %`]);
  });

  it('counts a session of which only the end came, with its length', async () => {
    const lost = at(DAYS[5]!, LATE.from!);
    const withLength = driven('kim', DAYS, LATE).filter((event) => event['@timestamp'] !== lost)
      .map((event) => (event['event.action'] === 'session-disconnected' ? { ...event, 'event.duration': 7.5 * 3_600e9 } : event));

    expect(await shareOf(company([...withLength, ...lateActivity]))).toEqual(['80 %']);
  });

  const lineOf = async (of: Company): Promise<unknown> => (await about(of))!.because.facts.find(({ label }) => label === 'Controller’s line')!.value.map((said) => String(said).replace(/; weighs [+−]?[\d.]+$/, ''));

  it('never takes the exit of a VPN service for the laptop’s own line, whoever signs in by it', async () => {
    const plain = company(driven('kim', DAYS, OPERATOR));
    const signedIn = company([...driven('kim', DAYS, OPERATOR), ...byExit('kim', DAYS, 'sign-in')]);

    expect(await lineOf(signedIn)).toEqual(['the laptop’s own or an inner one on 0 days, a VPN service or hosting on 10, another on 0']);
    expect((await about(signedIn))!.llr).toBe((await about(plain))!.llr);
  });

  it('does not take a line for the laptop’s own by which only a browser signs in', async () => {
    const proxy = { ...OPERATOR, ip: '198.51.100.7', kind: 'home' };
    const signIns = byExit('kim', DAYS, 'sign-in').map((event) => ({ ...event, 'source.ip': '198.51.100.7', 'farmwatch.net.line': '198.51.100.7', 'farmwatch.net.kind': 'home' }));

    expect(await lineOf(company([...driven('kim', DAYS, proxy), ...signIns]))).toEqual(['the laptop’s own or an inner one on 0 days, a VPN service or hosting on 0, another on 10']);
  });

  it('concludes nothing from an exit by which the laptop itself goes out', async () => {
    const own = driven('kim', DAYS.slice(3), { ...OWN, ip: EXIT, kind: 'vpn' });
    const router = company([...behindVpn('kim', DAYS), ...own]);
    const { ip: _, ...nowhere } = OWN;

    expect(await lineOf(router)).toEqual(['the VPN exit by which the laptop itself goes out on 7 days, which tells nothing']);
    expect((await about(router))!.llr).toBe((await about(company([...behindVpn('kim', DAYS), ...driven('kim', DAYS.slice(3), nowhere)])))!.llr);
    // One check-in of four by the exit is no such day.
    expect(await lineOf(company([...own, ...byExit('kim', DAYS, 'check-in'), ...[16.1, 18.1, 20.1].flatMap((hour) => busyAt(hour))]))).toEqual(['the laptop’s own or an inner one on 0 days, a VPN service or hosting on 7, another on 0']);
  });
});

/** Kim's laptop checks in by the line of the home. */
function busyAt(hour: number): readonly Event[] {
  return DAYS.map((day) => anEvent({ '@timestamp': at(day, hour), 'event.action': 'check-in', 'device.serial_number': laptopOf('kim'), 'source.ip': homeOf('kim'), 'farmwatch.net.line': homeOf('kim'), 'farmwatch.net.kind': 'home' }));
}
