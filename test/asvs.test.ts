import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, textOf } from './support/imports.ts';

/** Requirements of levels 1 and 2 of ASVS 5.0.0: those of each section, as a run of numbers. Between them lie those of level 3. */
const ASKED: Readonly<Record<string, readonly [from: number, to: number]>> = {
  '1.1': [1, 2], '1.2': [1, 9], '1.3': [1, 11], '1.4': [1, 3], '1.5': [1, 2],
  '2.1': [1, 3], '2.2': [1, 3], '2.3': [1, 4], '2.4': [1, 1],
  '3.2': [1, 2], '3.3': [1, 4], '3.4': [1, 6], '3.5': [1, 5], '3.7': [1, 2],
  '4.1': [1, 3], '4.2': [1, 1], '4.3': [1, 2], '4.4': [1, 4],
  '5.1': [1, 1], '5.2': [1, 3], '5.3': [1, 2], '5.4': [1, 3],
  '6.1': [1, 3], '6.2': [1, 12], '6.3': [1, 4], '6.4': [1, 4], '6.5': [1, 5], '6.6': [1, 3], '6.8': [1, 4],
  '7.1': [1, 3], '7.2': [1, 4], '7.3': [1, 2], '7.4': [1, 5], '7.5': [1, 2], '7.6': [1, 2],
  '8.1': [1, 2], '8.2': [1, 3], '8.3': [1, 1], '8.4': [1, 1],
  '9.1': [1, 3], '9.2': [1, 4],
  '10.1': [1, 2], '10.2': [1, 2], '10.3': [1, 4], '10.4': [1, 11], '10.5': [1, 5], '10.6': [1, 2], '10.7': [1, 3],
  '11.1': [1, 2], '11.2': [1, 3], '11.3': [1, 3], '11.4': [1, 4], '11.5': [1, 1], '11.6': [1, 1],
  '12.1': [1, 3], '12.2': [1, 2], '12.3': [1, 4],
  '13.1': [1, 1], '13.2': [1, 5], '13.3': [1, 2], '13.4': [1, 5],
  '14.1': [1, 2], '14.2': [1, 4], '14.3': [1, 3],
  '15.1': [1, 3], '15.2': [1, 3], '15.3': [1, 7],
  '16.1': [1, 1], '16.2': [1, 5], '16.3': [1, 4], '16.4': [1, 3], '16.5': [1, 3],
  '17.1': [1, 1], '17.2': [1, 4], '17.3': [1, 2],
};
const LEVEL_1 = ['1.2.1', '1.2.2', '1.2.3', '1.2.4', '1.2.5', '1.3.1', '1.3.2', '1.5.1', '2.1.1', '2.2.1', '2.2.2', '2.3.1', '3.2.1', '3.2.2', '3.3.1', '3.4.1', '3.4.2', '3.5.1', '3.5.2', '3.5.3', '4.1.1', '4.4.1', '5.2.1', '5.2.2', '5.3.1', '5.3.2',
  '6.1.1', '6.2.1', '6.2.2', '6.2.3', '6.2.4', '6.2.5', '6.2.6', '6.2.7', '6.2.8', '6.3.1', '6.3.2', '6.4.1', '6.4.2', '7.2.1', '7.2.2', '7.2.3', '7.2.4', '7.4.1', '7.4.2', '8.1.1', '8.2.1', '8.2.2', '8.3.1', '9.1.1', '9.1.2', '9.1.3', '9.2.1',
  '10.4.1', '10.4.2', '10.4.3', '10.4.4', '10.4.5', '11.3.1', '11.3.2', '11.4.1', '12.1.1', '12.2.1', '12.2.2', '13.4.1', '14.2.1', '14.3.1', '15.1.1', '15.2.1', '15.3.1'];

