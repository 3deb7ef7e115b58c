import { describe, expect, it } from 'vitest';
import type { ApplicationRow } from '../../core/person.ts';
import { alikeResumes, byMark } from './traits.ts';

const RULE = { alike: 0.3, fewest: 5, formShare: 0.25 };
const resume = (id: string, from: number, to: number): ApplicationRow => ({ application_id: id, resume_shingles: Array.from({ length: to - from }, (_, at) => String(from + at).padStart(4, '0')) });
const alike = (rows: readonly ApplicationRow[], about = rows): Record<string, readonly string[]> =>
  Object.fromEntries([...alikeResumes(about, rows, RULE)].map(([id, found]) => [id, found.map(({ other, likeness }) => `${other.application_id} ${likeness.toFixed(2)}`)]));

describe('alikeResumes', () => {
  it('finds texts with whole passages in common', () => {
    // 15 of 25 in common; 0 of 40.
    expect(alike([resume('a', 0, 20), resume('b', 5, 25), resume('c', 100, 120)])).toEqual({ a: ['b 0.60'], b: ['a 0.60'], c: [] });
  });

  it('answers for those asked about, looking at all', () => {
    const [a, b] = [resume('a', 0, 20), resume('b', 5, 25)];

    expect(alike([a, b], [b])).toEqual({ b: ['a 0.60'] });
  });

  it('does not compare texts of a few words', () => {
    expect(alike([resume('a', 0, 4), resume('b', 0, 4)])).toEqual({ a: [], b: [] });
  });

  it('leaves out what stands in every form', () => {
    const form = Array.from({ length: 15 }, (_, nth) => ({ application_id: `a-${nth}`, resume_shingles: [...resume('', 0, 30).resume_shingles!, ...resume('', 1_000 + nth * 10, 1_010 + nth * 10).resume_shingles!] }));

    expect(Object.values(alike(form)).flat()).toEqual([]);
  });
});

describe('byMark', () => {
  it('brings together one profile in two spellings, and what no value tells stays apart', () => {
    const rows = [{ application_id: 'a', profile_url: 'https://www.linkedin.com/in/kim' }, { application_id: 'b', profile_url: 'linkedin.com/in/Kim/' }, { application_id: 'c' }, { application_id: 'd', profile_url: 'linkedin.com' }];

    expect([...byMark(rows, 'profile')].map(([mark, held]) => [mark, held.length])).toEqual([['linkedin.com/in/kim', 2]]);
  });

  it('never takes a token of the file for one of ours', () => {
    expect(byMark([{ application_id: 'a', phone: 'phone:1:x' }, { application_id: 'b', phone_token: 'applications:phone:x' }], 'phone').size).toBe(2);
  });
});
