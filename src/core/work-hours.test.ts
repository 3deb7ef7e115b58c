import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, workHoursOf, workHoursText, type WorkHours } from './work-hours.ts';

const hours = (text: string): WorkHours => {
  const read = workHoursOf(text);
  if ('wrong' in read) throw new Error(read.wrong);
  return read;
};

describe('agreed hours', () => {
  it.each([
    ['09:00-17:00', '09:00-17:00'], ['9:00 – 17:00', '09:00-17:00'], ['22 to 6', '22:00-06:00'], ['22:30-06:30', '22:30-06:30'], ['8-4pm', '08:00-16:00'],
    ['9am-5:30pm', '09:00-17:30'], ['9 a.m. - 5 P.M.', '09:00-17:00'], ['10pm to 6am', '22:00-06:00'], ['12am-12pm', '00:00-12:00'], ['00:00-24:00', '00:00-24:00'], ['12-0', '12:00-00:00'], ['14-2', '14:00-02:00'],
  ])('reads %j as %s', (text, expected) => {
    expect(workHoursText(hours(text))).toBe(expected);
  });

  it.each(['late', 'flexible', '9', '9-17-20', '25-3', '9-24:30', '24-6', '9:75-17:00', '13pm-5pm', '0am-5pm', '9m-5m', '9.-17.', '-', ''])('takes %j for no hours', (text) => {
    expect(workHoursOf(text)).toEqual({ wrong: 'are no hours; write the local clock as 09:00-17:00' });
  });

  it('takes no cell of tens of thousands of blanks for hours', () => {
    expect(workHoursOf(`09:00${' '.repeat(60_000)}17:00`)).toEqual({ wrong: 'are no hours; write the local clock as 09:00-17:00' });
    expect(workHoursOf(`09:00${' '.repeat(60_000)}-17:00`)).toEqual({ wrong: 'are no hours; write the local clock as 09:00-17:00' });
  });

  it.each(['9-5', '09:00-05:00', '8 to 4', '9am-5', '12-8'])('does not guess which half of the day ends %j', (text) => {
    expect(workHoursOf(text)).toEqual({ wrong: 'may end in the morning or in the evening; write the clock of 24 hours, as 09:00-17:00' });
  });

  it('takes no hours that end when they begin: a cell filled by default is no agreement to work at any hour', () => {
    expect(workHoursOf('00:00-00:00')).toEqual({ wrong: 'end when they begin; write 00:00-24:00 for the whole day' });
  });

  it('reads again what it writes', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 1440 }), (from, to) => {
      const read = workHoursOf(workHoursText({ from, to }));
      if (!('wrong' in read)) expect(read).toEqual({ from, to });
      else expect(from === to || (to < from && from <= 720 && to > 0)).toBe(true);
    }));
  });

  it('hold from their beginning to just before their end, over midnight too, with a margin on both sides', () => {
    const within = (text: string, margin: number): readonly number[] => Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => isWithin(hours(text), hour * 60, margin));

    expect(within('09:00-17:00', 0)).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
    expect(within('09:00-17:00', 60)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
    expect(within('22:00-02:00', 60)).toEqual([0, 1, 2, 21, 22, 23]);
    expect(within('00:30-08:00', 60)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(within('00:00-24:00', 0)).toHaveLength(24);
    expect(within('00:00-23:00', 60)).toHaveLength(24);
  });
});
