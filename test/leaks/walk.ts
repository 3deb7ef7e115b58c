import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { carries, may, type Doing, type WayOut } from '../../src/api/access.ts';
import { ROUTES } from '../../src/api/access-routes.ts';
import { ROLES, type Role } from '../../src/api/roles.ts';
import type { ServedCompany, Signed } from './company.ts';
import { seeker, textOf } from './seek.ts';
import { watchingProxy, type Passed } from './watching-proxy.ts';

/** Routes that are not walked: one that never ends, one that ends the session, one that judges everybody anew, and those of the door for a role that is inside. */
const APART = new Set(['GET /api/events', 'POST /api/logout', 'POST /api/runs']);
const isDoor = (route: string): boolean => /^\S+ \/api\/(login|sign-in)/.test(route);

/** Who asks: somebody of a role, or nobody who is signed in. */
export type Asker = Role | 'nobody';
export const ASKERS: readonly Asker[] = ['nobody', ...ROLES];

/** What one asker got under one route. */
export interface Line {
  readonly asker: Asker;
  readonly route: string;
  /** Answers by status. */
  readonly answers: Map<number, number>;
  /** Fields that were told, with how often, because the table lets them. */
  readonly told: Map<string, number>;
  /** What was told, or answered, against the table. */
  readonly faults: string[];
}
export interface Walk { readonly lines: readonly Line[]; /** What schemathesis says of its own checks, of whom. */ readonly complaints: readonly string[]; /** So many values were looked for in every answer. */ readonly values: number; readonly fields: number; /** Those fields. */ readonly names: readonly string[] }
export interface WalkOptions { readonly program: string; readonly examples: number; readonly seed: number; /** More of what schemathesis can do. */ readonly phases: readonly string[]; readonly say?: (line: string) => void }

/** The ways by which fields of events leave under a route. */
const BY_ROUTE: Readonly<Record<string, WayOut>> = {
  'GET /api/findings/:id/rows': 'raw rows behind a finding',
  'GET /api/devices': 'laptops, as a page and a table', 'GET /api/devices.csv': 'laptops, as a page and a table', 'POST /api/devices/acts': 'laptops, as a page and a table',
  'GET /api/approvals/:id': 'export pack', 'GET /api/exports/:id/file': 'export pack',
  'POST /api/reveals/:id/look': 'who is behind a pseudonym, while that is granted',
  'GET /api/rights/:id/copy': 'copy for a person, about nobody else',
};
/** A bundle for other companies carries less than a sheet or a pack under the same route. */
const BUNDLE: WayOut = 'export stix';

const HOLDER = ['people.hire_id', 'people.display_name', 'devices.asset_tag'];
const WHOLE = ['people.hire_id', 'people.email', 'people.user_names', 'people.display_name', 'people.manager_email', 'people.home', 'people.phone_token', 'people.bank_token', 'people.ship_address_token'];
/** Columns of tables that a route tells whoever may ask it: without them its work could not be done. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  'GET /api/devices': HOLDER, 'GET /api/devices.csv': HOLDER, 'POST /api/devices/acts': HOLDER,
  // Whoever calls somebody knows whom. Analysts read pseudonyms under the same routes; see `NAMED_TO`.
  'GET /api/checks': ['people.hire_id', 'people.display_name'], 'GET /api/checks/:id': ['people.hire_id', 'people.display_name'], 'POST /api/checks/:id/acts': ['people.hire_id', 'people.display_name'], 'POST /api/checks': ['people.hire_id', 'people.display_name'],
  'GET /api/applications/:mark': ['applications.application_id'],
  // Lists of ids that the same people entered.
  'GET /api/holds': ['people.hire_id'], 'POST /api/holds/:id/confirm': ['people.hire_id'], 'POST /api/holds/:id/release': ['people.hire_id'],
  'GET /api/rights': ['people.hire_id'], 'POST /api/rights/:id/prepare': ['people.hire_id'], 'POST /api/rights/:id/answer': ['people.hire_id'],
  'POST /api/reveals/:id/look': ['people.hire_id', 'people.email', 'people.display_name'],
  'GET /api/approvals/:id': WHOLE, 'GET /api/exports/:id/file': WHOLE, 'GET /api/rights/:id/copy': WHOLE,
};
/** Roles to which a route tells names, where others who may ask it read pseudonyms. */
const NAMED_TO: Readonly<Record<string, readonly Role[]>> = Object.fromEntries(['GET /api/checks', 'GET /api/checks/:id', 'POST /api/checks/:id/acts', 'POST /api/checks'].map((route) => [route, ['hr'] as const]));

