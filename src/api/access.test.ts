import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { BOARDS, fieldsOf } from '../../dashboards/kibana/panels.ts';
import { ROLE_SAYS } from '../../dashboards/kit/words.ts';
import { ROOT } from '../../test/support/imports.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { happenings, SWIFT } from '../../test/support/small-company.ts';
import { companyIn, RUNS } from '../../test/support/told-lines.ts';
import { judgesOf } from '../app.ts';
import { configSchema, loadConfig } from '../config.ts';
import { FIELD_NAMES, FIELDS, fieldSpec, type FieldName } from '../core/event.ts';
import { ACCOUNT_FIELDS, ALERT_FIELDS } from '../notify/ecs.ts';
import { materialOf } from '../report/exports/case-material.ts';
import { stixOf } from '../report/exports/stix.ts';
import { pipeline } from '../run/pipeline.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import { DOINGS, FIELD_CLASSES, MAY, WAYS_OUT, carries, may, sees, type Doing, type FieldClass, type WayOut } from './access.ts';
import { ROUTES, wantedBy } from './access-routes.ts';
import { accessText } from './access-text.ts';
import { ROLES, ROLE_NAMES } from './roles.ts';
import type { ProblemView } from './contract.ts';
import { deskOver, type Desk, type Hands } from './desk.fixture.ts';
import { redacted } from './redact.ts';

/** Asked for with a GET that would never end. */
const STREAM = 'GET /api/events';
const classOf = (name: FieldName): FieldClass => fieldSpec(name).class ?? 'plain';

