import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../core/time.ts';
import { SHIPPED } from './catalogue.ts';
import { differenceOf } from './difference.ts';
import { catalogueHistory, effective, type CatalogueChange, type CatalogueSet } from './history.ts';
import { SHIPPED_ROWS, type ListRows } from './rows.ts';
import { isNewer, isSetVersion } from './set-version.ts';
import type { Tool } from './tool-rows.ts';

const T = Date.UTC(2026, 11, 1);
const ANYDESK = SHIPPED.toolById('anydesk')!;
const OURS: Tool = { ...ANYDESK, id: 'our-desk', name: 'Our Desk', signers: [], originalFileNames: [], processes: ['ourdesk*'], executables: [], packages: [], domains: [], commandLines: [] };

function own(at: number, row: ListRows['tools']): CatalogueChange {
  return { id: `own ${at} ${row.id}`, kind: 'own', at, by: 'kim', rows: [{ list: 'tools', id: row.id, owner: 'it@company.example', reason: 'ours', row }] };
}
function removed(at: number, id: string): CatalogueChange {
  return { id: `removed ${at} ${id}`, kind: 'removed', at, by: 'kim', rows: [{ list: 'tools', id }] };
}
function sets(at: number, version: string, tools: readonly Tool[]): CatalogueChange {
  const set: CatalogueSet = { catalogue: 'tools', version, date: version.slice(0, 10), rows: { tools } };
  return { id: `sets ${at}`, kind: 'sets', at, by: 'kim', checksum: 'f'.repeat(64), sets: [set] };
}

describe('what is known at an instant', () => {
  it('is what ships where nothing was changed by then, under its very version', () => {
    const history = catalogueHistory([own(T, OURS)]);

    expect(history.at(T - 1)).toBe(SHIPPED);
    expect(history.at(T).version).not.toBe(SHIPPED.version);
  });

  it("is a company's own row from its instant on, until it is removed", () => {
    const history = catalogueHistory([removed(T + DAY, 'our-desk'), own(T, OURS)]);
    const seen = { processName: 'OurDesk7.exe' };

    expect([T - 1, T, T + DAY - 1, T + DAY].map((at) => history.at(at).matchTool(seen)?.tool.id)).toEqual([undefined, 'our-desk', 'our-desk', undefined]);
    expect(history.at(T + DAY).version).toBe(SHIPPED.version);
  });

  it('is an own row instead of the one that ships under its id, and before others that fit alike', () => {
    const tamed: Tool = { ...ANYDESK, corporateUse: 'high', processes: ['anydesk.exe'] };
    const history = catalogueHistory([own(T, tamed), own(T, { ...OURS, processes: ['teamviewer*'], signers: ['TeamViewer'] })]);
    const { toolById, matchTool, rows } = history.at(T);

    expect(toolById('anydesk')).toEqual(tamed);
    expect(rows.tools).toHaveLength(SHIPPED_ROWS.tools.length + 1);
    expect(matchTool({ processName: 'TeamViewer_Foo.exe' })?.tool.id).toBe('our-desk');
    expect(matchTool({ signer: 'TeamViewer' })?.tool.id).toBe('our-desk');
  });

  it('is a newer set in the place of what ships, with own rows before it', () => {
    const history = catalogueHistory([own(T, OURS), sets(T + DAY, '2026-12-01', [{ ...ANYDESK, name: 'AnyDesk 9' }])]);

    expect(history.at(T + DAY).rows.tools.map(({ name }) => name)).toEqual(['Our Desk', 'AnyDesk 9']);
    expect(history.at(T + DAY).rows.browsers).toEqual(SHIPPED_ROWS.browsers);
    expect(history.standingAt(T + DAY).sets.tools).toMatchObject({ version: '2026-12-01', since: { at: T + DAY, by: 'kim', checksum: 'f'.repeat(64) } });
  });

  it('is what ships where an upgrade brought newer rows than the set that was taken before it', () => {
    expect(catalogueHistory([sets(T, '2020-01-01', [ANYDESK])]).standingAt(T).sets.tools.since).toBeUndefined();
  });

  it('tells since when a row is known as it stands', () => {
    const history = catalogueHistory([own(T, OURS), sets(T + DAY, '2026-12-01', [{ ...ANYDESK, corporateUse: 'low' }]), own(T + 2 * DAY, { ...OURS, name: 'Our Desk 2' })]);

    expect(history.at(T).since('tools', 'our-desk')).toBe(T);
    expect(history.at(T).since('tools', 'anydesk')).toBe(-Infinity);
    expect(history.at(T + DAY).since('tools', 'anydesk')).toBe(T + DAY);
    expect(history.at(T + DAY).since('tools', 'our-desk')).toBe(T);
    expect(history.at(T + 2 * DAY).since('tools', 'our-desk')).toBe(T + 2 * DAY);
    expect(SHIPPED.since('tools', 'anydesk')).toBe(-Infinity);
  });

  it('does not depend on the order in which changes are read, nor on what comes later', () => {
    const change = fc.record({ at: fc.integer({ min: 0, max: 5 }), what: fc.constantFrom('own', 'other', 'removed', 'sets') }).map(({ at, what }): CatalogueChange => {
      if (what === 'removed') return removed(T + at, 'our-desk');
      if (what === 'sets') return sets(T + at, `2026-12-0${at + 1}`, [{ ...ANYDESK, name: `AnyDesk ${at}` }]);
      return own(T + at, { ...OURS, name: `${what} ${at}` });
    });

    fc.assert(fc.property(fc.uniqueArray(change, { maxLength: 8, selector: ({ id }) => id }), fc.integer({ min: -1, max: 6 }), (changes, after) => {
      const at = T + after;
      const version = catalogueHistory(changes).at(at).version;

      expect(catalogueHistory(changes.toReversed()).at(at).version).toBe(version);
      expect(catalogueHistory(changes.filter((one) => one.at <= at)).at(at).version).toBe(version);
    }));
  });
});

