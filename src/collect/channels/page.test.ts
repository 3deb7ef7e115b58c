import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from './index.ts';

const PAGE = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');

describe('the page of channels', () => {
  it.each(CHANNELS.map(({ kind }) => kind))('says what %s has to be given, and what its account must be allowed', (kind) => {
    const { access, needs } = CHANNELS.find((channel) => channel.kind === kind)!;

    expect(Object.keys(access).filter((name) => !PAGE.includes(`\`${name}\``))).toEqual([]);
    expect(PAGE).toContain(needs);
    expect(PAGE).toContain(`\`${kind}\``);
  });
});
