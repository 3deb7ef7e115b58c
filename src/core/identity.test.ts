import { describe, expect, it } from 'vitest';
import { AMBIGUOUS, directoryOf, type Directory } from './identity.ts';
import type { AccountRow, DeviceRow, PersonRow } from './person.ts';
import { startOfDay, type Day } from './time.ts';

const person = (fields: Partial<PersonRow> & { readonly hire_id: string }): PersonRow =>
  ({ email: `${fields.hire_id}@company.example`, start_date: '2026-11-02', user_names: [], device_serials: [], ...fields });
const people = (...rows: readonly PersonRow[]): Directory => directoryOf(rows, [], []);
const KIM = person({ hire_id: 'kim', user_names: ['CORP\\kdoe', 'S-1-5-21-1-2-3-1001'] });

describe('personOf', () => {
  it.each([
    [{ 'user.email': 'Kim@Company.Example' }],
    [{ 'user.name': 'kim@company.example' }],
    [{ 'user.name': 'corp\\KDOE' }],
    [{ 'user.name': 'kdoe' }],
    [{ 'user.name': 'OTHER\\kdoe' }],
    [{ 'user.name': 'kdoe@company.example' }],
    [{ 'user.id': 's-1-5-21-1-2-3-1001' }],
    [{ 'user.name': ' kim ' }],
  ])('finds kim behind %o', (fields) => {
    expect(people(KIM).personOf(fields)).toBe('kim');
  });

  it.each([
    [{}],
    [{ 'user.email': 'nobody@company.example' }],
    [{ 'user.name': 'nobody' }],
    [{ 'user.id': '1001' }],
    [{ 'user.email': '' }],
  ])('knows nobody behind %o', (fields) => {
    expect(people(KIM).personOf(fields)).toBeUndefined();
  });

  it('asks the mail address first, then the id, then the name', () => {
    const directory = people(KIM, person({ hire_id: 'lee', user_names: ['lee-id'] }), person({ hire_id: 'max', user_names: ['max-name'] }));

    const fields = { 'user.email': 'kim@company.example', 'user.id': 'lee-id', 'user.name': 'max-name' };

    expect(directory.personOf(fields)).toBe('kim');
    expect(directory.personOf({ ...fields, 'user.email': undefined })).toBe('lee');
    expect(directory.personOf({ 'user.name': 'max-name' })).toBe('max');
    expect(directory.personOf({ ...fields, 'user.email': 'stranger@elsewhere.example' })).toBe('lee');
  });

  it('does not turn a stranger with a mail address into a hire whose bare name he happens to bear', () => {
    expect(people(KIM).personOf({ 'user.email': 'kdoe@elsewhere.example', 'user.name': 'kdoe' })).toBeUndefined();
  });

  it('takes the name before the @ of a mail address for a bare name, where nothing better is listed', () => {
    const directory = people(person({ hire_id: 'h-1', email: 'kdoe@company.example' }), person({ hire_id: 'h-2', email: 'lee@company.example' }), person({ hire_id: 'h-3', user_names: ['CORP\\lee'] }));

    expect(['KDOE', 'CORP\\kdoe', 'lee', 'kdoe@elsewhere.example'].map((name) => directory.personOf({ 'user.name': name }))).toEqual(['h-1', 'h-1', 'h-3', undefined]);
  });

  it('tells two accounts of one name apart by their domains where these are listed', () => {
    const directory = people(person({ hire_id: 'kim', user_names: ['EAST\\doe'] }), person({ hire_id: 'lee', user_names: ['WEST\\doe'] }));

    expect(['EAST\\doe', 'west\\DOE', 'doe', 'NORTH\\doe'].map((name) => directory.personOf({ 'user.name': name }))).toEqual(['kim', 'lee', AMBIGUOUS, AMBIGUOUS]);
  });

  it('means nobody where two hires list one name or one mail address', () => {
    const directory = people(
      person({ hire_id: 'kim', email: 'shared@company.example', user_names: ['svc'] }), person({ hire_id: 'lee', email: 'SHARED@company.example', user_names: ['svc'] }),
    );

    expect(directory.personOf({ 'user.email': 'shared@company.example' })).toBe(AMBIGUOUS);
    expect(directory.personOf({ 'user.name': 'svc' })).toBe(AMBIGUOUS);
    expect(directory.personOf({ 'user.name': 'kim' })).toBe('kim');
  });

  it('learns names, ids and numbers of accounts from the directory export, by mail address', () => {
    const accounts: readonly AccountRow[] = [
      { email: 'KIM@company.example', user_name: 'CORP\\kd', sid: 'S-1-5-21-9', object_id: '0a1b' },
      { email: 'stranger@company.example', user_name: 'stranger' },
    ];

    const directory = directoryOf([person({ hire_id: 'kim' })], accounts, []);

    expect([{ 'user.name': 'kd' }, { 'user.id': 'S-1-5-21-9' }, { 'user.id': '0A1B' }].map((fields) => directory.personOf(fields))).toEqual(['kim', 'kim', 'kim']);
    expect(directory.personOf({ 'user.name': 'stranger' })).toBeUndefined();
  });

  it('gives no account to two hires who share its mail address', () => {
    const directory = directoryOf(
      [person({ hire_id: 'kim', email: 'a@company.example' }), person({ hire_id: 'lee', email: 'a@company.example' })], [{ email: 'a@company.example', user_name: 'a1' }], [],
    );

    expect(directory.personOf({ 'user.name': 'a1' })).toBe(AMBIGUOUS);
  });

  it('means the employment of the day where somebody left and was hired again', () => {
    const before = person({ hire_id: 'kim-1', email: 'a@company.example', start_date: '2025-03-03', end_date: '2026-06-30', device_serials: ['SN-1'] });
    const again = person({ hire_id: 'kim-2', email: 'a@company.example', start_date: '2026-11-02', device_serials: ['SN-1'] });
    const directory = directoryOf([again, before], [{ email: 'a@company.example', user_name: 'a1' }], []);
    const on = (day: Day): unknown => directory.personOf({ 'user.name': 'a1' }, day);

    expect([on('2026-06-30'), on('2026-07-01'), on('2026-11-10'), directory.personOf({ 'user.email': 'a@company.example' })]).toEqual(['kim-1', 'kim-2', 'kim-2', 'kim-2']);
    expect([directory.holderOf('SN-1', startOfDay('2026-06-30')), directory.holderOf('SN-1', startOfDay('2026-07-01'))]).toEqual(['kim-1', 'kim-2']);
  });

  it('means nobody where the employment before has no end, or ends after the next began', () => {
    const two = (end: Partial<PersonRow>): unknown => directoryOf([
      person({ hire_id: 'kim-1', email: 'a@company.example', start_date: '2025-03-03', ...end }), person({ hire_id: 'kim-2', email: 'a@company.example', start_date: '2026-11-02' }),
    ], [], []).personOf({ 'user.email': 'a@company.example' }, '2026-11-10');

    expect([two({}), two({ end_date: '2026-11-02' })]).toEqual([AMBIGUOUS, AMBIGUOUS]);
  });

  it('takes no part of a security identifier for a bare name', () => {
    expect(people(KIM).personOf({ 'user.name': 'X\\S-1-5-21-1-2-3-1001' })).toBeUndefined();
  });
});

