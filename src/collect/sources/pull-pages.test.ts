import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SOURCES } from './index.ts';
import { pageText } from './sample-run.fixture.ts';

const PULLED = SOURCES.filter(({ pull }) => pull !== undefined);

describe('pages of sources whose records are fetched', () => {
  it.each(PULLED.map(({ id }) => id))('%s says what has to be given, and what the account must be allowed', (id) => {
    const { access, needs } = PULLED.find((source) => source.id === id)!.pull!;
    const section = pageText(join(import.meta.dirname, id)).split('\n## ').find((part) => part.startsWith('Fetched\n')) ?? '';

    expect(Object.keys(access).filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
    expect(section).toContain(needs);
    expect(section).toContain(`"${id}"`);
  });
});
