import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { validate as isCron } from 'node-cron';
import { z } from 'zod';
import { CHECK_KINDS, STAGES } from './cases/check-kinds.ts';
import { meant, statedTwice, worded } from './cli/configured/words.ts';
import { isZone, realDay } from './core/time.ts';
import { FarmwatchError, messageOf } from './errors.ts';
import { receiverSchema, service } from './notify/receivers.ts';

/** A secret is named, never written down: `env:NAME`, `file:PATH` or `credential:NAME` (systemd). */
const secret = z.string().regex(/^(env|file|credential):.+/, 'a secret is a reference: env:NAME, file:PATH or credential:NAME');
/** Schedules go by minutes: what was missed is looked for minute by minute. */
const cron = z.string().superRefine((text, context) => {
  if (!isCron(text)) context.addIssue({ code: 'custom', message: 'no cron expression: five fields such as "7 * * * *"' });
  else if (text.trim().split(/\s+/).length === 6) context.addIssue({ code: 'custom', message: 'has six fields, the first of them seconds, and schedules go by minutes: leave the first field out' });
});

/** Ten years: the longest that a law which we know of asks for. */
const LONGEST_DAYS = 3_650;
const KEPT_DAYS = `takes whole days from 1 to ${LONGEST_DAYS}`;
const keptDays = z.number().int(KEPT_DAYS).min(1, KEPT_DAYS).max(LONGEST_DAYS, KEPT_DAYS);

/** Machines that are believed. A block of everybody would let anybody claim anything. */
const believed = (whom: string) => z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'an address such as 127.0.0.1, or a block such as 10.1.0.0/16')
  .refine((text) => !/\/0+$/.test(text), `this block is everybody; name the ${whom} alone`);

const syslogPort = z.strictObject({
  protocol: z.enum(['udp', 'tcp', 'tls']),
  host: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for all of this machine.'),
  port: z.number().int().min(0).max(65535).describe('Ports below 1024 need a privilege; 5514, and 6514 for TLS, need none.'),
  source: z.string().describe('The source that the messages are of, such as cisco.'),
  from: z.array(believed('senders')).min(1).optional().describe('Addresses and blocks that may send; by default this machine alone, and with client_ca_file whoever shows a certificate.'),
  cert_file: z.string().optional(),
  key_file: z.string().optional(),
  client_ca_file: z.string().optional().describe('PEM. Senders have to show a certificate that it signed.'),
}).superRefine((port, context) => {
  const files = ['cert_file', 'key_file'] as const;
  const misfit = (name: string, message: string): void => context.addIssue({ code: 'custom', path: [name], message });
  if (port.protocol === 'tls') for (const name of files) if (port[name] === undefined) misfit(name, 'TLS needs it: name a PEM file');
  if (port.protocol !== 'tls') for (const name of [...files, 'client_ca_file'] as const) if (port[name] !== undefined) misfit(name, `only for protocol tls, and this is ${port.protocol}`);
});

interface Place { readonly protocol: string; readonly host: string; readonly port: number }

/** True where two cannot listen beside each other: TLS is TCP, and 0.0.0.0 is every address of its kind. */
function isSamePort(a: Place, b: Place): boolean {
  const [isUdp, isTaken] = [(one: Place) => one.protocol === 'udp', (all: Place, one: Place) => all.host === '::' || (all.host === '0.0.0.0' && !one.host.includes(':'))];
  return a.port !== 0 && a.port === b.port && isUdp(a) === isUdp(b) && (a.host === b.host || isTaken(a, b) || isTaken(b, a));
}

/** Roles of accounts; the API holds them against its own. */
const role = z.enum(['analyst', 'it', 'lead', 'hr', 'privacy', 'admin', 'auditor']);
const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/;
/** True for an address with an account in it: it would be shown in messages. */
const hasAccount = (text: string): boolean => /:\/\/[^/?#]*@/.test(text);
const webAddress = z.url({ protocol: /^https?$/, error: 'an address such as https://login.acme.example' }).refine((text) => text.startsWith('https:') || loopback.test(text), 'over plain HTTP on this machine only; everywhere else it begins with https://').refine((text) => !hasAccount(text), 'an account does not belong into the address');

/** Names that depend on what a source or channel is, with a text each; a number is as good as its text. */
const texts = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));

const megabytes = (most: number) => z.number().int().min(1).max(most);