const page = textOf('src/ASVS.md');
const security = textOf('SECURITY.md');
const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| (.*) \|$/gm)].map(([, number, level, asks, here, shown]) => ({ number: number!, level: level!, asks: asks!, here: here!, shown: shown! }));
const SHOWN = /`([^`]+)` “([^”]+)”/g;

/** Text of the product by its path, without tests. */
const sources = globSync('{src,detectors,dashboards}/**/*.{ts,tsx}', { cwd: ROOT }).filter((path) => !/\.(test|fixture)\.ts$|\/dist\//.test(path)).map((path) => ({ path, text: textOf(path) }));
const pathsWith = (pattern: RegExp, under = ''): readonly string[] => sources.filter(({ path, text }) => path.startsWith(under) && pattern.test(text)).map(({ path }) => path).sort();

describe('the page of ASVS', () => {
  it('has every requirement of levels 1 and 2 once, in order, at its level', () => {
    const asked = Object.entries(ASKED).flatMap(([section, [from, to]]) => Array.from({ length: to - from + 1 }, (_, at) => `${section}.${from + at}`));

    expect(asked).toHaveLength(253);
    expect(rows.map(({ number }) => number)).toEqual(asked);
    expect(rows.filter(({ level }) => level === '1').map(({ number }) => number)).toEqual(LEVEL_1);
  });

  it('says of each that it is met, not ours or open, and how many these are', () => {
    const of = (word: string): number => rows.filter(({ here }) => here.startsWith(word)).length;

    expect(rows.filter(({ here }) => !/^met($|[ :;,])|^not ours: .|^open[ :]./.test(here))).toEqual([]);
    expect(page).toContain(`Of ${rows.length} requirements ${of('met')} are met, ${of('not ours')} are not ours and ${of('open')} are open.`);
  });

  it('names for what is met a test or a line of code that is there', () => {
    const faults = rows.flatMap(({ number, here, shown }) => {
      const named = [...shown.matchAll(SHOWN)];
      if (!here.startsWith('met')) return shown === '' ? [] : [`${number}: shows what is not met`];
      if (named.length === 0 || shown.replace(SHOWN, '').replaceAll('; ', '') !== '') return [`${number}: ${shown}`];
      return named.flatMap(([, path, name]) => (isIn(path!, name!) ? [] : [`${number}: ${path} has no “${name}”`]));
    });

    expect(faults).toEqual([]);
  });

  it('what has to go together is looked up too', () => {
    const named = [...textOf('src/api/README.md').split('## Values that go together')[1]!.split('\n## ')[0]!.matchAll(SHOWN)];

    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(([, path, name]) => !isIn(path!, name!)).map(([, path, name]) => `${path} “${name}”`)).toEqual([]);
  });

  it('is linked from SECURITY.md and src/README.md', () => {
    expect(security).toContain('(src/ASVS.md)');
    expect(textOf('src/README.md')).toContain('(ASVS.md)');
  });

  it('the inventory names every file that uses cryptography', () => {
    const inventory = page.split('## Cryptography in use')[1]!;

    expect(pathsWith(/from 'node:crypto'|crypto\.subtle|from 'node:tls'.*createTls|openid-client'/, 'src/').filter((path) => !inventory.includes(`\`${path}\``))).toEqual([]);
    expect([...inventory.matchAll(/`(src\/[^`]+)`/g)].filter(([, path]) => !existsSync(join(ROOT, path!)))).toEqual([]);
  });
});

/** A text that stands in a file: in a test as the beginning of a name or of a case, elsewhere anywhere. */
function isIn(path: string, name: string): boolean {
  if (!existsSync(join(ROOT, path))) return false;
  const text = textOf(path);
  return path.endsWith('.test.ts') ? ["'", '"', '`'].some((quote) => text.includes(quote + name)) : text.includes(name);
}

describe('the product', () => {
  it('starts no shell, evaluates no text, writes no markup', () => {
    expect(pathsWith(/\beval\(|new Function\b|node:vm'|shell: true|import \{[^}]*\b(exec|execSync|spawn)\b[^}]*\} from 'node:child_process'|util'.*\bformat\b/)).toEqual([]);
    expect(pathsWith(/innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|postMessage|WebSocket|<(object|embed|applet|iframe)\b/, 'dashboards/')).toEqual([]);
  });

  it('keeps nothing in the browser but light or dark, and whether chances are shown', () => {
    expect(pathsWith(/localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open/, 'dashboards/')).toEqual(['dashboards/kit/chance.tsx', 'dashboards/theme.ts']);
  });

  it('hashes with SHA-2, and SHA-1 only where nothing rests on it', () => {
    const hashes = sources.flatMap(({ path, text }) => [...text.matchAll(/\b(?:createHash|createHmac|hash|hkdfSync)\('([\w-]+)'/g)].map(([, name]) => ({ path, name })));

    expect(new Set(hashes.map(({ name }) => name))).toEqual(new Set(['sha256', 'sha512', 'sha1']));
    expect(hashes.filter(({ name }) => name === 'sha1').map(({ path }) => path).sort()).toEqual(['src/collect/repeats.ts', 'src/report/exports/stix-ids.ts']);
  });

  it('every library stands in the lock with the hash of its bytes', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as { readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string; readonly link?: boolean; readonly inBundle?: boolean }>> };
    const { dependencies, devDependencies } = JSON.parse(textOf('package.json')) as { readonly dependencies: Readonly<Record<string, string>>; readonly devDependencies: Readonly<Record<string, string>> };

    expect(Object.entries(packages).filter(([path, one]) => path !== '' && !one.inBundle && !/^sha512-/.test(one.integrity ?? '')).map(([path]) => path)).toEqual([]);
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
  });

  it('runs on what is no tool of development: every library that it names stands among the dependencies', () => {
    const { dependencies } = JSON.parse(textOf('package.json')) as { readonly dependencies: Readonly<Record<string, string>> };
    const named = sources.filter(({ path }) => !path.startsWith('dashboards/vite.config')).flatMap(({ text }) => [...text.matchAll(/^import (?!type).*from '((?:@[^/']+\/)?[^./'][^/']*)[^']*';|import\('((?:@[^/']+\/)?[^./'][^/']*)/gm)].map(([, plain, late]) => plain ?? late!));

    expect(new Set(named.filter((name) => !name.startsWith('node:')))).toContain('openid-client');
    expect([...new Set(named)].filter((name) => !name.startsWith('node:') && !Object.hasOwn(dependencies, name))).toEqual([]);
    expect(Object.keys(dependencies)).toContain('node');
  });
});

