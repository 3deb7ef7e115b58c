import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { misfitSaid } from './misfit.ts';

const BODY = z.object({
  name: z.string().max(3), count: z.number().int().min(1), list: z.array(z.string()).min(1).max(2), kind: z.enum(['x', 'y']), anew: z.literal('1'), on: z.boolean(), id: z.string().regex(/^x$/),
  either: z.union([z.string(), z.number()]), act: z.discriminatedUnion('kind', [z.object({ kind: z.literal('off') })]), role: z.enum(['it'], 'one of it'), share: z.number().gt(0).lt(1),
});
const saidOf = (body: unknown): readonly string[] => BODY.safeParse(body).error!.issues.map(({ path, message }) => misfitSaid(path.join('/'), message));

describe('what does not fit', () => {
  it('is told as a sentence with what would', () => {
    expect(saidOf(null)).toEqual(['It takes an object, and null was sent']);
    expect(saidOf({})).toEqual([
      'name is missing, and takes text', 'count is missing, and takes a number', 'list is missing, and takes a list', 'kind takes x, y', 'anew takes 1', 'on is missing, and takes true or false', 'id is missing, and takes text',
      'either takes something else', 'act is missing, and takes an object', 'role: one of it', 'share is missing, and takes a number',
    ]);
    expect(saidOf({ name: 'long', count: 0, list: [], kind: 'z', anew: '2', on: 'true', id: 'y', either: true, act: { kind: 'q' }, role: 'it', share: 0 })).toEqual([
      'name takes 3 characters at most', 'count takes 1 at least', 'list takes 1 entries at least', 'kind takes x, y', 'anew takes 1', 'on takes true or false, and text was sent', 'id is not written as it is elsewhere',
      'either takes something else', 'act/kind takes off', 'share takes more than 0',
    ]);
    expect(saidOf({ name: 'a', count: 1.5, list: ['', '', ''], kind: 'x', anew: '1', on: true, id: 'x', either: 1, act: { kind: 'off' }, role: 'it', share: 1 })).toEqual(['count takes a whole number, and a number was sent', 'list takes 2 entries at most', 'share takes less than 1']);
  });
});