const openId = z.strictObject({
  label: z.string().min(1).max(60).default('your company').describe('The button of the sign-in page says "Sign in with …".'),
  issuer: webAddress.describe('Address of the provider, as its discovery document says it.'),
  client_id: z.string().min(1),
  client_secret: secret.optional().describe('Absent for a public client.'),
  base_url: webAddress.describe('Address of the pages as browsers know them; the provider has to know BASE/api/login/oidc/callback.'),
  scopes: z.array(z.string()).default(['profile', 'email']).describe('Asked for beside openid.'),
  acr_values: z.array(z.string().min(1).max(200)).default([]).describe('How strongly people have to sign in there, as the provider names it. Asked for, and whoever comes by none of these is refused; empty for no matter how.'),
  max_age_minutes: z.number().int().min(1).max(43_200).optional().describe('Longest time since somebody signed in at the provider; older, they have to do it anew. Absent for no matter when.'),
  groups_claim: z.string().min(1).default('groups').describe('Claim that holds the groups of a person.'),
  roles: z.record(z.string().min(1), role).refine((map) => Object.keys(map).length > 0, 'name a group and its role').describe('Group, and the role that it gives. Whoever is in none is refused, and whoever has two roles as well.'),
});

/**
 * What is wrong with a place of a store that has an account in its address: it would be shown wherever the store is named.
 *
 * @returns a sentence that does not repeat it, or undefined for a folder or an address without
 */
export function accountInAddress(at: string): string | undefined {
  return /^https?:.*@/is.test(at) ? 'an account does not belong into the address; set FARMWATCH_STORE_USERNAME and FARMWATCH_STORE_PASSWORD, or store.username and store.password in farmwatch.json' : undefined;
}

