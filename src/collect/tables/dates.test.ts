import { describe, expect, it } from 'vitest';
import { datesIn, type DateOrder } from './dates.ts';

type Cells = Readonly<Record<string, string>>;
const column = (...dates: readonly string[]): readonly Cells[] => dates.map((start_date) => ({ start_date }));
const read = (rows: readonly Cells[], asked?: DateOrder): readonly (string | undefined)[] => {
  const dates = datesIn('people', rows, asked);
  return rows.map((cells) => (dates.whyNot(cells).length > 0 ? undefined : dates.read(cells)['start_date']));
};

describe('dates with the year last', () => {
  it.each<[readonly string[], readonly string[], string]>([
    [['03/04/2026', '9/28/2026'], ['2026-03-04', '2026-09-28'], 'start_date read as month/day/year, as 9/28/2026 shows.'],
    [['28.09.2026', '04.03.2026'], ['2026-09-28', '2026-03-04'], 'start_date read as day/month/year, as 28.09.2026 shows.'],
    [['03-04-2026', '2026-11-16', '09-28-2026'], ['2026-03-04', '2026-11-16', '2026-09-28'], 'start_date read as month/day/year, as 09-28-2026 shows.'],
  ])('stand in the order that one of them shows: %j', (told, days, said) => {
    expect(read(column(...told))).toEqual(days);
    expect(datesIn('people', column(...told)).said).toEqual([said]);
  });

  it('are not read where none shows it, until somebody says it', () => {
    const rows = column('03/04/2026', '2026-11-16');

    expect(read(rows)).toEqual([undefined, '2026-11-16']);
    expect(datesIn('people', rows).whyNot(rows[0]!)).toEqual(['no date of start_date has a number over 12 that would show the order: say --dates mdy where the month stands first, --dates dmy where the day does']);
    expect([read(rows, 'mdy')[0], read(rows, 'dmy')[0]]).toEqual(['2026-03-04', '2026-04-03']);
    expect(datesIn('people', rows, 'dmy').said).toEqual(['start_date read as day/month/year, as --dates dmy says.']);
  });

  it('are not read where they show both', () => {
    const rows = column('28/09/2026', '09/28/2026', '03/04/2026');

    expect(read(rows)).toEqual([undefined, undefined, undefined]);
    expect(datesIn('people', rows).whyNot(rows[2]!)).toEqual(['dates of start_date stand in both orders, as 09/28/2026 and 28/09/2026 show: write all of them in one']);
  });

  it('that cannot stand in the order somebody said are refused, and the others read', () => {
    const rows = column('09/28/2026', '03/04/2026');

    expect(read(rows, 'dmy')).toEqual([undefined, '2026-04-03']);
    expect(datesIn('people', rows, 'dmy').whyNot(rows[0]!)).toEqual(['with --dates dmy the second number of a date of start_date is its month']);
  });

  it('are looked at column by column, with a time of day where there is one, and never in other columns', () => {
    const rows = [{ start_date: '09/28/2026', shipped_at: '9/21/2026 2:05 PM', delivered_at: '03/04/2026 12:00 AM UTC', role: '09/28/2026' }];
    const dates = datesIn('people', rows);

    expect(dates.read(rows[0]!)).toEqual({ start_date: '2026-09-28', shipped_at: '2026-09-21T14:05:00', delivered_at: '03/04/2026 12:00 AM UTC', role: '09/28/2026' });
    expect(dates.whyNot(rows[0]!)).toHaveLength(1);
    expect(datesIn('people', rows, 'mdy').read(rows[0]!)['delivered_at']).toBe('2026-03-04T00:00:00Z');
  });

  it('with two digits for the year, or a number that is no month either way, show nothing', () => {
    expect(read(column('09/28/26', '32/13/2026', '13/13/2026'))).toEqual(['09/28/26', undefined, undefined]);
  });
});
