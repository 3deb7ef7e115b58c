import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const at = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const { whyOlder } = createRequire(import.meta.url)('../src/node-needed.cjs') as { whyOlder(version: string, path: string): string | undefined };
/** Another Node of this machine, where it has an older one. */
const older = ['/usr/bin/node', '/usr/local/bin/node'].filter((path) => existsSync(path)).find((path) => whyOlder(spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout, path) !== undefined);

describe('a Node that is too old', () => {
  it('is told which one is needed and where it comes from', () => {
    expect(['26.0.0', '27.1.0', '100.0.0'].map((version) => whyOlder(version, '/usr/bin/node'))).toEqual([undefined, undefined, undefined]);
    expect(whyOlder('9.11.2', '/usr/bin/node')).toMatch(/^Farmwatch needs Node 26 or newer, and \/usr\/bin\/node is 9\.11\.2\. "npm ci".*nodejs\.org\.$/);
  });

  it('meets only what it can read before it is told', () => {
    const read = ['src/farmwatch.cjs', 'src/node-needed.cjs'].map((name) => readFileSync(at(name), 'utf8').replace(/^\s*(\/\/|\/\*\*).*$/gm, '')).join('\n');

    expect(read).not.toMatch(/=>|\bconst\b|\blet\b|`|\?\.|\?\?|\.\.\.|\bclass\b|\basync\b/);
    const { bin, scripts } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { bin: Record<string, string>; scripts: Record<string, string> };
    expect([bin['farmwatch'], scripts['prestart'], scripts['pretest']]).toEqual(['src/farmwatch.cjs', 'node src/node-needed.cjs', 'node src/node-needed.cjs']);
  });

  it('works as it is with the one that came along', () => {
    const { status, stdout } = spawnSync(process.execPath, [at('src/farmwatch.cjs'), '--version'], { encoding: 'utf8' });

    expect([status, stdout]).toEqual([0, `${(JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string }).version}\n`]);
  });

  it.skipIf(older === undefined)('ends with that sentence and no stack, on a real one', () => {
    const { status, stderr } = spawnSync(older!, [at('src/farmwatch.cjs'), 'risk'], { encoding: 'utf8' });

    expect([status, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toMatch(/^Farmwatch needs Node 26/);
  });
});