const schema = z.strictObject({
  $schema: z.string().optional(),
  company: z.strictObject({
    name: z.string().default('Company').describe('Shown on pages.'),
    contact: z.string().optional().describe('Whom people outside may ask about a case that was exported, such as security@company.example.'),
    time_zone: z.string().refine((zone) => isZone(zone) && !/^[+-]/.test(zone), 'no IANA time zone; write one such as America/Chicago').default('UTC').describe('For dates of people without a zone of their own.'),
    calling_code: z.string().regex(/^\+\d{1,3}$/).optional().describe('Country calling code for phone numbers written without one, such as +1.'),
  }).prefault({}),
  store: z.strictObject({
    at: z.string().refine((at) => accountInAddress(at) === undefined, { error: ({ input }) => accountInAddress(String(input)) }).default('farmwatch-data').describe('A folder (embedded DuckDB) or an Elasticsearch address.'),
    prefix: z.string().regex(/^[a-z][a-z0-9-]*$/).default('farmwatch').describe('Elasticsearch: names of indices begin with it.'),
    username: z.string().optional(),
    password: secret.optional(),
    api_key: secret.optional(),
    ca_file: z.string().optional(),
    write_margin_seconds: z.number().int().min(0).max(600).default(0).describe('Elasticsearch: runs look at what was written so long ago, where several servers write to one store.'),
    identity_key: secret.optional().describe('The key under which it is sealed who is meant; by default a file beside the data folder that is made at the first start.'),
  }).prefault({}),
  data: z.string().default('farmwatch-data').describe('Folder for rejected rows and the key of tokens.'),
  geo: z.strictObject({ mmdb: z.string().optional().describe("The operator's own MaxMind city file.") }).prefault({}),
  scope: z.strictObject({
    days_before: z.number().int().min(0).max(90).default(14),
    days_after: z.number().int().min(1).max(365).default(90),
  }).prefault({}),
  retention: z.strictObject({
    raw_days: keptDays.default(30).describe('Raw events are kept so long beyond what detectors need.'),
    application_days: keptDays.default(180).describe('Applications of people who were not hired, since they applied.'),
    closed_false_days: keptDays.default(90).describe('Cases closed as false, since they were closed.'),
    closed_days: keptDays.default(1_095).describe('Cases closed for another reason, and retracted ones, since then.'),
    left_days: keptDays.default(400).describe('People who left the company, with what the registry has of them, since their last day.'),
    untold_days: keptDays.default(400).describe('People without a last day whom the newest file of people no longer names, since one named them last.'),
    rejects_days: keptDays.default(30).describe('Rows that could not be used: the file is put aside after so long, and removed after twice as long.'),
  }).prefault({}),
  duties: z.strictObject({
    notice_given_on: z.string().refine(realDay, 'a day such as 2026-11-02').optional().describe('Since when staff know of it.'),
    purpose: z.string().trim().min(1).max(1_000).optional().describe('What it is for, in a sentence that staff were told.'),
    owner: z.string().trim().min(1).max(200).optional().describe('Who answers for it.'),
    notice_sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits').optional().describe('SHA-256 of the notice as it was given.'),
  }).prefault({}).describe('What is recorded before real people are watched. "farmwatch duties record" keeps the same in the store.'),
  rights: z.strictObject({
    contact: z.string().optional().describe('Whom staff ask about their data; default is company.contact.'),
    legal_ground: z.string().default('').describe('On which legal ground people are watched, in the words that staff read; for the notice, the page about it and the impact assessment. Counsel decides it.'),
    may_withhold: z.boolean().default(false).describe('Whether the privacy officer may withhold records of an open investigation from a copy, as far as the law allows. The copy says so.'),
    receivers: z.array(z.string()).default([]).describe('Who besides the company gets personal data, for the notice and the impact assessment, such as a service provider.'),
    transfers: z.string().default('').describe('Whether data leave the country, and on which ground; for the notice and the impact assessment.'),
  }).prefault({}),
  schedule: z.strictObject({
    detect: cron.default('7 * * * *'),
    collect: cron.default('*/15 * * * *'),
    housekeeping: cron.default('17 3 * * *'),
    notify: cron.default('*/5 * * * *').describe('When alerts are looked for, and what waits is sent.'),
    digest: cron.default('0 13 * * *').describe('When the alerts of a day go to receivers that ask for "digest", UTC.'),
    report: cron.default('0 13 * * 1').describe('When the report of the last whole week goes to receivers that ask for "report", UTC.'),
    indicators: cron.default('40 * * * *').describe('When indicators are fetched from collections of sharing.taxii with "receive": true, UTC.'),
    anchor: cron.default('50 23 * * *').describe('When the newest hash of the audit is written down outside the store, UTC.'),
    proof: cron.optional().describe('When simulated farms are planted and what permissions hide is counted, for the weekly report, such as "37 1 * * 6". It judges the company dozens of times; by default it does not run.'),
  }).prefault({}),
  audit: z.strictObject({
    anchors: z.string().optional().describe('File to which the newest hash of the audit is appended every day, where whoever can write to the store cannot. Receivers with "sends": ["anchors"] get it too.'),
  }).prefault({}),
  sources: z.record(z.string(), z.strictObject({
    files: z.array(z.string()).default([]).describe('Files or folders that the vendor exports into; a folder stands for all its files, patterns such as *.json are no names.'),
    follow: z.array(z.string()).default([]).describe('Files, or folders of files, that grow: "serve" takes every line that is appended.'),
    pull: texts.optional().describe('How to fetch records from the running system: addresses, accounts, and secrets as references. "farmwatch sources SOURCE" lists the names.'),
    back_days: z.number().int().min(0).max(365).default(30).describe('So far back the first pull begins.'),
    options: texts.default({}),
    settings: z.record(z.string(), z.number()).default({}),
  })).default({}),
  channels: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'name a channel with small letters, digits and hyphens'), z.strictObject({
    kind: z.string().describe('What it is, such as elasticsearch. "farmwatch sources" lists the kinds.'),
    access: texts.default({}).describe('Addresses, accounts, and secrets as references. "farmwatch sources KIND" lists the names.'),
    sources: z.record(z.string(), z.string()).describe('Source, and the part that holds its records: "okta": "logs-okta.system-*".'),
    back_days: z.number().int().min(0).max(365).default(30).describe('So far back the first pull begins.'),
  })).default({}).describe('Systems that hold records of several vendors already.'),
  detectors: z.record(z.string(), z.record(z.string(), z.number())).default({}).describe('Settings by detector.'),
  fusion: z.record(z.string(), z.number()).default({}),
  checks: z.strictObject({
    stages: z.partialRecord(z.enum(STAGES), z.array(z.enum(CHECK_KINDS)).max(CHECK_KINDS.length)).default({}).describe('Checks that are due for everybody at a stage, such as "day-1": ["in-person"]. By default none.'),
    documents: z.array(z.string().trim().min(1).max(100)).max(10).default([]).describe('Documents of which a person may show one of their choice. By default none, and nobody is asked for any.'),
    code_days: z.number().int().min(1).max(30).default(7).describe('Days that a code for a profile holds.'),
    cohort_fewest: z.number().int().min(2).max(100).default(3).describe('A cohort of fewer people would single somebody out, and is refused.'),
  }).prefault({}).describe('How people check people: the same for everybody.'),
  response: z.strictObject({
    plan: z.string().optional().describe('A file such as response.json with the company\'s own steps of a response: {"steps": [{"id", "title", "says", "contact", "owner", "due_hours"}]}. Without it the plan is written on the page "The plan". It has the steps confirm and preserve.'),
  }).prefault({}),
  network: z.strictObject({
    ca_file: z.string().optional().describe('PEM certificates that are trusted beside the usual ones, such as those of an inspecting proxy. Proxies themselves come from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.'),
  }).prefault({}),
  notify: z.strictObject({
    link: z.url({ protocol: /^https?$/, error: 'the address of the pages, such as https://farmwatch.acme.example' }).refine((text) => !hasAccount(text), 'an account does not belong into the address').optional().describe('Address of the pages as people open them; messages link to the case.'),
    acknowledge_hours: z.number().int().min(1).max(720).default(24).describe('A case that nobody has taken by then is told of once more.'),
    receivers: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'name a receiver with small letters, digits and hyphens'), receiverSchema(secret)).default({}),
  }).prefault({}).describe('Who is told of cases, and how: src/notify/README.md.'),
  reveal: z.strictObject({
    hours: z.number().int().min(1).max(168).default(8).describe('So long somebody may look at who is behind a pseudonym, once a second person has granted it.'),
    outside_reader: z.string().optional().describe('The mail receiver under notify.receivers that hears of a reveal which nobody else in the company may grant; it opens an hour after they were told.'),
  }).prefault({}),
  sharing: z.strictObject({
    taxii: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'name a collection with small letters, digits and hyphens'), z.strictObject({
      api_root: service.describe('Address of the API root, such as https://taxii.isac.example/farms/.'),
      collection: z.string().regex(/^[\w.-]{1,200}$/, 'the id of a collection').describe('Id of the collection there.'),
      username: z.string().optional(), password: secret.optional(), token: secret.optional().describe('Sent as a Bearer token.'),
      receive: z.boolean().default(false).describe('True where indicators of it are fetched, as schedule.indicators says.'),
    }).superRefine((own, context) => {
      if ((own.username === undefined) !== (own.password === undefined) || (own.username !== undefined && own.token !== undefined)) context.addIssue({ code: 'custom', path: ['username'], message: 'name username and password, or token, or neither' });
    })).default({}),
  }).prefault({}).describe('TAXII 2.1 collections that bundles of cases may be sent to, once a second person has approved each, and from which indicators of others come.'),
  intake: z.strictObject({
    spool_mb: z.number().int().min(64).max(1_000_000).default(1024).describe('So much may wait on disk, of all sources together, while the store is away.'),
    message_kb: z.number().int().min(8).max(1024).default(64).describe('A longer message of syslog is counted and left out.'),
    request_mb: z.number().int().min(1).max(512).default(32).describe('The most that one request may bring, unpacked.'),
    syslog: z.array(syslogPort).default([]),
  }).superRefine(({ spool_mb: spool, request_mb: request, syslog }, context) => {
    // One source takes no more of the spool than it leaves free.
    if (request > spool / 2) context.addIssue({ code: 'custom', path: ['request_mb'], message: `a request of ${request} MB never finds room in ${spool} MB: take half of spool_mb at most` });
    syslog.forEach((port, i) => {
      const other = syslog.findIndex((one, before) => before < i && isSamePort(one, port));
      if (other >= 0) context.addIssue({ code: 'custom', path: ['syslog', i, 'port'], message: `intake.syslog.${other} listens there already; one port takes one source` });
    });
  }).prefault({}),
  uploads: z.strictObject({
    file_mb: megabytes(10_240).default(1_024).describe('The most that one file of records or events may have, as it is sent.'),
    table_mb: megabytes(1_024).default(128).describe('The most that a table may have, unpacked: it is read whole.'),
    workbook_mb: megabytes(512).default(64).describe('The most that a workbook may have, as it is sent: it is read whole.'),
    files: z.number().int().min(1).max(200).default(40).describe('So many files of one person may wait to be imported.'),
    waiting_mb: megabytes(100_000).default(4_096).describe('So much may wait to be imported, of everybody together.'),
    at_once: z.number().int().min(1).max(64).default(8).describe('So many files of everybody may be on their way.'),
    laptops_mb: megabytes(64).default(4).describe('The most that a list of laptops, or an order list, may have on the IT desk.'),
  }).prefault({}).describe('What may be brought on pages. "farmwatch doctor" shows what holds.'),
  sign_in: z.strictObject({
    local: z.boolean().default(true).describe('Local accounts. The account for emergencies works without.'),
    second_factor: z.enum(['required', 'offered']).default('required').describe('For local accounts: a code of an authenticator beside the password. Where it is required, whoever has none sets it up before anything else opens.'),
    idle_minutes: z.number().int().min(5).max(720).default(30).describe('A session that nobody uses for so long is over; after twelve hours any is.'),
    oidc: openId.optional().describe('Sign-in through a provider of OpenID Connect, by code flow with PKCE.'),
  }).refine(({ local, oidc }) => local || oidc !== undefined, { path: ['local'], error: 'without local accounts nobody could sign in: name a provider under sign_in.oidc' }).prefault({}),
  server: z.strictObject({
    host: z.string().default('127.0.0.1'),
    port: z.number().int().min(0).max(65535).default(8420),
    trusted_proxies: z.array(believed('proxies')).default([]).describe('Addresses or blocks of the proxies in front. X-Forwarded-For and X-Forwarded-Proto are believed from these only; by default from nobody.'),
  }).prefault({}),
});
export type Config = z.infer<typeof schema>;

