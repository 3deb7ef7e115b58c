import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registryShelf, writeRows } from '../collect/tables/registry.ts';
import type { Event } from '../core/event.ts';
import type { DeviceRow as TableDevice, TravelRow } from '../core/person.ts';
import { DAY, dayOf } from '../core/time.ts';
import { readHistory, versionAt } from '../detect/people/registry.ts';
import type { Pipeline } from '../run/pipeline.ts';
import type { Story } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import type { Role } from './roles.ts';
import type { AuditView, DeviceActAnswer, DeviceActRequest, DeviceActsAnswer, DeviceRow, DevicesView, ImportView, ProblemView, ShipmentsView, WaitingAct, WaitingActsView } from './contract.ts';
import { copyOf, deskOver, eventsOf, judged, twoFarms, type Desk, type Hands } from './desk.fixture.ts';

let company: Story;
let events: readonly Event[];
let once: Store;
let store: Store;
let line: Pipeline;
let desk: Desk;
let it1: Hands;
let view: DevicesView;
beforeAll(async () => {
  company = twoFarms();
  events = await eventsOf(company);
  once = (await judged(company, events)).store;
});
beforeEach(async () => {
  const copy = await copyOf(once);
  ({ store, line } = copy);
  desk = await deskOver(store, copy.line);
  it1 = await desk.as('it', 'S. Whitlock');
  view = await devices();
});

const devices = async (hands: Hands = it1): Promise<DevicesView> => (await hands.get('/api/devices')).json<DevicesView>();
const rowOf = (serial: string, of: DevicesView = view): DeviceRow => of.rows.find((row) => row.serial === serial)!;
const serialsOf = (hires: readonly string[]): readonly string[] => company.tables.devices.filter(({ hire_id: hire }) => hires.includes(hire ?? '')).map(({ serial }) => serial);
const act = async (request: Omit<DeviceActRequest, 'devices'>, rows: readonly DeviceRow[], hands: Hands = it1): Promise<readonly DeviceActAnswer[]> =>
  (await hands.post('/api/devices/acts', { ...request, devices: rows.map(({ serial, revision }) => ({ serial, revision })) })).json<DeviceActsAnswer>().answers;
const waitingFor = async (hands: Hands): Promise<readonly WaitingAct[]> => (await hands.get('/api/device-acts/waiting')).json<WaitingActsView>().acts;
/** A laptop of the farm, whose holder an open case is about, and one of an ordinary starter. */
const farmRow = (): DeviceRow => rowOf(serialsOf(company.subjects)[0]!);
const ordinaryRow = (): DeviceRow => view.rows.find(({ serial }) => serialsOf(company.others).includes(serial))!;

/** The row of a laptop under the id that an import gives it; those of the story are numbered. */
async function asImported(serial: string): Promise<void> {
  const [held] = (await readHistory(store)).devices.filter(({ versions }) => versions[0]!.row.serial === serial);
  await registryShelf(store).remove(held!.id);
  await writeRows(store, 'devices', [{ line: 1, row: held!.versions[0]!.row }], 0);
}

