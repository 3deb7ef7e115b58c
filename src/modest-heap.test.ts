import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SMALL_NURSERY } from './modest-heap.ts';

const textOf = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

describe('the engine', () => {
  it('is started with a small nursery by every way to start the command', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

    expect(scripts.farmwatch).toBe(`node ${SMALL_NURSERY} src/farmwatch.cjs`);
    expect(scripts.start).toContain(`node ${SMALL_NURSERY} src/farmwatch.cjs demo`);
    for (const started of ['src/main.ts', 'src/farmwatch.cjs']) expect(textOf(started).split('\n')[0]).toBe(`#!/usr/bin/env -S node ${SMALL_NURSERY}`);
    expect(textOf('Dockerfile')).toContain(`"/app/node_modules/.bin/node", "${SMALL_NURSERY}", "/app/src/main.ts"`);
  });
});