/** The published JSON Schema of `farmwatch.json`. */
export function configSchema(): unknown {
  return z.toJSONSchema(schema, { io: 'input' });
}

export interface Loaded {
  readonly config: Config;
  /** The file it came from; undefined where none was found and defaults hold. */
  readonly file: string | undefined;
  /** Resolves paths of the file against its folder, others against the working folder. */
  path(name: string): string;
}

/**
 * Reads the configuration: `--config`, else FARMWATCH_CONFIG, else `farmwatch.json` here, else defaults.
 *
 * @throws FarmwatchError `config.invalid` with the name, what was found and what would fit
 */
export function loadConfig(asked: string | undefined): Loaded {
  // Set to nothing it names nothing, as for every other program.
  const named = asked ?? (process.env['FARMWATCH_CONFIG'] || undefined);
  const file = named ?? (existsSync('farmwatch.json') ? 'farmwatch.json' : undefined);
  if (file === undefined) return { config: schema.parse({}), file, path: (name) => resolve(name) };
  if (!existsSync(file)) throw new FarmwatchError('file.missing', { file });
  let raw: unknown;
  try {
    const text = textOf(file);
    raw = JSON.parse(text);
    const twice = statedTwice(text);
    if (twice !== undefined) throw new FarmwatchError('config.invalid', { file, why: `${twice} stands there twice, and only the last would hold; keep one` });
  } catch (cause) {
    if (cause instanceof FarmwatchError) throw cause;
    throw new FarmwatchError('config.invalid', { file, why: `not JSON (${messageOf(cause)})` }, { cause });
  }
  const read = schema.safeParse(raw, { reportInput: true, error: worded });
  if (!read.success) {
    throw new FarmwatchError('config.invalid', { file, why: read.error.issues.flatMap(saidOf).join('; ') });
  }
  const folder = dirname(resolve(file));
  return { config: read.data, file, path: (name) => (isAbsolute(name) ? name : name.startsWith('~/') ? join(homedir(), name.slice(2)) : join(folder, name)) };
}