describe('where laptops are', () => {
  it('lists each laptop of a starter with its holder, verdict and way, and counts the verdicts', () => {
    const serials = serialsOf([...company.subjects, ...company.others]);

    expect(view.rows.map(({ serial }) => serial).sort()).toEqual([...serials].sort());
    expect(Object.values(view.counts).reduce((sum, many) => sum + many, 0)).toBe(view.rows.length);
    expect(view.simulated).toBe(true);
    const row = ordinaryRow();
    expect(row).toMatchObject({ verdict: 'expected', daysThere: expect.any(Number), startsOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    expect(row.stops.map(({ stop }) => stop)).toEqual(['ordered', 'shipped', 'delivered', 'first-contact', 'first-sign-in', 'settled']);
    expect(row.stops.at(-1)).toMatchObject({ state: 'planned' });
    expect(row.firstContact).toBeLessThanOrEqual(row.lastContact!);
    expect(view.rows.filter(({ daysThere }) => daysThere < 1 || daysThere > 7)).toEqual([]);
  });

  it('puts those that need a question first, and says of a shared place only how many others are there', () => {
    const shared = view.rows.filter(({ verdict }) => verdict === 'shared-place');

    expect(view.rows.slice(0, shared.length)).toEqual(shared);
    expect(shared).toHaveLength(6);
    expect(shared.map(({ why }) => why).sort()).toEqual([...Array<string>(4).fill('Same place as 3 other laptops.'), ...Array<string>(2).fill('Same place as 1 other laptop.')].sort());
  });

  it('names nobody else and no other laptop in the row of one', () => {
    const others = (row: DeviceRow): readonly string[] => [
      ...company.tables.devices.flatMap(({ serial, asset_tag: tag }) => (serial === row.serial ? [] : [serial, tag ?? serial])),
      ...company.tables.people.filter((person) => !serialsOf([person.hire_id]).includes(row.serial)).flatMap(({ email, display_name: name }) => [email, name ?? email]),
    ];

    for (const row of view.rows) {
      const text = JSON.stringify(row);
      expect(others(row).filter((name) => text.includes(name))).toEqual([]);
    }
  });

  it('says nothing of what is thought of anybody, in any key or word', () => {
    const forbidden = /\b(?:risk|chance|odds|bands?|famil(?:y|ies)|cases?|findings?|detectors?|suspect|suspicio\w*|farm|score|llr|confidence|analyst|review|watched?|hr|agency|employment|end_date|email)\b/i;
    const found: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value === 'string' && forbidden.test(value)) found.push(`${path}: ${value}`);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (forbidden.test(key.replace(/([a-z])([A-Z])/g, '$1 $2'))) found.push(`${path}.${key}`);
        walk(inner, `${path}.${key}`);
      }
    };

    walk(view.rows, 'rows');
    walk(view.counts, 'counts');

    expect(found).toEqual([]);
  });

  it('tells places as discs of ten kilometres or more, and not where homes or addresses are', () => {
    const text = JSON.stringify(view);

    for (const { seemsAt } of view.rows) if (seemsAt) expect([seemsAt.radiusKm >= 10, Math.round(seemsAt.lat * 10) / 10 === seemsAt.lat, Math.round(seemsAt.lon * 10) / 10 === seemsAt.lon]).toEqual([true, true, true]);
    expect(view.rows.some(({ seemsAt }) => seemsAt !== undefined)).toBe(true);
    expect(company.tables.people.flatMap(({ home }) => (home ? [String(home.lat), String(home.lon)] : [])).filter((degrees) => degrees.length > 5 && text.includes(degrees))).toEqual([]);
  });

  it.each<[Role, number]>([['it', 200], ['admin', 200], ['analyst', 403], ['lead', 403]])('answers %s with %i', async (role, status) => {
    const hands = await desk.as(role);

    expect((await hands.get('/api/devices')).status).toBe(status);
    expect((await hands.get('/api/devices.csv')).status).toBe(status);
    expect((await hands.post('/api/devices/acts', { kind: 'ask-holder', devices: [{ serial: 'SN', revision: 'r' }] })).status).toBe(status);
  });

  it('gives the list as a table', async () => {
    const answer = await it1.get('/api/devices.csv');

    expect(answer.headers['content-disposition']).toBe('attachment; filename="laptops.csv"');
    expect(answer.body.split('\r\n')).toHaveLength(view.rows.length + 2);
    expect(answer.body).toMatch(/^serial,asset_tag,holder,start_date,verdict,/);
  });
});