describe('holderOf', () => {
  const devices = (...rows: readonly DeviceRow[]): Directory => directoryOf([person({ hire_id: 'kim', device_serials: ['SN-1', 'SN-2'] })], [], rows);

  it('is who lists the serial number, at all times', () => {
    const directory = devices();

    expect([directory.holderOf('SN-1', 0), directory.holderOf('SN-1', 9e12), directory.holderOf('SN-9', 0)]).toEqual(['kim', 'kim', undefined]);
  });

  it('is whom devices.csv names, whatever people.csv says of that laptop', () => {
    const directory = devices({ serial: 'SN-1', hire_id: 'lee' });

    expect([directory.holderOf('SN-1', 0), directory.holderOf('SN-2', 0)]).toEqual(['lee', 'kim']);
    expect([...directory.serials].sort()).toEqual(['SN-1', 'SN-2']);
  });

  it('is nobody where two people list one laptop', () => {
    const directory = directoryOf([person({ hire_id: 'kim', device_serials: ['SN-1'] }), person({ hire_id: 'lee', device_serials: ['SN-1'] })], [], []);

    expect(directory.holderOf('SN-1', 0)).toBeUndefined();
  });

  it('is nobody for a spare, and for a serial number that stands for none', () => {
    const directory = directoryOf([person({ hire_id: 'kim', device_serials: ['To Be Filled By O.E.M.', 'SN-3'] })], [], [{ serial: 'SN-4' }]);

    expect(directory.holderOf('SN-4', 0)).toBeUndefined();
    expect(directory.holderOf('To Be Filled By O.E.M.', 0)).toBeUndefined();
    expect([...directory.serials].sort()).toEqual(['SN-3', 'SN-4']);
  });

  it('holds from the first instant of an assignment up to, and not at, its last', () => {
    const directory = devices({ serial: 'SN-1', hire_id: 'lee', assigned_from: 100, assigned_to: 200 });

    expect([99, 100, 199, 200].map((at) => directory.holderOf('SN-1', at))).toEqual([undefined, 'lee', 'lee', undefined]);
  });

  it('ends when the laptop came back, where no end of the assignment is told', () => {
    const directory = devices({ serial: 'SN-1', hire_id: 'lee', returned_at: 200 });

    expect([199, 200].map((at) => directory.holderOf('SN-1', at))).toEqual(['lee', undefined]);
  });

  it('passes on with a later assignment, where the earlier one tells no end', () => {
    const later = { serial: 'SN-1', hire_id: 'max', assigned_from: 200 };
    const earlier = { serial: 'SN-1', hire_id: 'lee' };
    for (const rows of [[earlier, later], [later, earlier]]) {
      expect([100, 199, 200, 300].map((at) => devices(...rows).holderOf('SN-1', at))).toEqual(['lee', 'lee', 'max', 'max']);
    }
  });

  it('passes on at the later assignment though the return was booked after it', () => {
    const directory = devices({ serial: 'SN-1', hire_id: 'lee', assigned_from: 100, returned_at: 250 }, { serial: 'SN-1', hire_id: 'max', assigned_from: 200 });

    expect([150, 199, 200, 260].map((at) => directory.holderOf('SN-1', at))).toEqual(['lee', 'lee', 'max', 'max']);
  });

  it('ends with a later row that names nobody', () => {
    const directory = devices({ serial: 'SN-1', hire_id: 'lee', assigned_from: 100 }, { serial: 'SN-1', assigned_from: 200 });

    expect([150, 200].map((at) => directory.holderOf('SN-1', at))).toEqual(['lee', undefined]);
  });

  it('is nobody while two assignments are said to overlap', () => {
    const directory = devices({ serial: 'SN-1', hire_id: 'lee', assigned_from: 100, assigned_to: 300 }, { serial: 'SN-1', hire_id: 'max', assigned_from: 200 });

    expect([150, 250, 300].map((at) => directory.holderOf('SN-1', at))).toEqual(['lee', undefined, 'max']);
  });

  it('is nobody where two assignments begin at once', () => {
    const directory = devices({ serial: 'SN-1', hire_id: 'lee', assigned_from: 100 }, { serial: 'SN-1', hire_id: 'max', assigned_from: 100 });

    expect(directory.holderOf('SN-1', 150)).toBeUndefined();
  });
});

