import { describe, expect, it } from 'vitest';
import { keyValues } from './key-values.ts';

const read = (text: string): Record<string, string> => Object.fromEntries(keyValues(text));

describe('keyValues', () => {
  it('parts pairs at blanks and commas, but not inside quotes', () => {
    expect(read('<189>date=2026-11-02 msg="SSL tunnel, up" user=kim')).toEqual({ date: '2026-11-02', msg: 'SSL tunnel, up', user: 'kim' });
    expect(read('date=2026-11-02,msg="a b",user="kim"')).toEqual({ date: '2026-11-02', msg: 'a b', user: 'kim' });
  });
  it('finds no pair inside a value', () => expect(read('msg="user=lee action=x" user="kim"')).toEqual({ msg: 'user=lee action=x', user: 'kim' }));
  it('keeps the stroke of a domain, and takes away the one before a quote', () => expect(read(String.raw`user="ACME\kim" msg="say \"hi\""`)).toEqual({ user: 'ACME\\kim', msg: 'say "hi"' }));
  it('keeps the first of two', () => expect(read('a=1 a=2')).toEqual({ a: '1' }));
  it('reads empty values', () => expect(read('a="" b= c=1')).toEqual({ a: '', b: '', c: '1' }));
  it('is not kept busy by quotes that never close', () => expect(read('a="'.repeat(50_001))).toEqual({ a: 'a=' }));
});