describe('acts on laptops', () => {
  it('are recorded with who did them, and once however often they are sent', async () => {
    const row = ordinaryRow();

    const answers = [await act({ kind: 'ask-holder' }, [row]), await act({ kind: 'ask-holder' }, [row])].flat();

    expect(answers).toEqual(Array(2).fill({ serial: row.serial, outcome: 'recorded', said: 'Recorded: ask the holder; the message is yours to send.' }));
    const after = rowOf(row.serial, await devices());
    expect(after.acts).toEqual([{ kind: 'ask-holder', at: desk.now, by: 'S. Whitlock', state: 'recorded' }]);
    expect(after.revision).not.toBe(row.revision);
  });

  it('are taken back, the last one first, and stay on record as such', async () => {
    const { serial } = ordinaryRow();
    const now = async (): Promise<DeviceRow> => rowOf(serial, await devices());
    await act({ kind: 'ask-holder' }, [await now()]);
    await act({ kind: 'ask-manager' }, [await now()]);
    const before = await now();
    expect(before.undoable).toBe('ask-manager');

    expect(await act({ kind: 'take-back' }, [before], await desk.as('it', 'J. Lind'))).toEqual([{ serial, outcome: 'recorded', said: 'Taken back; the list of what was done keeps it.' }]);
    expect(await act({ kind: 'take-back' }, [before])).toMatchObject([{ outcome: 'stale' }]);
    expect(await now()).toMatchObject({ undoable: 'ask-holder', acts: [{ kind: 'ask-holder', state: 'recorded' }, { kind: 'ask-manager', state: 'taken-back' }] });

    await act({ kind: 'take-back' }, [await now()]);
    await act({ kind: 'ask-manager' }, [await now()]);
    expect((await now()).acts.map(({ state }) => state)).toEqual(['taken-back', 'taken-back', 'recorded']);
  });

  it('on hold are waited for no more once they are taken back', async () => {
    await act({ kind: 'serial-photo' }, [farmRow()]);
    const analyst = await desk.as('analyst', 'Kim');
    const [waiting] = await waitingFor(analyst);

    await act({ kind: 'take-back' }, [rowOf(farmRow().serial, await devices())]);

    expect(await waitingFor(analyst)).toEqual([]);
    expect((await analyst.post(`/api/device-acts/${waiting!.id}/release`, {})).status).toBe(404);
  });

  it('that changed the record are not taken back so', async () => {
    await act({ kind: 'returned' }, [ordinaryRow()]);
    const row = rowOf(ordinaryRow().serial, await devices());

    expect(row.undoable).toBeUndefined();
    expect(await act({ kind: 'take-back' }, [row])).toMatchObject([{ outcome: 'refused', said: expect.stringContaining('has changed the record') }]);
  });

  it('tell whoever saw an older list', async () => {
    const row = ordinaryRow();
    await act({ kind: 'ask-holder' }, [row]);

    expect(await act({ kind: 'ask-manager' }, [row], await desk.as('it', 'J. Lind'))).toEqual([{ serial: row.serial, outcome: 'stale', said: `Someone else changed ${row.serial} first; read it again and retry.` }]);
  });

  it.each(['ask-holder', 'ask-manager', 'serial-photo'] as const)('keep %s on hold while a case about the holder is open, and say not why; others go out', async (kind) => {
    const [held, free] = await act({ kind }, [farmRow(), ordinaryRow()]);

    expect(held).toEqual({ serial: farmRow().serial, outcome: 'on-hold', said: 'Contact on hold. It is recorded and waits until it is let go; please do not write or call.' });
    expect(free!.outcome).toBe('recorded');
    expect(rowOf(farmRow().serial, await devices()).acts.map(({ state }) => state)).toEqual(['on-hold']);
  });

  it('wait until an analyst lets them go; to whom the laptop belongs is told by pseudonym', async () => {
    await act({ kind: 'serial-photo' }, [farmRow()]);
    const analyst = await desk.as('analyst', 'Kim');
    const [waiting] = await waitingFor(analyst);

    expect((await it1.post(`/api/device-acts/${waiting!.id}/release`, {})).status).toBe(403);
    expect((await analyst.post(`/api/device-acts/${waiting!.id}/release`, {})).status).toBe(200);

    expect(waiting).toMatchObject({ kind: 'serial-photo', by: 'S. Whitlock', at: desk.now, laptop: expect.stringMatching(/^laptop [A-Z][a-z]+-\d{3}$/), person: expect.stringMatching(/^[A-Z][a-z]+-\d{3}$/), cases: [{ id: expect.stringMatching(/^c-/) }], notes: [] });
    expect(waiting).not.toHaveProperty('refused');
    expect(JSON.stringify(waiting)).not.toContain(farmRow().serial);
    expect(rowOf(farmRow().serial, await devices()).acts.map(({ state }) => state)).toEqual(['recorded']);
    expect((await analyst.post(`/api/device-acts/${waiting!.id}/release`, {})).status).toBe(404);
    expect(await waitingFor(analyst)).toEqual([]);
  });

  it('stay on hold with a note that the next reader sees', async () => {
    await act({ kind: 'ask-manager' }, [farmRow()]);
    const kim = await desk.as('analyst', 'Kim');
    const [waiting] = await waitingFor(kim);

    expect((await kim.post(`/api/device-acts/${waiting!.id}/hold`, { note: ' ' })).status).toBe(400);
    expect((await kim.post(`/api/device-acts/${waiting!.id}/hold`, { note: 'HR asks first.' })).status).toBe(200);

    expect((await waitingFor(await desk.as('analyst', 'Lea')))[0]!.notes).toEqual([{ at: desk.now, by: 'Kim', text: 'HR asks first.' }]);
    expect(rowOf(farmRow().serial, await devices()).acts.map(({ state }) => state)).toEqual(['on-hold']);
  });

  it('are for whoever owns the case about the holder, once somebody does', async () => {
    await act({ kind: 'ask-holder' }, [farmRow()]);
    const [kim, lea] = [await desk.as('analyst', 'Kim'), await desk.as('analyst', 'Lea')];
    const [waiting] = await waitingFor(kim);
    const [about] = waiting!.cases;
    await lea.act(about!.id, { kind: 'take', revision: (await lea.case(about!.id)).revision });
    const why = `Lea works on ${about!.id} and decides. Ask them, or take the case over first.`;

    expect((await waitingFor(kim))[0]).toMatchObject({ refused: why, cases: [{ id: about!.id, owner: 'Lea' }] });
    expect((await kim.post(`/api/device-acts/${waiting!.id}/release`, {})).json<ProblemView>().message).toBe(why);
    expect((await waitingFor(lea))[0]).not.toHaveProperty('refused');
    expect((await lea.post(`/api/device-acts/${waiting!.id}/release`, { note: 'The manager knows.' })).status).toBe(200);
  });

  it('of two people who let one go at once, one does', async () => {
    await act({ kind: 'ask-holder' }, [farmRow()]);
    const [kim, lea] = [await desk.as('analyst', 'Kim'), await desk.as('analyst', 'Lea')];
    const [waiting] = await waitingFor(kim);

    const answers = await Promise.all([kim, lea].map((hands) => hands.post(`/api/device-acts/${waiting!.id}/release`, {})));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  it('mark a laptop as returned in its row of the tables, from that instant on', async () => {
    const row = ordinaryRow();
    await asImported(row.serial);

    expect((await act({ kind: 'returned' }, [row]))[0]!.outcome).toBe('recorded');

    const held = (await readHistory(store)).devices.filter(({ versions }) => versions[0]!.row.serial === row.serial);
    const at = (instant: number): readonly TableDevice[] => held.map((one) => versionAt(one, instant));
    expect(at(desk.now - 1).map(({ returned_at: returned }) => returned)).toEqual([undefined]);
    expect(at(desk.now).map(({ returned_at: returned }) => returned)).toEqual([desk.now]);
    expect(rowOf(row.serial, await devices()).returnedAt).toBe(desk.now);
  });

  describe('an approved move', () => {
    const written = async (): Promise<TravelRow | undefined> => (await readHistory(store)).travel.map(({ versions }): TravelRow => versions.at(-1)!.row).find(({ approved_by: by }) => by?.startsWith('M. Ortiz'));
    let row: DeviceRow;
    let move: NonNullable<DeviceActRequest['move']>;
    beforeEach(() => {
      row = farmRow();
      move = { from: dayOf(desk.now - 7 * DAY), until: dayOf(desk.now + 30 * DAY), approvedBy: 'M. Ortiz' };
    });

    it('counts for nothing until a second person has confirmed it', async () => {
      const [answer] = await act({ kind: 'approved-move', move }, [row]);

      expect(answer).toEqual({ serial: row.serial, outcome: 'recorded', said: 'Approved move recorded. It counts for nothing until a second person has confirmed it.' });
      expect(await written()).toBeUndefined();
      expect(rowOf(row.serial, await devices()).acts).toMatchObject([{ kind: 'approved-move', state: 'unconfirmed', until: move.until }]);
    });

    it('is written to where the laptop was when it was recorded, with all three names', async () => {
      await act({ kind: 'approved-move', move }, [row]);
      const kim = await desk.as('analyst', 'Kim');
      const [waiting] = await waitingFor(kim);

      expect((await kim.post(`/api/device-acts/${waiting!.id}/release`, {})).status).toBe(200);

      expect(waiting).toMatchObject({ kind: 'approved-move', move: { from: move.from, until: move.until, approvedBy: 'M. Ortiz' } });
      expect(await written()).toMatchObject({ from: move.from, to: move.until, hire_id: company.tables.devices.find(({ serial }) => serial === row.serial)!.hire_id, approved_by: 'M. Ortiz, recorded by S. Whitlock, confirmed by Kim' });
      const at = (await written())!.at!;
      expect([Math.round(at.lat * 10) / 10, Math.round(at.lon * 10) / 10]).toEqual([row.seemsAt!.lat, row.seemsAt!.lon]);
      expect(rowOf(row.serial, await devices()).acts).toMatchObject([{ kind: 'approved-move', state: 'recorded' }]);
    });

    it('is not confirmed by whoever recorded it, whatever their role', async () => {
      const admin = await desk.as('admin', 'Ada');
      await act({ kind: 'approved-move', move }, [row], admin);
      const [waiting] = await waitingFor(admin);

      expect((await admin.post(`/api/device-acts/${waiting!.id}/release`, {})).json<ProblemView>().message).toBe('You recorded it yourself. Somebody else has to confirm it.');

      expect(waiting!.refused).toBe('You recorded it yourself. Somebody else has to confirm it.');
      expect(await written()).toBeUndefined();
    });

    it('takes no laptop out of the shared place before that', async () => {
      await act({ kind: 'approved-move', move }, [row]);
      const verdict = async (): Promise<string> => (await line.stand(company.endsAt)).custody.find(({ serial }) => serial === row.serial)!.verdict;

      expect(await verdict()).toBe('shared-place');
      const kim = await desk.as('analyst', 'Kim');
      await kim.post(`/api/device-acts/${(await waitingFor(kim))[0]!.id}/release`, {});

      expect(await verdict()).not.toBe('shared-place');
    });
  });

  it.each<[string, object]>([
    ['a move without its days', { kind: 'approved-move' }],
    ['a move that ends before it begins', { kind: 'approved-move', move: { from: '2026-11-02', until: '2026-11-01', approvedBy: 'M. Ortiz' } }],
    ['a day that does not exist', { kind: 'approved-move', move: { from: '2026-02-30', until: '2026-11-01', approvedBy: 'M. Ortiz' } }],
    ['days with a question', { kind: 'ask-holder', move: { from: '2026-11-01', until: '2026-11-02', approvedBy: 'M. Ortiz' } }],
    ['an act there is not', { kind: 'wipe' }],
  ])('refuse %s', async (_what, request) => {
    const { serial, revision } = ordinaryRow();

    expect((await it1.post('/api/devices/acts', { ...request, devices: [{ serial, revision }] })).status).toBe(400);
  });

  it('are refused without the token of the page', async () => {
    const { serial, revision } = ordinaryRow();

    expect((await it1.post('/api/devices/acts', { kind: 'ask-holder', devices: [{ serial, revision }] }, { 'x-csrf-token': '' })).status).toBe(400);
    expect(rowOf(serial, await devices()).acts).toEqual([]);
  });
});

describe('a table of laptops', () => {
  const text = 'Serial Number,Asset Tag,hire_id,Colour\nSN-NEW-1,A-900,,grey\n';

  it('shows how its columns are understood before anything is taken, then is taken', async () => {
    const shown = (await it1.post('/api/devices/import', { name: 'new.csv', text, map: [], take: false })).json<ImportView>();
    const before = (await readHistory(store)).devices.length;
    const taken = (await it1.post('/api/devices/import', { name: 'new.csv', text, map: [], take: true })).json<ImportView>();

    expect(shown).toMatchObject({ read: 1, added: 1, taken: false, mapping: [{ header: 'Serial Number', column: 'serial' }, { header: 'Asset Tag', column: 'asset_tag' }, { header: 'hire_id', column: 'hire_id' }], unknownColumns: [{ name: 'Colour' }] });
    expect(before).toBe(company.tables.devices.length);
    expect(taken).toMatchObject({ added: 1, taken: true });
    expect((await readHistory(store)).devices).toHaveLength(before + 1);
  });

  it('has no row about whoever brings it; the audit says what was brought', async () => {
    const person = company.tables.people.find(({ hire_id: hire }) => hire === company.subjects[0])!;
    const own = await desk.as('it', person.email);
    const rows = `serial,hire_id,returned_at\n${person.device_serials[0] ?? 'SN-X'},${person.hire_id},2026-01-01T00:00:00Z\nSN-NEW-2,,\n`;

    const taken = (await own.post('/api/devices/import', { name: `${person.hire_id}.csv`, text: rows, map: [], take: true })).json<ImportView>();

    expect(taken).toMatchObject({ read: 2, added: 1, taken: true, rejected: [{ line: 2, reason: 'This is about yourself. A colleague brings it.' }] });
    const { rows: told } = (await (await desk.as('auditor')).get('/api/audit')).json<AuditView>();
    expect(told.filter(({ said }) => said.includes('A table of laptops')).map(({ id }) => id)).toEqual(['devices, somebody.csv, 3 lines']);
  });

  it('is refused with what it lacks', async () => {
    const answer = await it1.post('/api/devices/import', { name: 'odd.csv', text: 'colour\ngrey\n', map: [], take: true });

    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'file.columns', message: expect.stringContaining('odd.csv: a devices file needs serial') });
  });
});

