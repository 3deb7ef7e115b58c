import { describe, expect, it } from 'vitest';
import { countUnknown, noCounts } from '../../collect/tally.ts';
import { unknownLines } from './counts.ts';

describe('fields that nobody knows', () => {
  it('are named with the nearest one, and a hundred of them are told apart', () => {
    const counts = noCounts();
    for (const name of ['user.nam', ...Array.from({ length: 120 }, (_, i) => `no.such.${i}`)]) countUnknown(counts.unknownFields, name);
    countUnknown(counts.unknownFields, 'user.nam');

    expect(unknownLines(counts, 2)).toEqual(['  more fields are not known (21 times)', '  field "user.nam" is not known (2 times); nearest is user.name', '  and 99 more unknown fields']);
  });
});