/** What may stand here by mistake is never shown. */
const SECRETS = new Set(['password', 'client_secret', 'api_key', 'key', 'token', 'url']);

/** What is wrong with the file: where, what was found, what would fit. */
function saidOf(issue: z.core.$ZodIssue): readonly string[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(at);
    return issue.keys.map((key) => `${[...at, key].join('.')}: there is no such setting; did you mean ${meant(at, key, known)}?`);
  }
  // What is wrong with a name stands inside.
  const message = issue.code === 'invalid_key' ? issue.issues.map((inner) => inner.message).join(', ') : issue.message;
  const isHidden = SECRETS.has(at.at(-1) ?? '') || (typeof issue.input === 'string' && issue.input.includes('@') && issue.input.includes('://'));
  const found = typeof issue.input === 'object' || issue.input === undefined || isHidden ? '' : `${JSON.stringify(issue.input)}: `;
  return [`${at.join('.') || 'the file'}: ${found}${message}`];
}

/** The names that may stand in a part of the configuration, as the published schema has them. */
function knownKeys(path: readonly string[]): readonly string[] {
  interface Part { readonly properties?: Readonly<Record<string, Part>>; readonly additionalProperties?: Part | boolean; readonly oneOf?: readonly Part[] }
  let part = configSchema() as Part | undefined;
  for (const name of path) part = part?.properties?.[name] ?? (typeof part?.additionalProperties === 'object' ? part.additionalProperties : undefined);
  // Of something that is one of several kinds, the names of all of them.
  return [part, ...part?.oneOf ?? []].flatMap((one) => Object.keys(one?.properties ?? {}));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'EISDIR' ? 'it is a folder; name the file inside' : `it cannot be read (${messageOf(cause)})`;
    throw new FarmwatchError('config.invalid', { file, why }, { cause });
  }
}

