import { expect, it } from 'vitest';
import { counted, wordFor } from './counted.ts';

it('one is one day, none and two are days', () => {
  expect([0, 1, 2].map((many) => counted(many, 'day'))).toEqual(['0 days', '1 day', '2 days']);
  expect([counted(1, 'person', 'people'), counted(2, 'person', 'people'), wordFor(1, 'comes', 'come'), wordFor(0, 'comes', 'come')]).toEqual(['1 person', '2 people', 'comes', 'come']);
});
