import { describe, expect, it } from 'vitest';
import { parseCef } from './cef.ts';

describe('parseCef', () => {
  it('finds the line behind a syslog header and keeps blanks in values', () => {
    expect(parseCef('Nov  2 15:03:28 relay CEF:0|Maker|Thing|1.0|id|name|3|a=one two b= c="three, four"')).toEqual({
      header: ['CEF:0', 'Maker', 'Thing', '1.0', 'id', 'name', '3'], fields: [['a', 'one two'], ['b', ''], ['c', 'three, four']],
    });
  });
  it('takes off escapes', () => {
    expect(parseCef('CEF:0|A\\|B|T|1|i|n|3|path=c:\\\\x q=a\\=b\\nc')).toMatchObject({ header: expect.arrayContaining(['A|B']), fields: [['path', 'c:\\x'], ['q', 'a=b\nc']] });
  });
  it('reads a header without severity', () => expect(parseCef('CEF:0|M|T|1|GLOBALPROTECT|0|rt=x y=z')).toMatchObject({ header: { length: 6 }, fields: [['rt', 'x'], ['y', 'z']] }));
  it('keeps both values of a name that comes twice', () => expect(parseCef('CEF:0|M|T|1|i|n|3|s=1 s=2')?.fields).toEqual([['s', '1'], ['s', '2']]));
  it('finds nothing in other text', () => {
    expect(parseCef('hello')).toBeUndefined();
    expect(parseCef('CEF:0|too|short')).toBeUndefined();
  });
});