describe('the difference between two states', () => {
  it('is what was added, changed and removed, with the columns', () => {
    const after = effective(catalogueHistory([sets(T, '2026-12-01', [OURS, { ...ANYDESK, corporateUse: 'low', namedInReports: false }])]).standingAt(T));
    const changes = differenceOf({ tools: [ANYDESK, SHIPPED.toolById('rustdesk')!] }, after);

    expect(changes).toEqual([
      { catalogue: 'tools', list: 'tools', id: 'anydesk', change: 'changed', columns: [{ column: 'corporateUse', before: 'medium', after: 'low' }, { column: 'namedInReports', before: true, after: false }] },
      { catalogue: 'tools', list: 'tools', id: 'our-desk', change: 'added', columns: [] },
      { catalogue: 'tools', list: 'tools', id: 'rustdesk', change: 'removed', columns: [] },
    ]);
    expect(differenceOf(SHIPPED_ROWS, SHIPPED_ROWS)).toEqual([]);
  });
});

describe('versions of sets', () => {
  it('are days with a number for further ones', () => {
    expect(['2026-12-01', '2026-12-01.2', '2026-12-01.10'].every(isSetVersion)).toBe(true);
    expect(['', '2026-13-01', '2026-12-01.0', '2026-12-01-abcd', 'v2', '2026-12-01.2.3'].filter(isSetVersion)).toEqual([]);
  });

  it('are later by day, then by number', () => {
    expect(isNewer('2026-12-01.10', '2026-12-01.9')).toBe(true);
    expect(isNewer('2026-12-02', '2026-12-01.9')).toBe(true);
    expect(isNewer('2026-12-01', '2026-12-01')).toBe(false);
    expect(isNewer('2026-12-01', '2026-12-01.1')).toBe(false);
  });
});
