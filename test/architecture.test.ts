import { globSync, readdirSync } from 'node:fs';
import { basename, dirname, join, matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import { SOURCES } from '../src/collect/sources/index.ts';
import { ROOT, importsOf, productFiles, textOf, type Import } from './support/imports.ts';

interface Row {
  /** The two cells of the table in src/README.md. */
  readonly folder: string;
  readonly may: string;
  readonly is: (file: string) => boolean;
  readonly allows: readonly Allowance[];
  /** Packages and parts of Node it may use; all where nothing is said. */
  readonly packages?: readonly string[];
}
interface Allowance { readonly what: (file: string) => boolean; readonly typesOnly?: true }

const under = (folder: string) => (file: string): boolean => file.startsWith(`${folder}/`);
const file = (...names: readonly string[]) => (one: string): boolean => names.includes(one);
const all = (folder: string): Allowance => ({ what: under(folder) });
const types = (folder: string): Allowance => ({ what: under(folder), typesOnly: true });

const CORE = all('src/core');
const PORT: Allowance = { what: file('src/store/store.ts', 'src/store/tally-columns.ts', 'src/store/appends-under-way.ts') };
const ERRORS: Allowance = { what: file('src/errors.ts') };
const FOLDER: Allowance = { what: file('src/make-folder.ts') };
const EVERYTHING: Allowance = { what: () => true };
const DETECTOR = /^detectors\/[^/]+\//;

/** Who may import whom. Every folder may import itself. The first row that fits a file is its row. */
const TABLE: readonly Row[] = [
  { folder: '`core`, `errors.ts`, `make-folder.ts`, `modest-heap.ts`', may: 'nothing of ours (`core` may use nothing else at all)', is: (one) => under('src/core')(one) || file('src/errors.ts', 'src/make-folder.ts', 'src/modest-heap.ts')(one), allows: [] },
  { folder: '`catalogue`', may: 'core', is: under('src/catalogue'), allows: [CORE] },
  { folder: '`store/store.ts`, `store/tally-columns.ts`, `store/appends-under-way.ts`', may: 'core', is: file('src/store/store.ts', 'src/store/tally-columns.ts', 'src/store/appends-under-way.ts'), allows: [CORE, PORT] },
  { folder: '`store/duckdb`, `store/elastic`, `store/sealed`', may: 'the port, core, errors, make-folder; never each other', is: under('src/store'), allows: [PORT, CORE, ERRORS, FOLDER] },
  { folder: '`collect`', may: 'core, catalogue, store port, errors, make-folder', is: under('src/collect'), allows: [CORE, all('src/catalogue'), PORT, ERRORS, FOLDER] },
  { folder: '`detect`', may: 'core, catalogue, store port', is: under('src/detect'), allows: [CORE, all('src/catalogue'), PORT] },
  { folder: '`scenarios.ts`', may: 'core, simulate', is: (one) => DETECTOR.test(one) && one.endsWith('/scenarios.ts'), allows: [CORE, all('src/simulate')] },
  {
    folder: '`detectors/<id>`', may: 'core, catalogue, detect; no clock, network, disk, randomness of their own', is: (one) => DETECTOR.test(one),
    allows: [CORE, all('src/catalogue'), all('src/detect')], packages: ['simple-statistics'],
  },
  { folder: '`simulate`', may: 'core, catalogue', is: under('src/simulate'), allows: [CORE, all('src/catalogue')] },
  { folder: '`evaluate`', may: 'core, simulate, types of detect, risk, cases', is: under('src/evaluate'), allows: [CORE, all('src/simulate'), types('src/detect'), types('src/risk'), types('src/cases')] },
  { folder: '`risk`', may: 'core, types of detect', is: under('src/risk'), allows: [CORE, types('src/detect')] },
  { folder: '`cases`', may: 'core, risk, types of detect, store port', is: under('src/cases'), allows: [CORE, all('src/risk'), types('src/detect'), PORT] },
  { folder: '`run`', may: 'core, errors, store port, detect, risk, cases', is: under('src/run'), allows: [CORE, ERRORS, PORT, all('src/detect'), all('src/risk'), all('src/cases')] },
  { folder: '`report`', may: 'core, catalogue, errors, store port, detect, risk, cases, run', is: under('src/report'), allows: [CORE, all('src/catalogue'), ERRORS, PORT, all('src/detect'), all('src/risk'), all('src/cases'), all('src/run')] },
  { folder: '`rights`', may: 'core, errors, store port, detect, cases, run, report', is: under('src/rights'), allows: [CORE, ERRORS, PORT, all('src/detect'), all('src/cases'), all('src/run'), all('src/report')] },
  { folder: '`schedule`', may: 'core, errors, store port', is: under('src/schedule'), allows: [CORE, ERRORS, PORT] },
  {
    folder: '`notify`', may: 'core, errors, store port, types of risk, cases', is: under('src/notify'),
    allows: [CORE, ERRORS, PORT, types('src/risk'), types('src/cases')],
  },
  {
    folder: '`api`', may: 'core, errors, store port, detect, risk, cases, run, report, rights, types of schedule', is: under('src/api'),
    allows: [CORE, ERRORS, PORT, all('src/detect'), all('src/risk'), all('src/cases'), all('src/run'), all('src/report'), all('src/rights'), types('src/schedule')],
  },
  { folder: '`dashboards`', may: 'types of `src/api/contract.ts`', is: under('dashboards'), allows: [{ what: file('src/api/contract.ts'), typesOnly: true }] },
  {
    folder: '`cli`, `app.ts`, `start.ts`, `main.ts`', may: 'everything',
    is: (one) => under('src/cli')(one) || ['src/app.ts', 'src/main.ts', 'src/start.ts', 'src/config.ts', 'detectors/index.ts'].includes(one), allows: [EVERYTHING],
  },
];

/** Files of one folder may import each other: `core`, one adapter, one detector. */
function homeOf(path: string): string {
  const parts = path.split('/');
  return parts.slice(0, parts[0] === 'dashboards' ? 1 : parts[1] === 'store' ? 3 : 2).join('/');
}

/** The row that an import crosses, in words; undefined where it is allowed. */
function crossing(one: Import): string | undefined {
  const row = TABLE.find(({ is }) => is(one.from));
  if (!row) return `${one.from} stands in no row of the table`;
  const asked = `${one.from} imports ${one.to}`;
  if (!one.ours) return row.packages === undefined || row.packages.includes(one.to) ? undefined : `${asked}; ${row.folder} may use no package but ${row.packages.join(', ')}`;
  if (homeOf(one.from) === homeOf(one.to)) return undefined;
  const allowed = row.allows.some(({ what, typesOnly }) => what(one.to) && (one.typesOnly || !typesOnly));
  return allowed ? undefined : `${asked}; ${row.folder} may import ${row.may}`;
}

const FILES = productFiles('{src,detectors,dashboards}/**/*');
/** The same lines with what is only said about code left out. */
const codeOf = (path: string): string => textOf(path).replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');

/** Circles that are still there: files of which each needs the others to be understood. Only shorten it. */
const CIRCLES = [
  // A server carries out the commands of others, and is started by one.
  'src/cli/program.ts', 'src/cli/serve/serve.ts',
];

/** The files that come to themselves by what they import. */
function inCircles(imports: readonly Import[]): readonly string[] {
  const next = Map.groupBy(imports.filter(({ ours }) => ours), ({ from }) => from);
  return [...next.keys()].filter((start) => {
    const reached = new Set<string>();
    const waiting = [start];
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      for (const { to } of next.get(one) ?? []) {
        if (to === start) return true;
        if (!reached.has(to)) waiting.push(to);
        reached.add(to);
      }
    }
    return false;
  });
}