describe('an order list', () => {
  it('is answered row by row in words for whoever packs parcels, and not kept', async () => {
    const [person] = company.tables.people.filter(({ hire_id: hire }) => company.others.includes(hire));
    const text = `hire_id,ship_street,ship_city,ship_region,ship_country\n${person!.hire_id},1 Elm Street,Nome,US-AK,US\nh-nobody,2 Oak Street,Nome,US-AK,US\n`;

    const { lines } = (await it1.post('/api/shipments', { text })).json<ShipmentsView>();

    expect(lines.map(({ line, answer }) => [line, answer])).toEqual([[2, 'confirm'], [3, 'hold']]);
    expect(lines[1]!.why).toBe('the recipient is not known: check hire_id or e-mail');
    expect((await (await desk.as('analyst')).post('/api/shipments', { text })).status).toBe(403);
  });

  it.each([
    ['of which no header is known', 'colour,size\ngrey,9\n', 'Rename headers in the first line: those that hold the address ship_street, ship_city, ship_region and ship_postcode, and the recipient hire_id; then check the list again.'],
    ['that is torn', 'hire_id,ship_street\n"h-1,1 Elm Street\n', 'Save the table anew as CSV, with a line of column names first, and try again; nothing of it was taken.'],
  ])('%s is refused with what to do on the page, and no command', async (_what, text, cure) => {
    const { message } = (await it1.post('/api/shipments', { text })).json<{ message: string }>();

    expect(message).toContain(cure);
    expect(message).not.toMatch(/--|command/);
  });
});
