import { describe, expect, it } from 'vitest';
import { isCommon } from './common-passwords.ts';

describe('a password', () => {
  it.each(['1qaz2wsx3edc', 'Qwerty123456', 'iloveyou1234', 'MonkeyMonkey', 'michelle1987', 'Summer2024!!', '!!liverpool123', 'aaaaaaaaaaaa', '987654321987', '1234567891011'])('%s is tried early', async (password) => {
    expect(await isCommon(password)).toBe(true);
  });

  it.each(['correct horse battery', 'four words nobody knows', 'kettle-harbour-9', 'Vq8#pLm2xTz!', '831502974615082739460172'])('%s is not', async (password) => {
    expect(await isCommon(password)).toBe(false);
  });

  it('among the 3,000 commonest is refused, whatever is put around it to make twelve letters', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common');
    const first = (dictionary['passwords-common'] as readonly string[]).slice(0, 3_000);
    const passed: string[] = [];
    for (const word of first) for (const password of [word, `${word}1234567890`, `${word}${word}`, `${word}2026!!!!!!`]) if (!await isCommon(password)) passed.push(password);

    expect(passed).toEqual([]);
  });
});