/** The text behind a reference to a secret; plain text is refused by the schema. */
export function readSecret(reference: string, path: (name: string) => string): string {
  const [kind, name] = [reference.slice(0, reference.indexOf(':')), reference.slice(reference.indexOf(':') + 1)];
  if (kind === 'env') {
    const value = process.env[name];
    if (value === undefined) throw new FarmwatchError('config.invalid', { file: reference, why: `the environment has no ${name}; set it and start again` });
    return filled(value, reference);
  }
  const folder = process.env['CREDENTIALS_DIRECTORY'];
  const file = kind === 'credential' ? join(folder ?? '/run/credentials', name) : path(name);
  if (!existsSync(file)) throw new FarmwatchError('file.missing', { file });
  return filled(readFileSync(file, 'utf8').trim(), reference);
}

/** An empty secret is a missing one: sent, it would be told as one that ended. */
function filled(secret: string, reference: string): string {
  if (secret.trim() === '') throw new FarmwatchError('config.invalid', { file: reference, why: 'it is empty; put the secret there' });
  return secret;
}

/** The proxies of the environment, by the names of their variables. */
export interface Proxies { readonly HTTPS_PROXY?: string; readonly HTTP_PROXY?: string; readonly NO_PROXY: string }

/** What runs on this machine is never asked for through a proxy: a command finds its server here. */
const HERE = 'localhost,127.0.0.1,::1';

/** A variable under its lower-case name, else as it stands; undefined where it is empty. */
function textOfEither(name: string): string | undefined {
  return (process.env[name.toLowerCase()] ?? process.env[name]) || undefined;
}

/** The environment, read here and nowhere else. */
export const ENVIRONMENT = {
  /** Shows where a mistake in the code was met. */
  get trace(): boolean { return (process.env['FARMWATCH_TRACE'] ?? '') !== ''; },
  /** True for a service to which systemd gave credentials. */
  get hasCredentials(): boolean { return process.env['CREDENTIALS_DIRECTORY'] !== undefined; },
  get noColour(): boolean { return (process.env['NO_COLOR'] ?? '') !== ''; },
  get elasticPassword(): string | undefined { return process.env['FARMWATCH_STORE_PASSWORD']; },
  get elasticUser(): string | undefined { return process.env['FARMWATCH_STORE_USERNAME']; },
  get elasticApiKey(): string | undefined { return process.env['FARMWATCH_STORE_API_KEY']; },
  get elasticCa(): string | undefined { return process.env['FARMWATCH_STORE_CA']; },
  /** Where Chromium may be. */
  get browser(): { readonly named: string | undefined; readonly path: string } { return { named: process.env['CHROMIUM_PATH'], path: process.env['PATH'] ?? '' }; },
  /** As other programs read them; undefined where no proxy is named. */
  get proxies(): Proxies | undefined {
    const [HTTPS_PROXY, HTTP_PROXY, NO_PROXY] = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'].map(textOfEither);
    if (HTTPS_PROXY === undefined && HTTP_PROXY === undefined) return undefined;
    return { ...(HTTPS_PROXY === undefined ? {} : { HTTPS_PROXY }), ...(HTTP_PROXY === undefined ? {} : { HTTP_PROXY }), NO_PROXY: [HERE, NO_PROXY].filter(Boolean).join(',') };
  },
  get elasticPrefix(): string | undefined { return process.env['FARMWATCH_STORE_PREFIX']; },
};
