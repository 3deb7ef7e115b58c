import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { accountBook } from '../../src/api/accounts.ts';
import { ROLES, type Role } from '../../src/api/roles.ts';
import type { ApplicationsView, ApprovalView, CaseView, ChecksView, DevicesView, ExportRequestView, HoldView, QueueView, RevealView, RightsAskView, WaitingActsView } from '../../src/api/contract.ts';
import { hiddenFields } from '../../src/api/desk.fixture.ts';
import { openApp } from '../../src/app.ts';
import { serveApp } from '../../src/cli/serve/serve.ts';
import { loadConfig } from '../../src/config.ts';
import { FIELD_NAMES, fieldSpec, type Event, type FieldName } from '../../src/core/event.ts';
import type { DeviceRow, PersonRow, TableKind, TableRows, Versioned } from '../../src/core/person.ts';
import { DAY, HOUR, MINUTE, dayOf } from '../../src/core/time.ts';
import { historyOf } from '../../src/detect/people/history.ts';
import { noteSimulated } from '../../src/run/company-note.ts';
import { FIRST, SWIFT, happenings, settled } from '../support/small-company.ts';

/** How somebody proves who they are. */
export interface Signed { readonly cookie: string; readonly csrf: string }
/** A server over a simulated company in which everything that can wait for somebody does. */
export interface ServedCompany {
  readonly url: string;
  /** What names or places somebody, each with its field. */
  readonly hidden: ReadonlyMap<string, string>;
  /** Ids that there are, by the first words of the routes that take them. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  as(role: Role): Promise<Signed>;
  stop(): Promise<void>;
}

/** What stands in every field that the company leaves empty and that names or places somebody; another for each laptop, so that nobody shares any. */
const MARK = 'zqmark';
const APPLICANTS = [`${MARK}-A1`, `${MARK}-A2`];
const APPLICANTS_PHONE = `phone:${MARK}-ats`;
/** Ids long enough not to occur by chance. */
const longIds = <T>(of: T): T => JSON.parse(JSON.stringify(of).replace(/\bh-(\d\d)\b/g, `hire-${MARK}-$1`).replace(/\bH-(\d\d)\b/g, `HIRE-${MARK.toUpperCase()}-$1`)) as T;
/** Coordinates with as many digits as real ones have. */
const EXACT = 0.012345;

function markedPerson(person: PersonRow): PersonRow {
  const mark = `${MARK}-${person.hire_id}`;
  return {
    ...person, display_name: `Name ${mark}`, manager_email: `manager-${mark}@acme.example`, phone_token: `phone:${mark}`, bank_token: `bank:${mark}`, ship_address_token: `address:${mark}`,
    ...(person.home ? { home: { lat: person.home.lat + EXACT, lon: person.home.lon - EXACT } } : {}),
  };
}

function markedEvent(event: Event, people: readonly PersonRow[]): Event {
  const nth = people.findIndex(({ device_serials: serials }) => serials.includes(event['device.serial_number'] ?? '')) + 1;
  const made = HIDDEN.map((name) => {
    const value = event[name];
    if (typeof value === 'number') return [name, value + EXACT] as const;
    if (value !== undefined) return [name, value] as const;
    // A stranger, and what stands on no laptop of somebody, stays who it is.
    if (nth === 0 || PLACED.has(name)) return [name, undefined] as const;
    if (name in REPORTED) return [name, nth === 1 ? REPORTED[name] : undefined] as const;
    if (name === 'user.email') return [name, people[nth - 1]!.email] as const;
    const { type } = fieldSpec(name);
    return [name, type === 'double' ? (name.endsWith('lon') ? -nth - EXACT : nth + EXACT) : type === 'ip' ? `10.177.0.${nth}` : `${MARK}-${name}-${nth}`] as const;
  });
  return { ...event, ...Object.fromEntries(made.filter(([, value]) => value !== undefined)) };
}
/** Fields that name or place somebody; what is worked out from others follows them. */
const HIDDEN: readonly FieldName[] = FIELD_NAMES.filter((name) => fieldSpec(name).class !== undefined && !fieldSpec(name).derived);
/** Where an event seems to be from: one that says nothing of it stays without. */
const PLACED: ReadonlySet<string> = new Set(['source.ip', 'source.geo.country_iso_code', 'source.geo.location.lat', 'source.geo.location.lon']);
/** Where the first laptop says that it is: near its home, and apart from the farm. */
const REPORTED: Readonly<Record<string, number>> = { 'farmwatch.device.location.lat': 36.054321, 'farmwatch.device.location.lon': -86.054321 };

interface Planted { readonly rows: ReturnType<typeof settled>; readonly events: readonly Event[]; readonly hire: string; readonly hidden: ReadonlyMap<string, string> }
/** The small company with something to find in every field that names or places somebody. */
export function planted(): Planted {
  const rows = longIds(settled()).map((row) => (row.kind === 'people' ? { ...row, versions: row.versions.map(({ from, row: person }) => ({ from, row: markedPerson(person as PersonRow) })) } : row));
  const versions = (kind: TableKind): readonly object[] => rows.filter((row) => row.kind === kind).flatMap((row) => row.versions.map(({ row: one }) => one));
  const tables = { people: versions('people') as readonly PersonRow[], devices: versions('devices') as readonly DeviceRow[] };
  // Ids of records name nobody at a vendor either.
  const events = longIds(happenings(SWIFT)).map((event, nth) => markedEvent({ ...event, 'event.id': `e-${nth}` }, tables.people));
  const hidden = new Map([...hiddenFields({ tables }, events), ...APPLICANTS.map((id) => [id, 'applications.application_id'] as const), [APPLICANTS_PHONE, 'applications.phone_token'] as const]);
  return { rows, events, hire: tables.people[2]!.hire_id, hidden };
}

/** Makes the company, judges it, starts the server on loopback behind a proxy that it believes, and lets every role do something. */
export async function servedCompany(): Promise<ServedCompany> {
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-leaks-'));
  const { rows, events, hire, hidden } = planted();
  const judgedAt = FIRST + 12 * DAY + HOUR;
  const now = (): number => judgedAt + 5 * MINUTE;
  const config = join(folder, 'farmwatch.json');
  writeFileSync(config, JSON.stringify({ server: { trusted_proxies: ['127.0.0.1'] } }));
  const app = await openApp(loadConfig(config), join(folder, 'store'), now);
  const { applications } = historyOf({ applications: APPLICANTS.map((id, nth) => ({ application_id: id, applied_at: judgedAt - (nth + 1) * DAY, phone_token: APPLICANTS_PHONE, email: `${id}@mail.example` })) });
  await app.store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll([...rows, ...applications]);
  await noteSimulated(app.store);
  await app.store.events.append(events);
  await app.pipeline.run(judgedAt);
  const accounts = accountBook(app.store);
  for (const role of ROLES) await accounts.add(`${role}-one`, role, undefined, now());
  await accounts.add('second-hr', 'hr', undefined, now());
  const started = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder: join(folder, 'store'), jobs: false, log: false }, { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now, folder });

  const as = async (role: Role, name = `${role}-one`): Promise<Signed> => {
    const { secret, session } = await accounts.open(name, role, now());
    return { cookie: `farmwatch_session=${secret}`, csrf: session.csrf };
  };
  const ids = await everythingWaits(started.url, as, hire, now());
  return {
    url: started.url, hidden, ids, as,
    async stop() {
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Every role does what its work is, so that something stands under every route. @returns the ids of it */
async function everythingWaits(url: string, as: (role: Role, name?: string) => Promise<Signed>, hire: string, now: number): Promise<Readonly<Record<string, readonly string[]>>> {
  const hands = async (role: Role, name?: string): Promise<<T>(path: string, body?: object) => Promise<T>> => {
    const { cookie, csrf } = await as(role, name);
    return async <T>(path: string, body?: object) => {
      const answer = await fetch(url + path, body === undefined ? { headers: { cookie } } : { method: 'POST', headers: { cookie, 'x-csrf-token': csrf, 'content-type': 'application/json' }, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${role} ${path}: ${answer.status} ${await answer.text()}`);
      return await answer.json() as T;
    };
  };
  const [analyst, hr, secondHr, privacy, it] = [await hands('analyst'), await hands('hr'), await hands('hr', 'second-hr'), await hands('privacy'), await hands('it')];
  const { rows } = await analyst<QueueView>('/api/queue');
  const cases = rows.map(({ id }) => id);
  const first = await analyst<CaseView>(`/api/cases/${cases[0]!}`);
  const people = first.people.map(({ id }) => id);
  const findings = first.people.flatMap(({ lines }) => lines.flatMap(({ finding }) => finding ?? []));

  const asked: ExportRequestView[] = [];
  for (const what of ['pack', 'stix'] as const) asked.push(await analyst(`/api/cases/${cases[0]!}/exports`, { what, to: 'FBI field office', why: 'Counsel decided' }));
  for (const { id } of asked) {
    const { sum } = await hr<ApprovalView>(`/api/approvals/${id}`);
    await hr(`/api/approvals/${id}/approve`, { sum });
  }
  const reveal = await analyst<RevealView>('/api/reveals', { about: cases[0], purpose: 'check', reason: 'To call the right person' });
  await privacy(`/api/reveals/${reveal.id}/grant`, {});
  const waits = await hr<RevealView>('/api/reveals', { about: cases[0], purpose: 'check', reason: 'Counsel asks' });
  await analyst('/api/checks', { kind: 'hr-call', due: dayOf(now + 2 * DAY), about: { case: cases[0], people: [people[0]] } });
  const checks = await analyst<ChecksView>('/api/checks');
  await analyst(`/api/responses/${cases[0]!}/acts`, { kind: 'start', note: 'Two people read the rows', revision: 0 });
  const held = await hr<HoldView>('/api/holds', { hires: [hire], cases: [cases[0]], matter: 'Acme v. Doe', reason: 'Counsel asked', review: dayOf(now + 90 * DAY) });
  await secondHr(`/api/holds/${held.id}/confirm`, {});
  const copy = await privacy<RightsAskView>('/api/rights', { hire, right: 'access', note: 'What do you hold?', receivedAt: now - DAY });
  await privacy(`/api/rights/${copy.id}/prepare`, {});
  await privacy('/api/corrections', { hire, from: 'person', about: 'start', says: 'I began on Monday.' });
  const { rows: laptops } = await it<DevicesView>('/api/devices');
  for (const { serial, revision } of laptops) await it('/api/devices/acts', { kind: 'ask-holder', devices: [{ serial, revision }] });
  const acts = await analyst<WaitingActsView>('/api/device-acts/waiting');
  const applications = await hr<ApplicationsView>('/api/applications');
  return {
    cases, responses: [cases[0]!], people, findings, reveals: [reveal.id, waits.id], checks: checks.rows.map(({ id }) => id), holds: [held.id], rights: [copy.id],
    approvals: asked.map(({ id }) => id), exports: asked.map(({ id }) => id), bundles: [asked[1]!.id], 'device-acts': acts.acts.map(({ id }) => id), applications: applications.applications.map(({ mark }) => mark),
    accounts: ['second-hr'], begin: ['people', 'devices'], week: ['now'], format: ['md', 'json'],
  };
}