describe('a name that changed', () => {
  const now = person({ hire_id: 'kim', email: 'kim.wed@company.example', user_names: ['kwed'], device_serials: ['SN-2'] });
  const before = { row: person({ hire_id: 'kim', email: 'kim.doe@company.example', user_names: ['CORP\\kdoe'], device_serials: ['SN-1'] }), until: startOfDay('2026-11-10') + 100 };
  const changed = (...others: readonly PersonRow[]): Directory => directoryOf([now, ...others], [], [], [before]);

  it('means the same person up to the day of the change', () => {
    const on = (day: Day): unknown => changed().personOf({ 'user.email': 'Kim.Doe@company.example' }, day);

    expect([on('2026-11-02'), on('2026-11-10'), on('2026-11-11')]).toEqual(['kim', 'kim', undefined]);
    expect(changed().personOf({ 'user.name': 'corp\\kdoe' })).toBe('kim');
    expect(changed().personOf({ 'user.email': 'kim.wed@company.example' }, '2026-11-02')).toBe('kim');
  });

  it('means whoever has it now, where somebody else does', () => {
    expect(changed(person({ hire_id: 'lee', email: 'kim.doe@company.example' })).personOf({ 'user.email': 'kim.doe@company.example' }, '2026-11-02')).toBe('lee');
  });

  it('means nobody where two had it', () => {
    const lee = { row: person({ hire_id: 'lee', email: 'kim.doe@company.example' }), until: before.until };
    const directory = directoryOf([now, person({ hire_id: 'lee', email: 'lee@company.example' })], [], [], [before, lee]);

    expect(directory.personOf({ 'user.email': 'kim.doe@company.example' }, '2026-11-02')).toBe(AMBIGUOUS);
  });

  it('still leads to the accounts that a directory lists under it', () => {
    const directory = directoryOf([now], [{ email: 'kim.doe@company.example', sid: 'S-1-5-21-9' }], [], [before]);

    expect(directory.personOf({ 'user.id': 'S-1-5-21-9' })).toBe('kim');
  });

  it('leaves a laptop that was taken from the row with its holder until then', () => {
    expect([before.until - 1, before.until].map((at) => changed().holderOf('SN-1', at))).toEqual(['kim', undefined]);
    expect(changed(person({ hire_id: 'lee', device_serials: ['SN-1'] })).holderOf('SN-1', before.until - 1)).toBe('lee');
  });
});

