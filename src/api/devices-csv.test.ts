import { describe, expect, it } from 'vitest';
import { csvCell } from './devices-csv.ts';

describe('csvCell', () => {
  it.each([
    ['=HYPERLINK("http://a.example")', '"\'=HYPERLINK(""http://a.example"")"'], ['+1', "'+1"], ['-1', "'-1"], ['@SUM(A1)', "'@SUM(A1)"], ['\tx', "'\tx"], ['＝1+1', "'＝1+1"], ['\n=1', '"\'\n=1"'], ['\rx', '"\'\rx"'],
  ])('lets no spreadsheet compute %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it('shows marks that turn words', () => {
    expect(csvCell('SN\u202e1-\u001b[2J')).toBe('SN\\u202e1-\\u001b[2J');
  });

  it.each([['Kim', 'Kim'], ['Austin, TX', '"Austin, TX"'], ['two\nlines', '"two\nlines"'], [-5, '-5'], [undefined, '']])('writes %j as it is', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });
});
