import { describe, expect, it } from 'vitest';
import { at } from '../../../test/support/window.ts';
import { localDay, onLocalDay } from './local-days.ts';
import type { WhereaboutsRow } from './whereabouts.ts';

describe('the day of a row', () => {
  it('is one for an evening that lies in two UTC days', () => {
    expect([localDay('2026-11-10', at('2026-11-10', 23), 'America/Denver'), localDay('2026-11-11', at('2026-11-11', 5), 'America/Denver')]).toEqual(['2026-11-10', '2026-11-10']);
    expect(localDay('2026-11-10', at('2026-11-10', 18), 'Asia/Manila')).toBe('2026-11-11');
  });

  it('is that of UTC where no zone or no instant is told', () => {
    expect([localDay('2026-11-11', at('2026-11-11', 5), undefined), localDay('2026-11-11', at('2026-11-11', 5), 'No/Where'), localDay('2026-11-11', undefined, 'America/Denver')]).toEqual(Array(3).fill('2026-11-11'));
  });

  it('leaves the rest of the row as it is, of a view of a table too', () => {
    class View {
      readonly #line = '192.0.2.1';
      get day(): string { return '2026-11-11'; }
      get last(): number { return at('2026-11-11', 5); }
      get times(): number { return 3; }
      get 'farmwatch.net.line'(): string { return this.#line; }
    }

    expect(onLocalDay(new View() as unknown as WhereaboutsRow, 'America/Denver')).toMatchObject({ day: '2026-11-10', times: 3, 'farmwatch.net.line': '192.0.2.1' });
  });
});