describe('inHandsOf', () => {
  const device = (fields: Partial<DeviceRow>): Directory => directoryOf([KIM], [], [{ serial: 'SN-1', hire_id: 'kim', ...fields }]);
  const on = (fields: Partial<DeviceRow>, ...days: readonly Day[]): readonly unknown[] => days.map((day) => device(fields).inHandsOf('SN-1', day));
  const noon = (day: Day): number => startOfDay(day) + 12 * 3_600_000;

  it('is its holder from the day of delivery on, whenever it was sent or assigned', () => {
    expect(on({ delivered_at: noon('2026-10-29'), shipped_at: noon('2026-10-26'), assigned_from: noon('2026-10-20') }, '2026-10-28', '2026-10-29', '2026-11-20')).toEqual([undefined, 'kim', 'kim']);
  });

  it('is from when it was sent, else from when it was assigned, else from three days before the first of work', () => {
    expect(on({ shipped_at: noon('2026-10-26'), assigned_from: noon('2026-10-20') }, '2026-10-25', '2026-10-26')).toEqual([undefined, 'kim']);
    expect(on({ assigned_from: startOfDay('2026-10-20') }, '2026-10-19', '2026-10-20')).toEqual([undefined, 'kim']);
    expect(on({}, '2026-10-29', '2026-10-30')).toEqual([undefined, 'kim']);
  });

  it('is the same for laptops that people.csv names', () => {
    const directory = people(person({ hire_id: 'kim', device_serials: ['SN-1'], delivered_at: noon('2026-10-29') }));

    expect([directory.holderOf('SN-1', noon('2026-10-28')), directory.inHandsOf('SN-1', '2026-10-28'), directory.inHandsOf('SN-1', '2026-10-29')]).toEqual(['kim', undefined, 'kim']);
  });
});