describe('who may import whom', () => {
  it('goes in no circle', () => {
    expect(inCircles([{ from: 'a', to: 'b', ours: true, typesOnly: true }, { from: 'b', to: 'c', ours: true, typesOnly: true }, { from: 'c', to: 'b', ours: true, typesOnly: true }])).toEqual(['b', 'c']);
    expect(inCircles(FILES.filter((path) => path.endsWith('.ts')).flatMap((path) => importsOf(path))).filter((path) => !CIRCLES.includes(path))).toEqual([]);
  });

  it('is what the table says', () => {
    const imports = FILES.flatMap((path) => importsOf(path));

    expect(imports.length).toBeGreaterThan(300);
    expect(imports.flatMap((one) => crossing(one) ?? [])).toEqual([]);
  });

  it('is printed in src/README.md as it is enforced', () => {
    const printed = textOf('src/README.md').split('\n').filter((line) => line.startsWith('| `'));

    for (const { folder, may } of TABLE) expect(printed).toContain(`| ${folder} | ${may} |`);
  });

  it.each([
    ['src/core/a.ts', "import { b } from '../store/store.ts';", 'src/core/a.ts imports src/store/store.ts; `core`, `errors.ts`, `make-folder.ts`, `modest-heap.ts` may import nothing of ours (`core` may use nothing else at all)'],
    ['src/store/duckdb/a.ts', "export * from '../elastic/b.ts';", 'src/store/duckdb/a.ts imports src/store/elastic/b.ts; `store/duckdb`, `store/elastic`, `store/sealed` may import the port, core, errors, make-folder; never each other'],
    ['src/risk/a.ts', "import { type B, c } from '../detect/d.ts';", 'src/risk/a.ts imports src/detect/d.ts; `risk` may import core, types of detect'],
    ['detectors/x/a.ts', "import { readFileSync } from 'node:fs';", 'detectors/x/a.ts imports node:fs; `detectors/<id>` may use no package but simple-statistics'],
    ['detectors/x/a.ts', "import { b } from '../y/b.ts';", 'detectors/x/a.ts imports detectors/y/b.ts; `detectors/<id>` may import core, catalogue, detect; no clock, network, disk, randomness of their own'],
    ['src/api/a.ts', "const b = await import('../collect/b.ts');", 'src/api/a.ts imports src/collect/b.ts; `api` may import core, errors, store port, detect, risk, cases, run, report, rights, types of schedule'],
  ])('names the row that %s crosses', (path, text, said) => {
    expect(importsOf(path, text).map(crossing)).toEqual([said]);
  });

  it.each([
    ['src/risk/a.ts', "import type { B } from '../detect/d.ts';"],
    ['src/risk/a.ts', "import { type B,\n  type C } from '../detect/d.ts';"],
    ['src/risk/a.ts', "import { b } from './b.ts';"],
    ['detectors/x/a.ts', "import { mean } from 'simple-statistics';"],
    ['src/detect/a.ts', "// import { b } from '../risk/b.ts';"],
  ])('lets %s do %j', (path, text) => {
    expect(importsOf(path, text).flatMap((one) => crossing(one) ?? [])).toEqual([]);
  });
});

