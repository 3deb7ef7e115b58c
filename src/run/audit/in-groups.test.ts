import { describe, expect, it } from 'vitest';
import { inGroups } from './in-groups.ts';

describe('what is done in groups', () => {
  it('is done at once for the first, and together for all that come meanwhile', async () => {
    const groups: (readonly number[])[] = [];
    const double = inGroups(async (group: readonly number[]) => {
      groups.push(group);
      return group.map((one) => 2 * one);
    });

    const answers = await Promise.all([1, 2, 3].map(double));
    const later = await double(4);

    expect(answers).toEqual([2, 4, 6]);
    expect(later).toBe(8);
    expect(groups).toEqual([[1], [2, 3], [4]]);
  });

  it('fails for all of a group, and for nobody after it', async () => {
    const pick = inGroups(async (group: readonly string[]) => {
      if (group.includes('bad')) throw new Error('the disk is full');
      return group;
    });

    const found = await Promise.allSettled(['a', 'bad', 'b'].map(pick));

    expect(found.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await pick('c')).toBe('c');
  });
});
