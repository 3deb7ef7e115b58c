import { describe, expect, it } from 'vitest';
import { aPerson, at } from '../../test/support/window.ts';
import type { AllowedRow } from '../core/person.ts';
import { sayUnmet, unmetIn, type RowsHeld } from './unmet.ts';

const NOW = at('2026-11-20', 12);
const held = (more: Partial<RowsHeld>): RowsHeld => ({ people: [aPerson({ hire_id: '001001', team: 'Labeling' })], devices: [], travel: [], applications: [], allowed: [], tools: ['anydesk'], ...more });
const said = (more: Partial<RowsHeld>): readonly string[] => sayUnmet(unmetIn(held(more), NOW));
const permit = (more: Partial<AllowedRow>): AllowedRow => ({ tool: 'anydesk', scope: 'all', owner: 'it', reason: 'help', ...more });

describe('rows that name what no file has', () => {
  it('are none where every row meets what it names', () => {
    expect(said({
      devices: [{ serial: 'A', hire_id: '001001' }, { serial: 'SPARE' }], travel: [{ hire_id: '001001', from: '2026-11-01', to: '2026-11-30' }],
      applications: [{ application_id: 'a', hire_id: '001001' }, { application_id: 'b' }], allowed: [permit({ scope: 'team:labeling' }), permit({ scope: 'hire:001001' }), permit({ tool: 'gone', absent: true })],
    })).toEqual([]);
  });

  it('say that leading zeros were lost, where, and how to keep them', () => {
    const devices = ['1001', '1001', '7', '8', '9'].map((hire_id, nth) => ({ serial: `S${nth}`, hire_id }));

    expect(said({ devices: devices.slice(0, 2) })).toEqual(['2 rows of devices.csv name hires that no people file has ("1001"): a laptop of theirs has no holder who is known. people.csv has "001001" where devices.csv has "1001": leading zeros were lost in devices.csv, as spreadsheets do. Save that column as text and import devices.csv again; for runs of earlier instants with a column known_from and an early day.']);
    expect(said({ devices })[0]).toMatch(/^5 rows of devices\.csv name hires that no people file has \("1001", "7", "8", …\): .* where devices\.csv has "1001", and so for 2 of them: leading zeros .* Of the others: Import the people\.csv that has them/);
    expect(said({ people: [aPerson({ hire_id: '17' })], devices: [{ serial: 'A', hire_id: '0017' }] })[0]).toContain('leading zeros were lost in people.csv');
  });

  it('say that two ids differ in case alone, and join them by no guess', () => {
    const found = unmetIn(held({ people: [aPerson({ hire_id: 'H-17' })], devices: [{ serial: 'A', hire_id: 'h-17' }] }), NOW);

    expect(found.hires).toMatchObject([{ file: 'devices', rows: 1, alike: 1, example: { written: 'h-17', known: 'H-17' } }]);
    expect(sayUnmet(found)[0]).toContain('write both in one way and import devices.csv again');
  });

  it('name journeys, applications and permissions for hires whom nobody knows, in sentences of their own', () => {
    expect(said({ travel: [{ hire_id: 'ZZ99', from: '2026-11-01', to: '2026-11-30' }], applications: [{ application_id: 'a', hire_id: 'ZZ98' }], allowed: [permit({ scope: 'hire:ZZ97' })] })).toEqual([
      '1 row of travel.csv names a hire that no people file has ("ZZ99"): a journey of theirs explains nothing. Import the people.csv that has them, staff of longer standing too, or mend hire_id in travel.csv.',
      '1 row of applications.csv names a hire that no people file has ("ZZ98"): an application of theirs is joined to nobody. Import the people.csv that has them, staff of longer standing too, or mend hire_id in applications.csv.',
      '1 row of allowed.csv names a hire that no people file has ("ZZ97"): a permission for them holds nobody. Import the people.csv that has them, staff of longer standing too, or mend hire_id in allowed.csv.',
    ]);
  });

  it('leave out rows that were mended and stay beside the right ones, and what ended long ago', () => {
    const trip = { from: '2026-11-01', to: '2026-11-30' };

    expect(said({ travel: [{ hire_id: '1001', ...trip }, { hire_id: '001001', ...trip }], allowed: [permit({ scope: 'hire:1001' }), permit({ scope: 'hire:001001' })] })).toEqual([]);
    expect(said({ travel: [{ hire_id: 'ZZ99', from: '2026-01-01', to: '2026-01-09' }], devices: [{ serial: 'A', hire_id: 'gone', returned_at: at('2026-01-09', 9) }] })).toEqual([]);
  });

  it('name tools that the catalogue lacks and teams that nobody is in, and count what ended lately', () => {
    const rows = [permit({ tool: 'tool-x' }), permit({ scope: 'team:Support' }), permit({ tool: 'tool-y', until: '2026-11-19' }), permit({ until: '2025-01-01' })];

    expect(said({ allowed: rows })).toEqual([
      '1 row of allowed.csv names a tool that is not in the catalogue ("tool-x"), and permits nothing, or sessions that a source calls so. Write its id, such as anydesk; a tool of your own is added with "farmwatch data add tools".',
      '1 row of allowed.csv names a team that nobody in people.csv is in ("Support"), and permits nothing. Write the team as people.csv has it.',
    ]);
    expect(unmetIn(held({ allowed: rows }), NOW).ended).toEqual({ rows: 1, names: ['tool-y for all'], hasMore: false });
  });

  it('are shown cut and escaped', () => {
    expect(said({ devices: [{ serial: 'A', hire_id: `x"\n${'y'.repeat(200)}` }] })[0]).toContain(`("x\\"\\n${'y'.repeat(51)}…)`);
  });
});
