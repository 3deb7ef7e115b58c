import { expect, it } from 'vitest';
import { countedBy } from './counted-by.ts';

it.each([
  ['2001:db8::17', '2001:db8:0:0'], ['2001:0DB8:0:0:ffff::1', '2001:db8:0:0'], ['2001:db8:0:1::', '2001:db8:0:1'], ['fe80::1%eth0', 'fe80:0:0:0'], ['::1', '0:0:0:0'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0'], ['::ffff:203.0.113.7', '203.0.113.7'], ['203.0.113.7', '203.0.113.7'],
])('counts %s as %s', (address, key) => {
  expect(countedBy(address)).toBe(key);
});