const mayAsk = (asker: Asker, route: string): boolean => {
  const wanted = ROUTES[route];
  return wanted === 'anybody' || (asker !== 'nobody' && (wanted === 'any role' || may(asker, wanted as Doing)));
};
/** Whether the table lets a field go to somebody under a route. */
function lets(asker: Asker, route: string, isBundle: boolean, field: string): boolean {
  if (asker === 'nobody' || !mayAsk(asker, route)) return false;
  const way = isBundle ? BUNDLE : BY_ROUTE[route];
  if (way !== undefined && carries(way, field)) return true;
  return !isBundle && (NAMED_TO[route]?.includes(asker) ?? true) && (COLUMNS[route] ?? []).includes(field);
}

const PATTERNS = Object.keys(ROUTES).map((route) => {
  const [method, path] = route.split(' ') as [string, string];
  return { route, method, path: new RegExp(`^${path.replace(/\./g, '\\.').replace(/:\w+/g, '[^/]+')}$`) };
});
/** The route that a request was for; undefined for none. */
function routeOf({ method, path }: Pick<Passed, 'method' | 'path'>): string | undefined {
  const asked = path.split('?', 1)[0]!;
  const fits = PATTERNS.filter((one) => one.method === method && one.path.test(asked));
  // Words before places for ids.
  return fits.find(({ route }) => !route.includes(':'))?.route ?? fits[0]?.route;
}

