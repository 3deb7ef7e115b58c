import { z } from 'zod';

/** What a receiver may ask for: each alert at once, the alerts of a day in one message, the report of a week, the newest hash of the audit. */
const SENDS = ['alerts', 'digest', 'report', 'anchors'] as const;
export type Sends = (typeof SENDS)[number];

/** How much of a case is told: its id and a link, or also accounts and machines to look for elsewhere. */
const form = z.enum(['pseudonym', 'accounts']).default('pseudonym')
  .describe('"pseudonym" tells the case by its id and link; "accounts" adds user.email and host.name, and goes to an index of its own.');

const HERE = ['127.0.0.1', 'localhost', '::1', '[::1]'];
/** Nothing that would begin another header or another address. */
const mailbox = z.string().max(254).regex(/^[^\s<>",;:@\\()[\]\u0000-\u001f\u007f]+@[A-Za-z0-9.-]+$/, 'write one bare address, such as soc@acme.example');

/** An address that an account or a message goes to: over TLS, but on this machine. */
export const service = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && HERE.includes(url.hostname))) && url.username === '' && url.password === '';
}, 'an address over https without an account in it, such as https://siem.acme.example:8088');

const sends = (...may: readonly [Sends, ...Sends[]]) => z.array(z.enum(may)).min(1).default(['alerts']).describe(`What it gets: ${may.join(', ')}.`);
const ALL = sends('alerts', 'digest', 'report', 'anchors');
const ALERTS = sends('alerts');

/**
 * The settings of one receiver, by its kind.
 *
 * @param secret a text that refers to a secret and is none
 */
export function receiverSchema(secret: z.ZodType<string, string>) {
  const email = z.strictObject({
    kind: z.literal('email'), sends: ALL,
    host: z.string().regex(/^[A-Za-z0-9.:-]+$/, 'the name or address of a mail server').describe('The mail server that takes our mail.'),
    port: z.number().int().min(1).max(65535).optional().describe('587 for starttls, 465 for tls, 25 for none, unless it is said.'),
    security: z.enum(['starttls', 'tls', 'none']).default('starttls').describe('"none" is for a server on this machine alone.'),
    username: z.string().optional(),
    password: secret.optional(),
    from: mailbox, to: z.array(mailbox).min(1).max(50),
    proxy: service.optional().describe('An HTTP proxy that lets CONNECT through to the mail server; those of the environment are for web addresses.'),
  }).superRefine((own, context) => {
    const misfit = (name: string, message: string): void => context.addIssue({ code: 'custom', path: [name], message });
    if (own.security === 'none' && !HERE.includes(own.host)) misfit('security', 'mail goes unencrypted within this machine only');
    if ((own.username === undefined) !== (own.password === undefined)) misfit('password', 'a user name and a password belong together');
    if (own.security === 'none' && own.password !== undefined) misfit('password', 'a password goes over TLS only');
  });
  const webhook = z.strictObject({ kind: z.literal('webhook'), sends: ALL, url: service, key: secret.describe('Signs every message: 24 bytes or more, or whsec_ and base64.') });
  const slack = z.strictObject({ kind: z.literal('slack'), sends: ALL, url: secret.describe('The address of the incoming webhook; whoever knows it may post.') });
  const teams = z.strictObject({ kind: z.literal('teams'), sends: ALL, url: secret.describe('The address of the workflow; whoever knows it may post.') });
  const hec = z.strictObject({
    kind: z.literal('splunk-hec'), sends: ALERTS, url: service.describe('Such as https://splunk.acme.example:8088.'), token: secret, form,
    index: z.string().regex(/^[a-z0-9_][a-z0-9_-]*$/, 'the name of an index').optional().describe("The token's own unless it is said; with form accounts it has to be."),
  }).superRefine((own, context) => {
    if (own.form === 'accounts' && own.index === undefined) context.addIssue({ code: 'custom', path: ['index'], message: 'accounts go to an index of their own: name it' });
  });
  const elastic = z.strictObject({
    kind: z.literal('elasticsearch'), sends: ALERTS, url: service.describe('Such as https://es.acme.example:9200.'), form,
    prefix: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'small letters, digits and hyphens').default('farmwatch').describe('Alerts go to PREFIX-alerts, with form accounts to PREFIX-identified-alerts.'),
    username: z.string().optional(), password: secret.optional(), api_key: secret.optional(),
  }).superRefine((own, context) => {
    const hasAccount = own.username !== undefined && own.password !== undefined;
    if (hasAccount === (own.api_key !== undefined) || (own.username === undefined) !== (own.password === undefined)) context.addIssue({ code: 'custom', path: ['username'], message: 'name username and password, or api_key' });
  });
  return z.discriminatedUnion('kind', [email, webhook, slack, teams, hec, elastic], 'there is no such kind; there are email, webhook, slack, teams, splunk-hec, elasticsearch');
}

export type Receiver = z.infer<ReturnType<typeof receiverSchema>>;
export type ReceiverOf<K extends Receiver['kind']> = Extract<Receiver, { readonly kind: K }>;
/** Receivers by their names in the configuration. */
export type Receivers = Readonly<Record<string, Receiver>>;

/** Names of those who asked for something. */
export function askedFor(receivers: Receivers, what: Sends): readonly string[] {
  return Object.entries(receivers).filter(([, { sends: asked }]) => (asked as readonly Sends[]).includes(what)).map(([name]) => name);
}
