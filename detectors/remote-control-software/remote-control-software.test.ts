import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { HireId } from '../../src/core/person.ts';
import { HOUR, MINUTE, type Day, type Instant } from '../../src/core/time.ts';
import type { Reading } from '../../src/detect/detector.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, type Company } from '../../test/support/window.ts';
import { remoteControlSoftware } from './remote-control-software.ts';

/** Two working weeks, of which the first starts on Monday 2 November 2026. */
const DAYS: readonly Day[] = ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05', '2026-11-06', '2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12'];
const LAST = DAYS.at(-1)!;
const OTHERS: readonly HireId[] = Array.from({ length: 30 }, (_, index) => `other-${index}`);
const serialOf = (hire: HireId): string => `SN-${hire}`.toUpperCase();
/** The laptop answers first at 15:00 UTC on the first day. */
const FIRST_CONTACT = at(DAYS[0]!, 15);

/** A laptop at work: a check-in and two programs a day. */
function workDays(hire: HireId, days: readonly Day[] = DAYS): readonly Event[] {
  return days.flatMap((day) => [
    anEvent({ '@timestamp': at(day, 15), 'event.action': 'check-in', 'device.serial_number': serialOf(hire) }),
    aProcess(hire, at(day, 15.2), { 'process.name': 'chrome.exe' }),
    aProcess(hire, at(day, 16), { 'process.name': 'git.exe', 'process.command_line': 'git pull' }),
  ]);
}

function aProcess(hire: HireId, when: Instant, fields: Partial<Event>): Event {
  return anEvent({ '@timestamp': when, 'event.action': 'process-started', 'device.serial_number': serialOf(hire), ...fields });
}

/** A tool that runs once a day, from an instant on. */
function runs(hire: HireId, days: readonly Day[], from: Instant, fields: Partial<Event>): readonly Event[] {
  return days.map((day) => aProcess(hire, Math.max(from, at(day, 15.6)), fields));
}

function company(events: readonly Event[], extra: Partial<Company> = {}): Company {
  return {
    asOf: at(LAST, 23),
    people: ['kim', ...OTHERS].map((id) => aPerson({ hire_id: id })),
    events: [...workDays('kim'), ...OTHERS.flatMap((other) => workDays(other)), ...events],
    ...extra,
  };
}

const ANYDESK = { 'process.name': 'AnyDesk.exe', 'process.executable': 'C:\\Users\\kim.example\\AppData\\AnyDesk.exe', 'process.code_signature.subject_name': 'AnyDesk Software GmbH' };
const fromTheStart = runs('kim', DAYS, FIRST_CONTACT + 41 * MINUTE, ANYDESK);
const setUpUnattended = aProcess('kim', FIRST_CONTACT + 42 * MINUTE, { ...ANYDESK, 'process.command_line': 'AnyDesk.exe --install "C:\\AnyDesk" --start-with-win --silent' });
const ANYDESK_FOR_ALL = { tool: 'anydesk', owner: 'it@company.example', reason: 'support' };

