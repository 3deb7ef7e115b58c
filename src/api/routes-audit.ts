import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { withoutMarks } from '../core/marks.ts';
import { isoOf, MINUTE } from '../core/time.ts';
import { messageOf } from '../errors.ts';
import { anchorJournal, type Anchored } from '../run/audit/anchors.ts';
import { auditOf } from '../run/audit/audit.ts';
import { isAsked, type AuditFilter } from '../run/audit/filter.ts';
import type { Told } from '../run/audit/entry.ts';
import type { Anchor, Verdict } from '../run/audit/verify.ts';
import type { Viewed } from '../run/views.ts';
import { check } from './access.ts';
import type { Session } from './session-book.ts';
import type { AuditRow, AuditView } from './contract.ts';
import { csvCell } from './devices-csv.ts';
import type { ApiParts } from './parts.ts';
import { sessionOf } from './session.ts';

const ROWS_SHOWN = 200;
/** Clocks of several machines differ a little. */
const SLACK = MINUTE;
const word = z.string().trim().max(200).optional().transform((text) => text || undefined);
const Filter = z.object({ who: word, what: word, person: word, day: z.union([z.literal(''), z.iso.date('a day such as 2026-11-16')]).optional().transform((day) => day || undefined) });
const Page = Filter.extend({ before: z.coerce.number().int().min(1).optional(), whole: z.literal('yes', 'say yes, or nothing').optional() });

/** An entry of another release may name more. */
const LOOKED: Readonly<Record<string, string>> = {
  'case': 'looked at a case', 'person': 'looked at a person', 'timeline': 'opened a time line', 'rows': 'opened raw records', 'search': 'searched', 'screen': 'screened an application',
  'export': 'exported a case', 'copy': 'looked over or took the copy for a person', 'check': 'looked at a check', 'response': 'looked at the response to a case', 'reveal': 'read who somebody is',
  'erasure': 'looked at what an erasure would delete', 'audit': 'read the audit', 'audit list': 'read the audit', 'approval': 'read what is to be approved',
} satisfies Record<Viewed['what'] | 'audit' | 'audit list', string>;

/** Posted, and yet no change. */
const ASKED: Readonly<Record<string, string>> = { 'POST /api/shipments': 'checked parcels before they were sent' };

/** What was read of the audit, newest first, and what was found of its chain. */
interface Read { readonly verdict: Verdict; readonly rows: readonly Told[]; readonly total: number; readonly outcomes: ReadonlyMap<number, number>; readonly who: ReadonlySet<string>; readonly wholeAt: number }

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

  /** Nobody reads it unseen: that somebody did is the newest entry. */
  const noted = async (session: Session, filter: AuditFilter): Promise<boolean> => {
    const used = (['who', 'what', 'person', 'day'] as const).filter((name) => filter[name] !== undefined);
    await audit.append({ at: parts.now(), by: session.user, role: session.role, from: 'page', did: 'looked', what: 'audit', id: used.join(' '), people: filter.person === undefined ? [] : [withoutMarks(filter.person)] });
    return used.length > 0;
  };
  /** Reads all of it, and computes every byte. */
  const readAll = async (filter: AuditFilter, anchors: readonly Anchor[]): Promise<Read> => {
    const [found, outcomes, who] = [[] as Told[], new Map<number, number>(), new Set<string>()];
    const verdict = await audit.verify(anchors, (entry) => {
      who.add(entry.by);
      if (entry.of !== undefined && entry.status !== undefined) outcomes.set(entry.of, entry.status);
      if (isAsked(entry, filter)) found.push(entry);
    }, parts.now());
    return { verdict, rows: found.reverse(), total: found.length, outcomes, who, wholeAt: parts.now() };
  };

  /** The newest, or those before a number: what came since the last whole check is computed, and what is shown. */
  const readNewest = async (anchors: readonly Anchor[], before: number | undefined): Promise<Read> => {
    const { verdict, ...read } = await audit.newest(anchors, { before, most: ROWS_SHOWN }, parts.now());
    return { verdict, total: verdict.entries, ...read };
  };

  server.get('/api/audit', { schema: { summary: 'Who looked at whom and changed what, and whether any of it was changed since', tags: ['audit'], querystring: Page } }, async (request): Promise<AuditView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'read-audit');
    const { before, whole, ...filter } = request.query;
    const isFiltered = await noted(session, filter);
    const { anchors, problem: anchorsProblem } = anchorsOf(parts);
    const { verdict, rows, total, outcomes, who, wholeAt } = isFiltered || whole ? await readAll(filter, anchors) : await readNewest(anchors, before);
    const older = before === undefined ? rows : rows.filter(({ n }) => n < before);
    const left = isFiltered || whole ? older.length : (before ?? total + 1) - 1;
    const shown = older.slice(0, ROWS_SHOWN).map((entry) => rowOf(entry, outcomes, summaries));
    const anchor = await lastAnchor(parts);
    return {
      chain: { entries: verdict.entries, anchors: verdict.anchors, newest: verdict.newest, fault: verdict.fault, checkedAt: parts.now(), wholeAt },
      anchor: anchor && { n: anchor.n, day: anchor.day, at: anchor.at, to: [...anchor.to] }, anchorsProblem,
      who: [...who].sort(), total, more: Math.max(0, left - shown.length), rows: shown,
    };
  });

  server.get('/api/audit.csv', { schema: { summary: 'The same as a table for spreadsheets', tags: ['audit'], querystring: Filter } }, async (request, reply) => {
    const session = await sessionOf(request, parts);
    check(session.role, 'read-audit');
    await noted(session, request.query);
    const { rows, outcomes } = await readAll(request.query, anchorsOf(parts).anchors);
    return reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="audit.csv"').send(auditCsv(rows.map((entry) => rowOf(entry, outcomes, summaries))));
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
    n, at, by: withoutMarks(by), role, from, did, said: `${saidOf(did, withoutMarks(what), summaries)}${unwritten === undefined ? '' : ` (${unwritten} more before it were not written down)`}`, id: withoutMarks(id), people: people.map(withoutMarks),
    ...(purpose === undefined ? {} : { purpose: withoutMarks(purpose) }), ...(answered === undefined ? {} : { refused: answered }), ...(before !== undefined && at < before - SLACK ? { clockBack: before } : {}),
  };
}

function saidOf(did: Told['did'], what: string, summaries: ReadonlyMap<string, string>): string {
  const summary = summaries.get(what) ?? what;
  switch (did) {
    case 'looked': return LOOKED[what] ?? what;
    case 'listed': return `was shown a list: ${summary}`;
    case 'change': return ASKED[what] ?? `asked for a change: ${summary}`;
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
