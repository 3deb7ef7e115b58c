import { readFileSync, readdirSync } from 'node:fs';
import { dirname, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** What the image takes in: everything beside the Dockerfile but for the names in `.dockerignore`. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PATTERNS = readFileSync(`${ROOT}.dockerignore`, 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** True where a pattern names the file, or a folder above it. `**` also stands for no folder at all. */
function isLeftOut(file: string): boolean {
  const names = PATTERNS.flatMap((pattern) => [pattern, pattern.replace(/^\*\*\//, '')]);
  for (let path = file; path !== '.'; path = dirname(path)) if (names.some((name) => matchesGlob(path, name))) return true;
  return false;
}

describe('the image', () => {
  it.each([
    '.env', '.env.production', 'farmwatch.json', 'farmwatch.acme.json', 'conf/farmwatch.json', 'farmwatch-data.identity-key', 'stores/acme.identity-key',
    'farmwatch-data/farmwatch.duckdb', 'farmwatch-data-2/anything', 'farmwatch-demo/token.key', 'acme/farmwatch.duckdb', 'acme/farmwatch.duckdb.wal',
    'acme/farmwatch.duckdb.tmp/part', 'acme/farmwatch-schema-1.backup.duckdb', 'acme/token.key', 'acme/server.json', 'acme/rejects.ndjson', 'acme/rejects.old.ndjson',
    'acme/spool/part', 'acme/dropped/people.csv', 'tls/ca.pem', '.git/config', 'node_modules/zod/index.js',
  ])('leaves out %s', (file) => {
    expect(isLeftOut(file)).toBe(true);
  });

  it('has every file of the product', () => {
    const inside = ['src', 'detectors', 'dashboards'].flatMap((folder) => readdirSync(`${ROOT}${folder}`, { recursive: true }).map((name) => `${folder}/${String(name)}`));
    const files = [...inside, 'package.json', 'package-lock.json', 'README.md'].filter((file) => !file.startsWith('dashboards/dist'));

    expect(files.length).toBeGreaterThan(500);
    expect(files.filter(isLeftOut)).toEqual([]);
  });
});
