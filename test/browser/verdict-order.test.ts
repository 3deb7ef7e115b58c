import { expect, it } from 'vitest';
import { VERDICTS as PAGES } from '../../dashboards/it/views.ts';
import { VERDICTS } from '../../src/detect/places/custody.ts';

it('verdicts stand in the same order on the page of laptops as everywhere else', () => {
  expect(PAGES).toEqual(VERDICTS);
});