it.each([
  ['600 a minute', 'src/api/server.ts', "max: 600, timeWindow: '1 minute'"],
  ['a megabyte', 'src/api/server.ts', 'bodyLimit: 1024 * 1024'],
  ['for a year (`Strict-Transport-Security`, with subdomains)', 'src/api/server.ts', 'max-age=31536000; includeSubDomains'],
  ['Three wrong tries for a name are free; each one more doubles the wait, up to 15 minutes.', 'src/api/routes-session.ts', 'patience({ free: 3, longest: 15 * MINUTE })'],
  ['An address has twenty, and waits a minute at most', 'src/api/routes-session.ts', 'patience({ free: 20, longest: MINUTE })'],
  ['it makes ten wrong tries a minute', 'src/api/routes-session.ts', 'minuteOfTries(10)'],
  ['a hundred and twenty with the right ones', 'src/api/routes-session.ts', "{ rateLimit: { max: 120, timeWindow: '1 minute' } }"],
  ['sixty through a provider', 'src/api/routes-provider.ts', "const less = { rateLimit: { max: 60, timeWindow: '1 minute' } }"],
  ['required unless `sign_in.second_factor` is `offered`', 'src/config.ts', "second_factor: z.enum(['required', 'offered']).default('required')"],
  ['Eight recovery codes of 120 bits', 'src/api/second-factor.ts', 'RECOVERY_CODES = 8'],
  ['Guessing at codes is slowed like guessing at passwords', 'src/api/routes-session.ts', 'const codes = patience({ free: 3, longest: 15 * MINUTE })'],
  ['opens nothing after seven days', 'src/api/accounts.ts', 'FIRST_PASSWORD_LASTS = 7 * DAY'],
  ['or typed the password anew, within ten minutes', 'src/api/session.ts', 'FRESH = 10 * MINUTE'],
  ['within ninety days (the five newest of an account', 'src/api/known-browsers.ts', 'KNOWN_FOR = 90 * DAY'],
  ['thirty a minute and then how many more', 'src/api/audit-hook.ts', 'ODD_A_MINUTE = 30'],
  ['within ten minutes', 'src/api/oidc.ts', 'OIDC_WITHIN = 10 * MINUTE'],
  ['has twelve characters or more', 'src/api/chosen-password.ts', 'SHORTEST_PASSWORD = 12'],
  ['`farmwatch`, `password`, `laptop farm`', 'src/api/chosen-password.ts', "TRIED_FIRST = ['farmwatch', 'password', 'laptop farm']"],
  ["a piece of the account's name of four letters and more", 'src/api/chosen-password.ts', 'SHORTEST_PIECE = 4'],
  ['after twelve hours in any case', 'src/api/session-book.ts', 'SESSION_LENGTH = 12 * HOUR'],
  ['30 minutes after its last use', 'src/config.ts', 'idle_minutes: z.number().int().min(5).max(720).default(30)'],
  ['six a minute', 'src/api/routes-files.ts', "const RARE = { rateLimit: { max: 6, timeWindow: '1 minute' } }"],
  ['sixty a minute, forty at once', 'src/api/routes-files.ts', "const SLOW = { rateLimit: { max: 60, timeWindow: '1 minute' } }"],
  ['forty at once of one person', 'src/config.ts', 'files: z.number().int().min(1).max(200).default(40)'],
  ['a gigabyte', 'src/config.ts', 'file_mb: megabytes(10_240).default(1_024)'],
  ['tables 128 MB unpacked', 'src/config.ts', 'table_mb: megabytes(1_024).default(128)'],
  ['workbooks 64 MB and 5 000 parts', 'src/collect/dropped/content.ts', 'MOST_WORKBOOK_PARTS = 5_000'],
  ['32 MB a request', 'src/config.ts', 'request_mb: z.number().int().min(1).max(512).default(32)'],
  ['`/healthz`, `/readyz` and `/metrics`', 'src/api/routes-operate.ts', "server.get('/metrics', OPEN"],
  ['`store.at`', 'src/config.ts', 'A folder (embedded DuckDB) or an Elasticsearch address.'],
  ['`sharing.taxii`', 'src/config.ts', 'TAXII 2.1 collections'],
])('SECURITY.md says what the code does: %s', (said, path, code) => {
  expect([security.includes(said), textOf(path).includes(code)]).toEqual([true, true]);
});