const foldersIn = (path: string): readonly string[] => readdirSync(join(ROOT, path), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

describe('folders and lists agree', () => {
  it('on the detectors there are', () => {
    expect(DETECTORS.map(({ id }) => id).sort()).toEqual(foldersIn('detectors'));
  });

  it('on the sources there are', () => {
    expect(SOURCES.map(({ id }) => id).sort()).toEqual(foldersIn('src/collect/sources'));
  });
});

describe('the page of a folder', () => {
  const namedIn = (text: string): readonly string[] => [...text.matchAll(/`([\w*.-]+\.ts)`/g)].map(([, name]) => name!);
  const rowsOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('| ')).flatMap(namedIn);
  /** Pages with tables of files; those of `src` and of single sources are about something else. */
  const pages = globSync('src/*/**/README.md', { cwd: ROOT }).filter((page) => !page.startsWith('src/collect/sources/'))
    .map((page) => ({ page, rows: rowsOf(textOf(page)), text: textOf(page) })).filter(({ rows }) => rows.length > 0);
  const filesUnder = (page: string): readonly string[] => globSync('**/*.ts', { cwd: join(ROOT, dirname(page)) });
  const isPart = (path: string): boolean => !/(?:\/|\.(?:test|fixture|d)\.ts$|^index\.ts$)/.test(path);

  it.each(pages)('$page names every file beside it', ({ page, text }) => {
    const named = namedIn(text);

    expect(filesUnder(page).filter((path) => isPart(path) && !named.some((name) => matchesGlob(path, name)))).toEqual([]);
  });

  it.each(pages)('$page has no file in its tables that is not there', ({ page, rows }) => {
    const there = filesUnder(page).map((path) => basename(path));

    expect(rows.filter((name) => !there.some((one) => matchesGlob(one, name)))).toEqual([]);
  });

  it('of the command line has a row for each of its folders, which names what stands in it', () => {
    const folderOf = (line: string): string | undefined => /^\| `([\w-]+)\/` \|/.exec(line)?.[1];
    const rows = textOf('src/cli/README.md').split('\n').flatMap((line) => (folderOf(line) === undefined ? [] : [[folderOf(line)!, namedIn(line).toSorted()] as const]));

    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(foldersIn('src/cli').map((folder) => [folder, globSync('*.ts', { cwd: join(ROOT, 'src/cli', folder) }).filter(isPart).sort()])));
  });
});

describe('the outside is met at the ends only', () => {
  it('the environment is read in config.ts', () => {
    expect(FILES.filter((path) => path !== 'src/config.ts' && /\bprocess\.env\b/.test(codeOf(path)))).toEqual([]);
  });

  it('detectors ask the catalogue of their window, not the one that ships', () => {
    const detectors = FILES.filter((path) => path.startsWith('detectors/') && !path.endsWith('/scenarios.ts'));

    expect(detectors.length).toBeGreaterThan(20);
    expect(detectors.filter((path) => /\b(?:SHIPPED\w*|catalogueOf|\w+Matcher|networkKinds)\b|catalogue\/\w+\.json/.test(codeOf(path)))).toEqual([]);
  });

  it('detectors, risk, cases and detect have no clock and no chance of their own', () => {
    const pure = FILES.filter((path) => /^(?:src\/(?:detect|risk|cases)|detectors)\//.test(path));

    expect(pure.length).toBeGreaterThan(20);
    expect(pure.filter((path) => /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\b|\bcrypto\.random/.test(codeOf(path)))).toEqual([]);
  });
});