describeDetector(remoteControlSoftware, {
  stories: [
    { tells: 'AnyDesk within the hour and ever since', company: company(fromTheStart), about: 'kim', reaches: 3 },
    { tells: 'AnyDesk set up for unattended use at once', company: company([...fromTheStart, setUpUnattended]), about: 'kim', reaches: 4 },
    {
      tells: 'Chrome Remote Desktop by a fixed PIN on top of AnyDesk', about: 'kim', reaches: 5,
      company: company([
        ...fromTheStart,
        aProcess('kim', at(DAYS[0]!, 17), { 'process.name': 'remoting_start_host.exe', 'process.command_line': 'remoting_start_host.exe --pin=123456' }),
        ...runs('kim', DAYS, at(DAYS[0]!, 17), { 'process.name': 'remoting_host.exe', 'process.executable': 'C:\\Program Files (x86)\\Google\\Chrome Remote Desktop\\remoting_host.exe' }),
      ]),
    },
    {
      tells: 'a renamed AnyDesk that only its build name and its lookups give away', about: 'kim', reaches: 4,
      company: company([
        ...runs('kim', DAYS, FIRST_CONTACT + 41 * MINUTE, { 'process.name': 'svchelper.exe', 'process.pe.original_file_name': 'AnyDesk.exe' }),
        ...DAYS.map((day) => anEvent({ '@timestamp': at(day, 17), 'event.action': 'dns-query', 'device.serial_number': serialOf('kim'), 'process.name': 'svchelper.exe', 'dns.question.name': 'boot.net.anydesk.com' })),
      ]),
    },
    {
      tells: 'four laptops of one farm with RustDesk, one in eight of the company', about: 'kim', reaches: 3,
      company: company(['kim', ...OTHERS.slice(0, 3)].flatMap((hire) => runs(hire, DAYS, FIRST_CONTACT + 30 * MINUTE, { 'process.name': 'rustdesk.exe' }))),
    },
    { tells: 'AnyDesk on one afternoon in the second week', company: company(runs('kim', [DAYS[6]!], 0, ANYDESK)), about: 'kim', staysBelow: 1 },
    { tells: 'AnyDesk that the allow list names', about: 'kim', staysBelow: 0.01, company: company([...fromTheStart, setUpUnattended], { allowed: [{ ...ANYDESK_FOR_ALL, scope: 'all' }] }) },
    { tells: 'a tool that a third of the company has', about: 'kim', staysBelow: 1, company: company(['kim', ...OTHERS.slice(0, 10)].flatMap((hire) => runs(hire, DAYS, FIRST_CONTACT + 41 * MINUTE, ANYDESK))) },
    { tells: 'Zoom, Teams and Quick Assist', about: 'kim', staysBelow: 0, company: company(['Zoom.exe', 'ms-teams.exe', 'quickassist.exe'].flatMap((name) => runs('kim', DAYS, FIRST_CONTACT, { 'process.name': name }))) },
    { tells: 'Remote Desktop to another machine', about: 'kim', staysBelow: 0, company: company(runs('kim', DAYS, FIRST_CONTACT, { 'process.name': 'mstsc.exe' })) },
    { tells: 'Tailscale of a developer', about: 'kim', staysBelow: 1, company: company(runs('kim', DAYS.slice(3), 0, { 'process.name': 'tailscaled.exe' })) },
    {
      tells: 'AnyDesk that was there before the laptop was delivered', about: 'kim', staysBelow: 1,
      company: company(fromTheStart, { devices: [{ serial: serialOf('kim'), hire_id: 'kim', delivered_at: at(DAYS[3]!, 15) }] }),
    },
    { tells: "a look at AnyDesk's pages in a browser", about: 'kim', staysBelow: 0, company: company(DAYS.map((day) => anEvent({ '@timestamp': at(day, 17), 'event.action': 'dns-query', 'device.serial_number': serialOf('kim'), 'process.name': 'chrome.exe', 'dns.question.name': 'anydesk.com' }))) },
    { tells: 'an ordinary laptop', company: company([]), about: 'kim', staysBelow: 0 },
  ],
});

