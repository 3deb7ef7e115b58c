import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SOURCES } from './index.ts';
import { pageText } from './sample-run.fixture.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MARK = /^# .+\n\nMark: \*(?:(?<plain>seen on real records|only on our stub)|(?<reported>reported working) \([^,()]+, \d{4}-\d\d-\d\d\))\*\n/;

/** How far a source is proven, by the first lines of its page; undefined for a page that does not say. */
function markOf(page: string): string | undefined {
  const found = MARK.exec(page)?.groups;
  return found?.['plain'] ?? found?.['reported'];
}

describe('marks of sources', () => {
  it('reads the three marks and nothing else', () => {
    expect(['seen on real records', 'only on our stub', 'reported working (9.2, 2026-11-02)', 'reported working', 'seen'].map((mark) => markOf(`# X\n\nMark: *${mark}*\n`))).toEqual([
      'seen on real records', 'only on our stub', 'reported working', undefined, undefined,
    ]);
  });
  it.each(SOURCES.map(({ id }) => id))('stands on the page of %s', (id) => expect(markOf(pageText(join(import.meta.dirname, id)))).toBeDefined());
  it.each(['src/collect/README.md', 'README.md'])('is counted in %s as on the pages', (page) => {
    const marks = SOURCES.map(({ id }) => markOf(pageText(join(import.meta.dirname, id))));
    const counted = ['seen on real records', 'only on our stub', 'reported working'].map((mark) => `${marks.filter((found) => found === mark).length} *${mark}*`);

    expect(readFileSync(join(ROOT, page), 'utf8')).toContain(`${SOURCES.length} sources: ${counted.join(', ')}`);
  });
  it.each(['src/collect/sources/README.md', 'src/cli/COMMANDS.md'])('has a line for each in %s', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');

    expect(SOURCES.map(({ id }) => id).filter((id) => !text.includes(`\`${id}\``))).toEqual([]);
  });
});
