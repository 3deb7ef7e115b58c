import { describe, expect, it } from 'vitest';
import type { TableKind } from '../../core/person.ts';
import { FarmwatchError } from '../../errors.ts';
import { headerHash, mapColumns, nearestOf, parseMaps } from './columns.ts';

const PEOPLE = ['hire_id', 'email', 'start_date'];
const pairs = (kind: TableKind, header: readonly string[], asked: readonly string[] = [], kept: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(mapColumns('f.csv', kind, header, parseMaps(asked, [kind]), parseMaps(kept, [kind])).columns.map((column) => [column.header, column.column]));
const failure = (act: () => unknown): FarmwatchError => {
  try {
    act();
  } catch (error) {
    return error as FarmwatchError;
  }
  return expect.unreachable();
};

describe('mapColumns', () => {
  it('knows columns by their names and by other names for them', () => {
    expect(pairs('people', ['Employee ID', 'Work Email', 'Hire Date', 'Time Zone', 'Laptop Serial Number'])).toEqual({
      'Employee ID': 'hire_id', 'Work Email': 'email', 'Hire Date': 'start_date', 'Time Zone': 'time_zone', 'Laptop Serial Number': 'device_serials',
    });
    expect(pairs('people', [...PEOPLE, 'SAM Account'])['SAM Account']).toBe('user_names');
    expect(pairs('accounts', ['email', 'SAM Account'])['SAM Account']).toBe('user_name');
    expect(pairs('devices', ['Serial Number', 'Asset Tag'])).toEqual({ 'Serial Number': 'serial', 'Asset Tag': 'asset_tag' });
  });

  it.each(['E-Mail', 'e_mail', 'EMAIL', ' Email ', 'É-mail'])('does not mind how %j is written', (name) => {
    expect(pairs('people', ['hire_id', name, 'start_date'])[name]).toBe('email');
  });

  it('does what --map says, even against the own name of a column', () => {
    expect(pairs('people', [...PEOPLE, 'Correo'], ['Correo=email'])).toEqual({ hire_id: 'hire_id', start_date: 'start_date', Correo: 'email' });
  });

  it('does what was accepted before, unless asked otherwise now', () => {
    const header = ['hire_id', 'start_date', 'Correo', 'Otro'];

    expect(pairs('people', header, [], ['Correo=email'])['Correo']).toBe('email');
    expect(pairs('people', header, ['Otro=email'], ['Correo=email'])).toEqual({ hire_id: 'hire_id', start_date: 'start_date', Otro: 'email' });
  });

  it('leaves a column out on request', () => {
    const mapping = mapColumns('f.csv', 'people', [...PEOPLE, 'Work Email', 'E-mail address'], parseMaps(['Work Email=', 'E-mail address='], ['people']));

    expect(mapping.columns.map((column) => column.column)).toEqual(PEOPLE);
    expect(mapping.unknown).toEqual([]);
  });

  it('names unknown columns, each with the nearest known name', () => {
    const { unknown } = mapColumns('f.csv', 'people', [...PEOPLE, 'tme_zone', 'Favourite colour of the cat', '']);

    expect(unknown).toEqual([{ name: 'tme_zone', nearest: 'time_zone' }, { name: 'Favourite colour of the cat' }, { name: '(no name, column 6)' }]);
  });

  it('names the column whose last word a header is', () => {
    expect(mapColumns('f.csv', 'devices', ['serial', 'City', 'Zip', 'Colour']).unknown).toEqual([{ name: 'City', nearest: 'ship_city' }, { name: 'Zip' }, { name: 'Colour' }]);
  });

  it('suggests what is meant, and nothing whose letters happen to be alike', () => {
    const { columns, unknown } = mapColumns('f.csv', 'people', [...PEOPLE, 'First Name', 'Last Name', 'Location', 'Laptop S/N', 'Serial Nmuber', 'Household ids', 'Houshold']);

    expect(columns.at(-1)).toMatchObject({ header: 'Laptop S/N', column: 'device_serials' });
    // One that is filled already is not suggested, and neither is one for two headers.
    expect(unknown).toEqual(['First Name', 'Last Name', 'Location', 'Serial Nmuber', 'Household ids', 'Houshold'].map((name) => ({ name })));
  });

  it.each(['Laptop S/N', 'Serial No', 'Serial Number', 'Serial #', 'Asset Serial', 'Computer Serial Number', 'Service Tag'])('knows %s as a serial number, of people and of laptops', (header) => {
    expect(mapColumns('f.csv', 'people', [...PEOPLE, header]).columns.at(-1)!.column).toBe('device_serials');
    expect(mapColumns('f.csv', 'devices', [header]).columns[0]!.column).toBe('serial');
  });

  it('takes the exact name before an alias, and says so', () => {
    const { columns, unknown } = mapColumns('f.csv', 'people', [...PEOPLE, 'Start']);

    expect(columns.map((column) => column.header)).toEqual(PEOPLE);
    expect(unknown).toEqual([{ name: 'Start', nearest: 'start_date' }]);
  });

  it('says what each missing column costs', () => {
    const { missing } = mapColumns('f.csv', 'people', PEOPLE);

    expect(missing).toContainEqual({ column: 'time_zone', cost: 'without time_zone: hours are compared with the zone of the place of the home, where that is known' });
    expect(missing.map((lack) => lack.column)).not.toContain('phone');
  });

  it('does not miss a token where the plain column is there', () => {
    const { missing } = mapColumns('f.csv', 'people', [...PEOPLE, 'Mobile Phone']);

    expect(missing.map((lack) => lack.column)).not.toContain('phone_token');
  });

  it('refuses a column that stands twice, and says how to choose', () => {
    expect(failure(() => mapColumns('people.csv', 'people', [...PEOPLE, 'email'])).message)
      .toBe('people.csv: the column email stands twice ("email" and "email", columns 2 and 4). Remove or rename one of them.');
    const error = failure(() => mapColumns('people.csv', 'people', ['hire_id', 'start_date', 'Work Email', 'E-mail address']));
    expect(error.code).toBe('file.columns');
    expect(error.message).toContain(`--map 'Work Email=email'`);
  });

  it('refuses a file without a required column, and says how to name it', () => {
    const error = failure(() => mapColumns('people.csv', 'people', ['hire_id', 'emial', 'start_date']));

    expect(error.code).toBe('file.columns');
    expect(error.exitCode).toBe(1);
    expect(error.message).toBe(`people.csv: a people file needs email, and the header lacks it; not understood are "emial". Add the column, or name the header that holds it: --map 'emial=email'.`);
  });

  it('does not offer the next best header for a required column', () => {
    expect(failure(() => mapColumns('people.csv', 'people', ['Shoe size', 'email', 'start_date'])).message).toContain(`--map 'Your Header=hire_id'`);
  });

  it('ignores requests meant for another file', () => {
    expect(pairs('travel', ['hire_id', 'from', 'to'], ['Work Email=city'])).toEqual({ hire_id: 'hire_id', from: 'from', to: 'to' });
  });
});

describe('the nearest name', () => {
  it('is one of about the same letters, and none of signs alone', () => {
    expect(nearestOf('Tme-Zone', ['email', 'time_zone'])).toBe('time_zone');
    expect(nearestOf('tme_zone', ['='.repeat(60), '-'])).toBeUndefined();
  });
});

describe('a header that is a sentence', () => {
  it('is not compared with the names there are', () => {
    const long = `time_zone${'_'.repeat(60)}`;

    expect(nearestOf(long, ['email', 'time_zone'])).toBeUndefined();
    expect(mapColumns('f.csv', 'people', [...PEOPLE, 'tme_zone', `phne_token${'_'.repeat(60)}`]).unknown).toEqual([{ name: 'tme_zone', nearest: 'time_zone' }, { name: `phne_token${'_'.repeat(60)}` }]);
  });
});

describe('parseMaps', () => {
  it('reads headers that hold an equals sign', () => {
    expect(parseMaps(['Mail (=UPN)=email'], ['people'])).toEqual(new Map([['Mail (=UPN)', 'email']]));
  });

  it('refuses what is no mapping, and columns that no file has', () => {
    expect(failure(() => parseMaps(['email'], ['people'])).code).toBe('usage');
    expect(failure(() => parseMaps(['Mail=emial'], ['people'])).message).toContain('Did you mean email?');
  });
});

describe('headerHash', () => {
  it('does not mind order or spelling, and minds another column', () => {
    expect(headerHash(['Work Email', 'start'])).toBe(headerHash(['START', 'work_email']));
    expect(headerHash(['Work Email'])).not.toBe(headerHash(['Work Email', 'start']));
  });
});