describe('remote-control-software', () => {
  const about = async (of: Company, hire: HireId = 'kim') => (await readingsOf(remoteControlSoftware, of)).filter(({ subject }) => subject === hire);

  it('says since when and how often in the headline', async () => {
    const [reading] = await about(company(fromTheStart));

    expect(reading!.because.headline).toEqual([
      { ref: 'tool', id: 'anydesk' }, ' ran on 9 of 9 active days', '; set up 41 minutes after first contact', '; not on the allow list.',
    ]);
    expect(reading!.because.facts[0]!.usual).toBe('on 0 of 30 other laptops here');
    expect(reading!.look).toEqual({ where: { 'event.action': 'process-started', 'process.name': ['AnyDesk.exe'] } });
  });

  it('compares the set-up with the delivery where it is known', async () => {
    const delivered = { serial: serialOf('kim'), hire_id: 'kim', delivered_at: FIRST_CONTACT + 11 * MINUTE };

    const [reading] = await about(company(fromTheStart, { devices: [delivered] }));

    expect(withoutReferences([reading!.because.headline])).toContain('set up 30 minutes after delivery');
  });

  it('leaves the set-up open where the laptop was there before the window', async () => {
    const { asOf, people, events } = company(fromTheStart);
    const before = workDays('kim', ['2026-10-15']);
    const [reading] = await about({ asOf, people, events: [...before, ...events] });

    expect(withoutReferences([reading!.because.headline])).not.toContain('set up');
  });

  it('leaves the set-up open where records begin later than the holder', async () => {
    const { asOf, people, events } = company(fromTheStart);
    const old = people.map((person) => ({ ...person, start_date: '2026-10-05' }));

    const [reading] = await about({ asOf, people: old, events });

    expect(withoutReferences([reading!.because.headline])).not.toContain('set up');
  });

  it('leaves the set-up open where check-ins come days before the first program is seen', async () => {
    const { asOf, people, events } = company(runs('kim', DAYS.slice(4), 0, ANYDESK));
    const fromFriday = events.filter((event) => event['event.action'] === 'check-in' || event['@timestamp'] >= at(DAYS[4]!, 0));

    const [reading] = await about({ asOf, people, events: fromFriday });

    expect(withoutReferences([reading!.because.headline])).not.toContain('set up');
  });

  it('speaks of the holder, whoever was signed in', async () => {
    const byTechnician = fromTheStart.map((event) => ({ ...event, 'user.email': 'other-1@company.example' }));

    expect((await about(company(byTechnician)))[0]!.key).toBe('anydesk');
    expect((await about(company(byTechnician), 'other-1'))[0]!.key).toBe('none');
  });

  it('counts a tool from the day on which its permission has ended', async () => {
    const until = company(fromTheStart, { allowed: [{ ...ANYDESK_FOR_ALL, scope: 'hire:kim', until: DAYS[5]! }] });

    const [reading] = await about(until);

    expect(withoutReferences([reading!.because.headline])).toContain('ran on 3 of 3 active days');
  });

  it('gives less weight to an installed tool than to one that runs', async () => {
    const installed = DAYS.map((day) => anEvent({ '@timestamp': at(day, 18), 'event.action': 'software-present', 'device.serial_number': serialOf('kim'), 'package.name': 'AnyDesk' }));

    const [only] = await about(company(installed));
    const [running] = await about(company([...installed, ...fromTheStart]));

    expect(only!.llr).toBeLessThan(running!.llr);
    expect(only!.look.where).toEqual({ 'event.action': 'software-present', 'package.name': ['AnyDesk'] });
  });

  it('counts a common tool from the second day on which it ran, or where it was set up to work unattended', async () => {
    const teamViewer = { 'process.name': 'TeamViewer.exe' };
    const assigned = aProcess('kim', FIRST_CONTACT, { ...teamViewer, 'process.command_line': 'TeamViewer.exe assign --api-token 1-2' });
    const keyOf = async (rows: readonly Event[]): Promise<string> => (await about(company(rows)))[0]!.key;

    expect([await keyOf(runs('kim', DAYS.slice(0, 1), FIRST_CONTACT, teamViewer)), await keyOf(runs('kim', DAYS.slice(0, 2), FIRST_CONTACT, teamViewer)), await keyOf([assigned])]).toEqual(['none', 'teamviewer', 'teamviewer']);
  });

  it('tells sessions that come in by a command line, and weighs them as the tool that ran', async () => {
    const desktop = (more: Partial<Event>) => ({ 'process.name': 'TeamViewer_Desktop.exe', ...more });
    const [incoming] = await about(company(runs('kim', DAYS.slice(0, 3), FIRST_CONTACT, desktop({ 'process.command_line': 'TeamViewer_Desktop.exe --IPCport 5939 --Module 1' }))));
    const [plain] = await about(company(runs('kim', DAYS.slice(0, 3), FIRST_CONTACT, desktop({ 'process.command_line': 'TeamViewer_Desktop.exe' }))));

    expect(incoming!.because.facts.find(({ label }) => label.startsWith('Sessions that come in'))!.value).toEqual(['on 3 of 3 days on which it ran']);
    expect(plain!.because.facts.some(({ label }) => label.startsWith('Sessions that come in'))).toBe(false);
    expect(incoming!.llr).toBe(plain!.llr);
  });

  it('never counts a meeting client for running, however often', async () => {
    expect((await about(company(runs('kim', DAYS, FIRST_CONTACT, { 'process.name': 'Zoom.exe' }))))[0]!.key).toBe('none');
  });

  it('makes little of a common tool that most laptops of the company run', async () => {
    const teamViewer = { 'process.name': 'TeamViewer.exe' };
    const everybody = ['kim', ...OTHERS].flatMap((hire) => runs(hire, DAYS, FIRST_CONTACT, teamViewer));
    const [alone, usual] = [(await about(company(runs('kim', DAYS, FIRST_CONTACT, teamViewer))))[0]!.llr, (await about(company(everybody)))[0]!.llr];

    expect(usual).toBeLessThan(alone);
    expect(usual).toBeLessThan(0.7);
  });

  it('is not led astray by ten tools: they weigh little more than two', async () => {
    const tools = ['rustdesk.exe', 'ToDesk.exe', 'getscreen.exe', 'HopToDesk.exe', 'AweSun.exe', 'dwagent.exe', 'Supremo.exe', 'gotohttp.exe', 'ngrok.exe', 'parsecd.exe'];
    const with_ = (names: readonly string[]) => company(names.flatMap((name) => runs('kim', DAYS, FIRST_CONTACT, { 'process.name': name })));

    const [[two], [ten]] = [await about(with_(tools.slice(0, 2))), await about(with_(tools))];

    expect(ten!.llr - two!.llr).toBeLessThan(0.7);
  });

  /** Working days of six weeks: of a run on the last, the first two weeks lie before the window. */
  const LONG: readonly Day[] = Array.from({ length: 40 }, (_, day) => new Date(at(DAYS[0]!, 0) + day * 24 * HOUR).toISOString().slice(0, 10)).filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
  const later = (events: readonly Event[], extra: Partial<Company> = {}): Company => ({
    ...company([], extra), asOf: at(LONG.at(-1)!, 23), events: [...workDays('kim', LONG), ...OTHERS.flatMap((other) => workDays(other, LONG)), ...events],
  });
  const pin = aProcess('kim', FIRST_CONTACT + 60 * MINUTE, { 'process.name': 'remoting_start_host.exe', 'process.command_line': 'remoting_start_host.exe --pin=123456' });
  const host = runs('kim', LONG, FIRST_CONTACT + 60 * MINUTE, { 'process.name': 'remoting_host.exe' });
  const factOf = (reading: Reading | undefined, label: string): string => withoutReferences([reading!.because.facts.find((fact) => fact.label === label)?.value ?? []]);

  it('holds on to how and when a tool was set up as long as it is there', async () => {
    const [early] = await about({ ...later([pin, ...host]), asOf: at(LONG[8]!, 23) });
    const [late] = await about(later([pin, ...host]));

    for (const reading of [early, late]) {
      expect(withoutReferences([reading!.because.headline])).toContain('set up 60 minutes after first contact');
      expect(factOf(reading, 'Set up to work unattended')).toBe('yes, by command line');
    }
    expect(late!.llr).toBeCloseTo(early!.llr, 1);
  });

  it('says how far it looked for a command line, and nothing of a tool that has gone', async () => {
    expect(factOf((await about(later(host)))[0], 'Set up to work unattended')).toBe('no such command line seen in the last 28 days');
    expect((await about(later([pin])))[0]!.key).toBe('none');
  });

  it('holds on to the first sight of a tool under another name', async () => {
    const [reading] = await about(later(runs('kim', LONG, FIRST_CONTACT + 41 * MINUTE, { 'process.name': 'svchost32.exe', 'process.code_signature.subject_name': 'AnyDesk Software GmbH' })));

    expect(withoutReferences([reading!.because.headline])).toContain('set up 41 minutes after first contact');
  });

  it('leaves out what was seen before the window while it was allowed', async () => {
    const until = { tool: 'chrome-remote-desktop', owner: 'it@company.example', reason: 'support', scope: 'all', until: LONG[5]! };

    expect(factOf((await about(later([pin, ...host], { allowed: [until] })))[0], 'Set up to work unattended')).not.toBe('yes, by command line');
  });

  it('clears nobody beside an allowed tool that was seen, and names it', async () => {
    const allowed = [{ ...ANYDESK_FOR_ALL, scope: 'all' }];
    const [beside] = await about(company(fromTheStart, { allowed }));
    const [without] = await about(company([], { allowed }));
    const [common] = await about(company(runs('kim', DAYS.slice(0, 1), FIRST_CONTACT, { 'process.name': 'ScreenConnect.ClientService.exe' }), { allowed: [{ ...ANYDESK_FOR_ALL, tool: 'screenconnect', scope: 'all' }] }));

    expect(beside!.because.headline).toEqual(['No remote-control tool', ' outside the allow list (', { ref: 'tool', id: 'anydesk' }, ')', ' on 9 days with process data, among 3 programs and packages.']);
    expect([beside!.llr, common!.llr]).toEqual([0, 0]);
    expect(withoutReferences([beside!.clear])).not.toContain('speaks for the person');
    expect(without!.because.headline[0]).toBe('No remote-control tool');
    expect(without!.llr).toBeLessThan(-0.5);
  });

  it('clears nobody by an ordinary tool beside an allowed one', async () => {
    const mesh = runs('kim', DAYS.slice(3), 0, { 'process.name': 'tailscaled.exe' });
    const everybody = OTHERS.slice(0, 20).flatMap((hire) => runs(hire, DAYS, 0, { 'process.name': 'tailscaled.exe' }));
    const of = (extra: Partial<Company>) => about(company([...fromTheStart, ...mesh, ...everybody], extra));

    expect((await of({ allowed: [{ ...ANYDESK_FOR_ALL, scope: 'all' }] }))[0]).toMatchObject({ key: 'tailscale', llr: 0 });
  });

  it('tells of a tool that runs under another name, and weighs it only where the name compiled into it tells', async () => {
    const named = (fields: Partial<Event>) => about(company(runs('kim', DAYS, FIRST_CONTACT, { 'process.name': 'svchost32.exe', ...fields })));
    const signer = { 'process.code_signature.subject_name': 'AnyDesk Software GmbH' };
    const [[built], [signed], [own], [helper]] = [
      await named({ 'process.pe.original_file_name': 'AnyDesk.exe' }), await named(signer), await named({ ...signer, 'process.name': 'AnyDesk.exe' }),
      await about(company([...fromTheStart, ...runs('kim', DAYS.slice(0, 2), FIRST_CONTACT, { ...signer, 'process.name': 'setup-helper.exe' })])),
    ];

    expect([built, signed, own, helper].map((reading) => factOf(reading, 'File name'))).toEqual([
      expect.stringContaining('as the name compiled into it tells'), expect.stringContaining('by the signature of its maker'), '', '',
    ]);
    expect(signed!.llr).toBe(own!.llr);
    expect(built!.llr).toBeGreaterThan(signed!.llr);
  });
});
