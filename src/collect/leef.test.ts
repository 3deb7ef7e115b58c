import { describe, expect, it } from 'vitest';
import { parseLeef } from './leef.ts';

const fields = (text: string): unknown => Object.fromEntries(parseLeef(text)?.fields ?? []);

describe('LEEF', () => {
  it.each([
    ['a tab, in the first version', 'LEEF:1.0|Acme|Gate|1|login|usrName=kim lee\tsrc=198.51.100.23'],
    ['a tab, where the second version names nothing', 'LEEF:2.0|Acme|Gate|1|login||usrName=kim lee\tsrc=198.51.100.23'],
    ['a tab, where the second version leaves the part out', 'LEEF:2.0|Acme|Gate|1|login|usrName=kim lee\tsrc=198.51.100.23'],
    ['a character', 'LEEF:2.0|Acme|Gate|1|login|^|usrName=kim lee^src=198.51.100.23'],
    ['the number of a character', '<14>Nov  2 14:03:27 gw LEEF:2.0|Acme|Gate|1|login|x7C|usrName=kim lee|src=198.51.100.23'],
    ['the number of a character, written long', 'LEEF:2.0|Acme|Gate|1|login|0x09|usrName=kim lee\tsrc=198.51.100.23'],
    ['blanks that were tabs', 'LEEF:2.0|Acme|Gate|1|login| |usrName=kim lee src=198.51.100.23'],
  ])('parts pairs by %s', (_, text) => {
    expect(parseLeef(text)).toMatchObject({ vendor: 'Acme', product: 'Gate', event: 'login' });
    expect(fields(text)).toEqual({ usrName: 'kim lee', src: '198.51.100.23' });
  });
  it('takes the first of two values under one name, and passes over what is no pair', () => {
    expect(fields('LEEF:1.0|Acme|Gate|1|login|a=1\ta=2\tword\tb=x=y')).toEqual({ a: '1', b: 'x=y' });
  });
  it('finds none in other text', () => {
    for (const text of ['', 'LEEF:', 'LEEF:1.0|Acme|Gate|1', 'CEF:0|Acme|Gate|1|2|login|3|a=1', 'xLEEF:1.0|Acme|Gate|1|login|a=1']) expect(parseLeef(text)).toBeUndefined();
  });
});
