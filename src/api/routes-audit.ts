import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isoOf, MINUTE } from '../core/time.ts';
import { messageOf } from '../errors.ts';
import { plainText } from '../report/inert.ts';
import { anchorJournal, type Anchored } from '../run/audit/anchors.ts';
import { auditOf } from '../run/audit/audit.ts';
import { isAsked, type AuditFilter } from '../run/audit/filter.ts';
import type { Told } from '../run/audit/entry.ts';
import type { Anchor, Verdict } from '../run/audit/verify.ts';
import { check } from './access.ts';
import type { Session } from './accounts.ts';
import type { AuditRow, AuditView } from './contract.ts';
import { csvCell } from './devices-csv.ts';
import type { ApiParts } from './parts.ts';
import { sessionOf } from './routes-session.ts';

const ROWS_SHOWN = 200;
/** Clocks of several machines differ a little. */
const SLACK = MINUTE;
const word = z.string().trim().max(200).optional().transform((text) => text || undefined);
const Filter = z.object({ who: word, what: word, person: word, day: z.union([z.literal(''), z.iso.date('a day such as 2026-11-16')]).optional().transform((day) => day || undefined) });
const Page = Filter.extend({ before: z.coerce.number().int().min(1).optional() });

const LOOKED: Readonly<Record<string, string>> = {
  'case': 'looked at a case', 'person': 'looked at a person', 'timeline': 'opened a time line', 'rows': 'opened raw records', 'search': 'searched', 'screen': 'screened an application',
  'export': 'exported a case', 'audit': 'read the audit', 'audit list': 'read the audit', 'approval': 'read what is to be approved',
};

/** Who did what, for whoever watches over it. */
export function addAuditRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const audit = auditOf(parts.store);
  /** What each route is for, in the words of its description. */
  const summaries = new Map<string, string>();
  plain.addHook('onRoute', ({ method, url, schema }) => {
    const { summary } = (schema ?? {}) as { readonly summary?: string };
    if (summary !== undefined) for (const one of [method].flat()) summaries.set(`${one} ${url}`, summary);
  });

  /** Reads all of it; that somebody did is the newest entry. */
  const readAll = async (session: Session, filter: AuditFilter): Promise<{ readonly verdict: Verdict; readonly rows: readonly AuditRow[]; readonly who: readonly string[]; readonly anchorsProblem: string | undefined }> => {
    const used = (['who', 'what', 'person', 'day'] as const).filter((name) => filter[name] !== undefined);
    await audit.append({ at: parts.now(), by: session.user, role: session.role, from: 'page', did: 'looked', what: 'audit', id: used.join(' '), people: filter.person === undefined ? [] : [plainText(filter.person)] });
    const { anchors, problem } = anchorsOf(parts);
    const [found, outcomes, who] = [[] as Told[], new Map<number, number>(), new Set<string>()];
    const verdict = await audit.verify(anchors, (entry) => {
      who.add(entry.by);
      if (entry.of !== undefined && entry.status !== undefined) outcomes.set(entry.of, entry.status);
      if (isAsked(entry, filter)) found.push(entry);
    });
    return { verdict, rows: found.toReversed().map((entry) => rowOf(entry, outcomes, summaries)), who: [...who].sort(), anchorsProblem: problem };
  };

  server.get('/api/audit', { schema: { summary: 'Who looked at whom and changed what, and whether any of it was changed since', tags: ['audit'], querystring: Page } }, async (request): Promise<AuditView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'read-audit');
    const { before, ...filter } = request.query;
    const { verdict, rows, who, anchorsProblem } = await readAll(session, filter);
    const older = before === undefined ? rows : rows.filter(({ n }) => n < before);
    const anchor = await lastAnchor(parts);
    return {
      chain: { entries: verdict.entries, anchors: verdict.anchors, newest: verdict.newest, fault: verdict.fault, checkedAt: parts.now() },
      anchor: anchor && { n: anchor.n, day: anchor.day, at: anchor.at, to: [...anchor.to] }, anchorsProblem,
      who: [...who], total: rows.length, more: Math.max(0, older.length - ROWS_SHOWN), rows: older.slice(0, ROWS_SHOWN),
    };
  });

  server.get('/api/audit.csv', { schema: { summary: 'The same as a table for spreadsheets', tags: ['audit'], querystring: Filter } }, async (request, reply) => {
    const session = await sessionOf(request, parts);
    check(session.role, 'read-audit');
    const { rows } = await readAll(session, request.query);
    return reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="audit.csv"').send(auditCsv(rows));
  });
}

function anchorsOf(parts: ApiParts): { readonly anchors: readonly Anchor[]; readonly problem: string | undefined } {
  try {
    return { anchors: parts.anchors?.() ?? [], problem: undefined };
  } catch (error) {
    return { anchors: [], problem: messageOf(error) };
  }
}

async function lastAnchor({ store }: ApiParts): Promise<Anchored | undefined> {
  let last: Anchored | undefined;
  for await (const { entry } of anchorJournal(store).read()) last = entry;
  return last;
}

function rowOf({ n, at, before, by, role, from, did, what, id, people, purpose, status, unwritten }: Told, outcomes: ReadonlyMap<number, number>, summaries: ReadonlyMap<string, string>): AuditRow {
  const answered = status ?? outcomes.get(n);
  return {
    n, at, by: plainText(by), role, from, did, said: `${saidOf(did, plainText(what), summaries)}${unwritten === undefined ? '' : ` (${unwritten} more before it were not written down)`}`, id: plainText(id), people: people.map(plainText),
    ...(purpose === undefined ? {} : { purpose: plainText(purpose) }), ...(answered === undefined ? {} : { refused: answered }), ...(before !== undefined && at < before - SLACK ? { clockBack: before } : {}),
  };
}

function saidOf(did: Told['did'], what: string, summaries: ReadonlyMap<string, string>): string {
  const summary = summaries.get(what) ?? what;
  switch (did) {
    case 'looked': return LOOKED[what] ?? what;
    case 'listed': return `was shown a list: ${summary}`;
    case 'change': return `asked for a change: ${summary}`;
    case 'refused': return `was refused: ${summary}`;
    case 'signed-in': return 'signed in';
    case 'noted': return what;
  }
}

const COLUMNS: readonly (readonly [string, (row: AuditRow) => string | number | undefined])[] = [
  ['number', ({ n }) => n], ['at', ({ at }) => isoOf(at)], ['by', ({ by }) => by], ['role', ({ role }) => role], ['from', ({ from }) => from], ['did', ({ said }) => said], ['id', ({ id }) => id],
  ['people', ({ people }) => people.join(' ')], ['purpose', ({ purpose }) => purpose], ['refused', ({ refused }) => refused],
];

function auditCsv(rows: readonly AuditRow[]): string {
  return [COLUMNS.map(([name]) => name), ...rows.map((row) => COLUMNS.map(([, of]) => of(row)))].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}
