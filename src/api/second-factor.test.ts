import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SECOND } from '../core/time.ts';
import { afterUse, inGroups, keyAddress, newSecret, qrOf, recoveryCodes, stepOf } from './second-factor.ts';

/** The secret of RFC 6238, appendix B: "12345678901234567890". */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('a code', () => {
  // The last six of the eight digits that the appendix gives for SHA-1.
  it.each([[59, '287082'], [1_111_111_109, '081804'], [1_111_111_111, '050471'], [1_234_567_890, '005924'], [2_000_000_000, '279037'], [20_000_000_000, '353130']])('is that of RFC 6238 at %i s', (seconds, code) => {
    expect(stepOf(RFC_SECRET, code, seconds * SECOND, 0)).toBe(Math.floor(seconds / 30));
  });

  it('holds for a clock that is off by one step, and no more', () => {
    const at = 1_111_111_111 * SECOND;

    expect([-60, -30, 0, 30, 60].map((off) => stepOf(RFC_SECRET, '050471', at + off * SECOND, 0) !== undefined)).toEqual([false, true, true, true, false]);
  });

  it('counts once, and none that is older than the last one', () => {
    const at = 1_111_111_111 * SECOND;
    const step = stepOf(RFC_SECRET, '050471', at, 0)!;

    expect(stepOf(RFC_SECRET, '050471', at, step)).toBeUndefined();
    expect(stepOf(RFC_SECRET, '081804', at, step)).toBeUndefined();
    expect(stepOf(RFC_SECRET, '081804', at, step - 2)).toBe(step - 1);
  });

  it.each(['', '28708', '2870822', '28708a', '-87082', '２８７０８２'])('is not %j', (typed) => {
    expect(stepOf(RFC_SECRET, typed, 59 * SECOND, 0)).toBeUndefined();
  });

  it('may be typed in two halves', () => {
    expect(stepOf(RFC_SECRET, ' 287 082 ', 59 * SECOND, 0)).toBe(1);
  });
});

describe('a secret', () => {
  it('has 160 bits, another each time, and reads as RFC 4648 writes it', () => {
    const [one, other] = [newSecret(), newSecret()];

    expect(one).toMatch(/^[A-Z2-7]{32}$/);
    expect(one).not.toBe(other);
    expect(inGroups(RFC_SECRET)).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
  });

  it('has an address with the account and the product, whatever the account is called', () => {
    expect(keyAddress(RFC_SECRET, 'kim@acme.example')).toBe(`otpauth://totp/Farmwatch:kim%40acme.example?issuer=Farmwatch&secret=${RFC_SECRET}&algorithm=SHA1&digits=6&period=30`);
  });

  it('is a picture of dark squares with a margin of four', () => {
    const { size, path } = qrOf(keyAddress(RFC_SECRET, 'kim'));
    const dark = [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`);

    expect(path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
    // The corners of the three finders, ISO/IEC 18004, and the fourth corner that has none.
    expect(['4 4', `${size - 5} 4`, `4 ${size - 5}`].filter((one) => !dark.includes(one))).toEqual([]);
    expect(dark.filter((one) => one.split(' ').some((at) => Number(at) < 4 || Number(at) > size - 5))).toEqual([]);
  });
});

describe('recovery codes', () => {
  it('are eight of 120 bits, of which only hashes are kept, and each opens once however it is typed', () => {
    const { codes, hashes } = recoveryCodes();
    const factor = { secret: RFC_SECRET, since: 0, step: 0, recovery: hashes };

    expect(new Set(codes).size).toBe(8);
    for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4} ){5}[A-Z2-7]{4}$/);
    expect(hashes).toEqual(codes.map((code) => createHash('sha256').update(code.replaceAll(' ', '')).digest('hex')));
    const used = afterUse(factor, ` ${codes[3]!.toLowerCase().replaceAll(' ', '-')}`, 59 * SECOND)!;
    expect([used.by, used.factor.recovery.length]).toEqual(['recovery', 7]);
    expect(afterUse(used.factor, codes[3]!, 59 * SECOND)).toBeUndefined();
    expect(afterUse(used.factor, '', 59 * SECOND)).toBeUndefined();
  });
});