/** Walks the whole API as every role, with a program that makes requests from its description. */
export async function walk(company: ServedCompany, { program, examples, seed, phases, say = () => {} }: WalkOptions): Promise<Walk> {
  const lines = new Map<string, Line>();
  const complaints: string[] = [];
  const seek = seeker(company.hidden);
  const names = [...new Set(company.hidden.values())].sort();
  const lineOf = (asker: Asker, route: string): Line => {
    const key = `${asker} ${route}`;
    const line = lines.get(key) ?? { asker, route, answers: new Map(), told: new Map(), faults: [] };
    lines.set(key, line);
    return line;
  };
  const see = (asker: Asker, passed: Passed): void => {
    const route = routeOf(passed) ?? 'none';
    const line = lineOf(asker, route);
    line.answers.set(passed.status, (line.answers.get(passed.status) ?? 0) + 1);
    if (passed.status >= 500) line.faults.push(`${passed.status} to ${passed.path.slice(0, 200)}: ${passed.body.toString().slice(0, 200)}`);
    if (route !== 'none' && !mayAsk(asker, route) && passed.status !== (asker === 'nobody' ? 401 : 403) && ![404, 405, 414].includes(passed.status)) line.faults.push(`${passed.status} where nobody of this role may ask`);
    const wasSent = `${decoded(passed.path)}\n${passed.sent.toString()}`;
    for (const [value, field] of seek(`${textOf(passed.body, String(passed.headers['content-type']))}\n${JSON.stringify(passed.headers)}`)) {
      if (wasSent.includes(value)) continue;
      if (lets(asker, route, (company.ids['bundles'] ?? []).some((id) => passed.path.includes(id)), field)) line.told.set(field, (line.told.get(field) ?? 0) + 1);
      else line.faults.push(`tells ${field}`);
    }
  };
  const folder = await mkdtemp(join(tmpdir(), 'farmwatch-walk-'));
  try {
    const description = await (await fetch(`${company.url}/docs/json`)).json() as Description;
    const file = join(folder, 'openapi.json');
    await writeFile(file, JSON.stringify(withIds(description, company.ids)));
    for (const asker of ASKERS) {
      // One for each: an answer that comes late is still that of whoever asked.
      const proxy = await watchingProxy(company.url, (passed) => see(asker, passed));
      const begun = Date.now();
      const signed = asker === 'nobody' ? undefined : await company.as(asker);
      const said = await schemathesis(program, [
        'run', file, '--url', proxy.url, '--max-examples', String(examples), '--seed', String(seed), '--phases', phases.join(','), '--checks', 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance',
        '--generation-with-security-parameters', 'false', '--generation-database', 'none', '--suppress-health-check', 'all', '--request-timeout', '120', '--no-shrink', '--continue-on-failure', '--warnings', 'off', '--no-color',
        ...apartFor(asker), ...(signed ? ['-H', `Cookie: ${signed.cookie}`, '-H', `x-csrf-token: ${signed.csrf}`] : []),
      ], folder).finally(() => proxy.stop());
      if (said !== undefined) complaints.push(`${asker}:\n${withoutSecrets(said, signed)}`);
      const own = [...lines.values()].filter((line) => line.asker === asker);
      say(`${asker}: ${own.reduce((sum, { answers }) => sum + [...answers.values()].reduce((a, b) => a + b, 0), 0)} requests, ${own.flatMap(({ faults }) => faults).length} faults, ${Math.round((Date.now() - begun) / 1000)} s`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { lines: [...lines.values()], complaints, values: company.hidden.size, fields: names.length, names };
}

function apartFor(asker: Asker): readonly string[] {
  const apart = Object.keys(ROUTES).filter((route) => APART.has(route) || (asker !== 'nobody' && isDoor(route)));
  return apart.flatMap((route) => ['--exclude-name', route.replace(/:(\w+)/g, '{$1}')]);
}

interface Description { readonly paths: Record<string, Record<string, { parameters?: { name: string; in: string; schema: object; examples?: object }[] }>> }
/** So many ids of a kind are asked for one by one. */
const MOST_EXAMPLES = 2;
const HEAVY: ReadonlySet<string> = new Set(['approvals', 'exports']);
/** The description with ids that there are, as examples and among what may be drawn. */
function withIds(description: Description, ids: ServedCompany['ids']): Description {
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const { parameters = [] } of Object.values(methods)) {
      for (const parameter of parameters) {
        const known = parameter.name === 'hire' ? ids['people'] : parameter.in === 'path' ? ids[parameter.name] ?? ids[path.split('/')[2]!] : undefined;
        if (known === undefined || known.length === 0) continue;
        // An export is worked out anew each time it is read, which takes seconds: once for each is enough.
        if (!HEAVY.has(path.split('/')[2]!)) parameter.schema = { anyOf: [{ type: 'string', enum: known }, parameter.schema] };
        parameter.examples = Object.fromEntries(known.slice(0, MOST_EXAMPLES).map((value, nth) => [`known-${nth}`, { value }]));
      }
    }
  }
  return description;
}

/** Runs the program. @returns what it says where it complains */
function schemathesis(program: string, args: readonly string[], folder: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd: folder, maxBuffer: 256 * 1024 * 1024, env: { ...process.env, PYTHONHASHSEED: '0' } }, (error, out, err) => {
      if (error === null) resolve(undefined);
      else if (error.code === 1) resolve(out);
      else reject(new Error(`schemathesis could not run (${error.code}): ${(err || out).slice(-2_000)}`));
    });
  });
}

function withoutSecrets(text: string, signed: Signed | undefined): string {
  return signed === undefined ? text : text.replaceAll(signed.cookie, 'COOKIE').replaceAll(signed.csrf, 'TOKEN');
}

function decoded(path: string): string {
  try { return decodeURIComponent(path); } catch { return path; }
}
