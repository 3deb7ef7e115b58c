import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { loadOperators } from './asn.ts';

const operators = loadOperators();
const folder = createRequire(import.meta.url).resolve('@ip-location-db/asn/package.json').replace(/package\.json$/, '');

describe('operators of networks', () => {
  it.each(['asn-ipv4.csv', 'asn-ipv6.csv'])('are those of %s, at both ends of a range', (name) => {
    const lines = readFileSync(folder + name, 'utf8').split('\n').filter((line, number) => line !== '' && (number % 500 === 0 || line.includes('""')));
    const rows = parse(lines.join('\n')) as unknown as readonly (readonly [string, string, string, string])[];

    expect(rows.length).toBeGreaterThan(200);
    for (const [first, last, asn, organisation] of rows) {
      const said = { asn: Number(asn), organisation };
      expect([operators.operatorOf(first), operators.operatorOf(last)]).toEqual([said, said]);
    }
  });

  it('are unknown between ranges', () => {
    expect([operators.operatorOf('0.0.0.1'), operators.operatorOf('255.255.255.255'), operators.operatorOf('::1'), operators.operatorOf('ffff::1')]).toEqual([undefined, undefined, undefined, undefined]);
  });
});