describe('every route', () => {
  let desk: Desk;
  const roles = new Map<string, Hands>();
  /** Routes as the description of the API has them. */
  let described: readonly string[];

  beforeAll(async () => {
    const store = memoryStore({ now: () => STORY_ENDS });
    desk = await deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }), { addRoutes: async (server) => { server.get('/api/forgotten', async () => ({ leaked: true })); } });
    for (const role of ROLES) roles.set(role, await desk.as(role));
    const { paths } = (await desk.get('/docs/json')).json<{ paths: Record<string, Record<string, unknown>> }>();
    described = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`));
  });

  const ask = async (hands: Pick<Hands, 'get' | 'post'>, route: string): ReturnType<Hands['get']> => {
    const [method, path] = route.split(' ') as ['GET' | 'POST', string];
    const filled = path.replace(/:\w+/g, 'x-1');
    return method === 'GET' ? hands.get(filled) : hands.post(filled, {});
  };
  const forbids = ({ status, body }: Awaited<ReturnType<Hands['get']>>, what: string): boolean => status === 403 && (JSON.parse(body) as ProblemView).message.endsWith(` may not ${what}.`);

  it('stands in the table, and the table names no other', () => {
    expect(described.filter((route) => route !== 'GET /api/forgotten').toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });

  it('asks for a session before anything else, but those that lead to one', async () => {
    const asking: string[] = [];
    for (const route of described) if ((await ask({ get: (path) => desk.get(path), post: (path, body) => desk.post(path, body) }, route)).status === 401) asking.push(route);

    expect(described.filter((route) => !asking.includes(route)).toSorted()).toEqual(Object.entries(ROUTES).filter(([, wanted]) => wanted === 'anybody').map(([route]) => route).toSorted());
  });

  it.each(ROLES)('answers the role %s as the table says, before it reads what was sent', async (role) => {
    const wrong: string[] = [];
    for (const route of described.filter((one) => one !== STREAM && one !== 'POST /api/logout')) {
      const wanted = wantedBy(...route.split(' ') as [string, string]);
      const answer = await ask(roles.get(role)!, route);
      const isRefused = answer.status === 403;
      const should = wanted === undefined || (wanted in DOINGS && !may(role, wanted as Doing));
      if (isRefused !== should || (should && wanted !== undefined && !forbids(answer, DOINGS[wanted as Doing]))) wrong.push(`${route}: ${answer.status}`);
      if (answer.status >= 500) wrong.push(`${route}: ${answer.status} ${answer.body}`);
    }

    expect(wrong).toEqual([]);
  });

  it('is refused to every role where it stands nowhere', async () => {
    for (const [role, hands] of roles) {
      const answer = await hands.get('/api/forgotten');
      expect([role, answer.status, answer.body.includes('leaked')]).toEqual([role, 403, false]);
    }
  });

  it('answers HEAD to nobody whom it denies GET', async () => {
    const { cookie } = roles.get('lead')!;
    const ask = async (headers: Readonly<Record<string, string>>): Promise<number> => (await desk.server.inject({ method: 'HEAD', url: '/api/queue', headers })).statusCode;

    expect([await ask({}), await ask({ cookie })]).toEqual([401, 403]);
  });
});

describe('the table', () => {
  it('calls each role as the pages do', () => {
    expect(ROLE_SAYS).toEqual(ROLE_NAMES);
  });

  it('opens each doing to somebody, and nobody may everything', () => {
    for (const doing of Object.keys(DOINGS) as Doing[]) expect([doing, ROLES.some((role) => may(role, doing))]).toEqual([doing, true]);
    for (const role of ROLES) expect(MAY[role].length).toBeLessThan(Object.keys(DOINGS).length);
  });

  it('keeps apart who asks and who grants, and who manages accounts and who watches over it', () => {
    expect(ROLES.filter((role) => may(role, 'manage-accounts') && (may(role, 'read-audit') || may(role, 'grant-reveal') || may(role, 'approve-exports')))).toEqual([]);
    expect(ROLES.filter((role) => may(role, 'work-cases') && may(role, 'grant-reveal'))).toEqual([]);
  });

  it('is printed in the README of this folder ("npm run access" writes it anew)', () => {
    expect(readFileSync(`${ROOT}/src/api/README.md`, 'utf8')).toContain(accessText());
  });

  it('knows the roles that the configuration may give', () => {
    const { properties } = configSchema() as { properties: { sign_in: { properties: { oidc: { properties: { roles: { additionalProperties: { enum: readonly string[] } } } } } } } };

    expect(properties.sign_in.properties.oidc.properties.roles.additionalProperties.enum).toEqual(ROLES);
  });
});

describe('a field', () => {
  it('has a class, and is decided for each role and each way out; one that nobody described leaves by none', () => {
    for (const name of FIELD_NAMES) expect(FIELD_CLASSES).toHaveProperty(classOf(name));
    for (const way of Object.keys(WAYS_OUT) as WayOut[]) {
      for (const name of ['unheard.of', 'constructor', '__proto__']) expect([way, name, carries(way, name)]).toEqual([way, name, false]);
    }
    expect(FIELD_NAMES.filter((name) => sees('analyst', 'export sheet', name))).toEqual(FIELD_NAMES);
    expect(FIELD_NAMES.filter((name) => sees('it', 'export sheet', name) || sees('admin', 'Kibana soc', name))).toEqual([]);
    expect(FIELD_NAMES.filter((name) => sees('it', 'laptops, as a page and a table', name) && classOf(name) !== 'plain')).toEqual(['device.serial_number']);
  });

  const served: Readonly<Record<Exclude<WayOut, `Kibana ${string}` | `messages, ${string}`>, string>> = {
    'raw rows behind a finding': 'GET /api/findings/:id/rows', 'laptops, as a page and a table': 'GET /api/devices.csv', 'reports': 'GET /api/reports/weekly/:week/:format',
    'export stix': 'GET /api/exports/:id/file', 'export sheet': 'GET /api/exports/:id/file', 'export pack': 'GET /api/exports/:id/file',
    'who is behind a pseudonym, while that is granted': 'POST /api/reveals/:id/look', 'copy for a person, about nobody else': 'GET /api/rights/:id/copy',
  };
  it.each(Object.entries(served))('leaves by "%s" for whom the route lets in', (way, route) => {
    expect(WAYS_OUT[way as WayOut].opens).toBe(ROUTES[route]);
  });

  it.each(ROLES)('shows %s in raw rows what the table says, and nothing of what no description names', (role) => {
    const event = { ...Object.fromEntries(FIELD_NAMES.map((name) => [name, `value of ${name}`])), 'unheard.of': 'value of nothing' };

    const shown = redacted(event as never, role);

    expect(Object.entries(shown).filter(([, value]) => String(value).startsWith('value of')).map(([name]) => name)).toEqual(may(role, 'read-cases') ? FIELD_NAMES.filter((name) => classOf(name) === 'plain') : []);
  });

  it('stands in a dashboard of Kibana only where the table lets it, and what is let stands there', () => {
    for (const board of BOARDS) {
      const way = `Kibana ${board.id}` as WayOut;
      const fields = board.panels.flatMap(fieldsOf).filter((name) => Object.hasOwn(FIELDS, name));

      expect([board.id, fields.filter((name) => !carries(way, name))]).toEqual([board.id, []]);
      expect([board.id, WAYS_OUT[way].also.filter((name) => !fields.includes(name))]).toEqual([board.id, []]);
    }
  });

  it('stands in an alert only where the form may carry it', () => {
    const described = (fields: object): readonly string[] => Object.keys(fields).filter((name) => Object.hasOwn(FIELDS, name));

    expect(described(ALERT_FIELDS).filter((name) => !carries('messages, form pseudonym', name))).toEqual([]);
    expect(described(ACCOUNT_FIELDS)).toEqual(WAYS_OUT['messages, form accounts'].also);
  });

  it('stands in a bundle for other companies only where the table lets it', async () => {
    const line = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), [happenings(SWIFT)]);
    await line.replay(RUNS, () => {});
    const material = await materialOf(line, (await line.cases()).cases[0]!.id, { organisation: 'Acme', contact: 'security@acme.example', simulated: false });
    const bundle = JSON.stringify(stixOf({ ...material, events: material.events.map((event) => ({ ...event, 'source.ip': '8.8.8.8', 'farmwatch.net.kind': 'home' })) }));
    const denied = material.events.flatMap((event) => FIELD_NAMES.filter((name) => !carries('export stix', name)).flatMap((name) => event[name] ?? []).map(String)).filter((value) => value.length >= 6);

    expect(bundle).toContain('8.8.8.8');
    expect(denied.length).toBeGreaterThan(10);
    expect([...new Set(denied)].filter((value) => bundle.includes(value))).toEqual([]);
  });
});
