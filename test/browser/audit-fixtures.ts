import type { ApprovalsView, ApprovalView, AuditRow, AuditView, ExportAsk, ExportRequestView, ExportsView } from '../../src/api/contract.ts';
import { AS_OF, HOSTILE } from './fixtures.ts';

const HOUR = 3_600_000;
const row = (n: number, over: Partial<AuditRow>): AuditRow => ({ n, at: AS_OF - (500 - n) * 60_000, by: 'D. Reyes', role: 'analyst', from: 'page', did: 'looked', said: 'looked at a case', id: 'c-31', people: ['Heron-417', 'Wren-100'], ...over });

const ROWS: readonly AuditRow[] = [
  row(500, { by: 'P. Lindqvist', role: 'privacy', said: 'read the audit', id: '', people: [] }),
  row(499, { by: HOSTILE, did: 'change', said: 'asked for a change: Take, give back, note, close, reopen', refused: 409 }),
  row(498, { did: 'listed', said: 'was shown a list: Open cases and watched people', id: '', people: [] }),
  row(497, { by: 'S. Whitlock', role: 'it', did: 'refused', said: 'was refused: Open cases and watched people', id: '', people: [], refused: 403 }),
  row(496, { said: 'exported a case', id: 'c-31 sheet', purpose: 'A report to ic3.gov \u202egnp.exe' }),
  row(495, { by: 'ops', role: undefined, from: 'command', did: 'change', said: 'asked for a change: settings accept', id: '', people: [], clockBack: AS_OF + HOUR }),
  row(494, { by: 'farmwatch', role: undefined, from: 'job', did: 'change', said: 'asked for a change: housekeeping', id: '', people: [] }),
];

function auditView(query: URLSearchParams): AuditView {
  const [who, what] = [query.get('who'), query.get('what')];
  const held = query.get('before') === null ? ROWS : ROWS.slice(0, 2).map((one) => ({ ...one, n: one.n - 300 }));
  const rows = held.filter(({ by, said }) => (who === null || by === who) && (what === null || said.includes(what)));
  return {
    chain: { entries: 500, anchors: 12, newest: { n: 500, hash: '9f2c'.repeat(16), at: AS_OF }, fault: undefined, checkedAt: AS_OF, wholeAt: query.get('whole') === null ? AS_OF - HOUR : AS_OF },
    anchor: { n: 412, day: '2026-11-15', at: AS_OF - 15 * HOUR, to: ['file', 'ledger-mail'] }, anchorsProblem: undefined,
    who: ['D. Reyes', 'P. Lindqvist', 'S. Whitlock', 'farmwatch', 'ops'], total: rows.length, more: who === null && what === null && query.get('before') === null ? 300 : 0, rows,
  };
}
export const BROKEN_CHAIN: Partial<AuditView> = {
  chain: { entries: 500, anchors: 3, newest: { n: 37, hash: 'ab'.repeat(32), at: AS_OF - 90 * HOUR }, fault: { n: 38, why: 'its hash does not fit what it says and the hash of the entry before' }, checkedAt: AS_OF, wholeAt: AS_OF },
  anchor: undefined, anchorsProblem: '/mnt/worm/anchors.ndjson: line 3 is no anchor.',
};

const request = (id: string, over: Partial<ExportRequestView> = {}): ExportRequestView => ({ id, caseId: 'C-31', what: 'sheet', says: 'the sheet for law enforcement', to: 'FBI Tulsa', why: `A report to ic3.gov ${HOSTILE}`, by: 'D. Reyes', at: AS_OF - 3 * HOUR, mine: true, approved: undefined, held: [], ...over });
const REQUESTS: readonly ExportRequestView[] = [
  request('x-3'),
  request('x-2', { what: 'share', says: 'the STIX bundle, sent to a collection', to: 'isac', why: 'Others look for the same', at: AS_OF - 26 * HOUR, held: [{ by: 'M. Osei', at: AS_OF - 20 * HOUR, note: 'Counsel reads it first.' }], mine: false, by: 'K. Abara' }),
  request('x-1', { what: 'stix', says: 'the STIX bundle', to: 'ISAC desk', at: AS_OF - 50 * HOUR, approved: { by: 'M. Osei', at: AS_OF - 48 * HOUR, note: undefined } }),
  request('x-0', { what: 'share', says: 'the STIX bundle, sent to a collection', to: 'isac', at: AS_OF - 70 * HOUR, approved: { by: 'M. Osei', at: AS_OF - 68 * HOUR, note: 'as agreed' } }),
];

/** What was sent to the pages of exports. */
export interface SentExports { readonly path: string; readonly body: unknown }

/** Answers about the audit and exports; undefined for whatever else. */
export function auditAnswers(): { readonly sent: SentExports[]; view: (view: AuditView) => AuditView; readonly requests: ExportRequestView[]; answer(url: URL, method: string, body: () => Promise<unknown>): Promise<unknown>; reset(): void } {
  const desk = {
    sent: [] as SentExports[], view: (view: AuditView): AuditView => view, requests: [...REQUESTS],
    reset(): void {
      desk.sent.length = 0;
      desk.view = (view) => view;
      desk.requests.splice(0, Infinity, ...REQUESTS);
    },
    async answer(url: URL, method: string, body: () => Promise<unknown>): Promise<unknown> {
      const [, , kind, id = '', rest] = url.pathname.split('/');
      if (kind === 'audit') return desk.view(auditView(url.searchParams));
      if (kind === 'cases' && rest === 'exports' && method === 'GET') return { collections: ['isac'], requests: desk.requests } satisfies ExportsView;
      if (kind === 'approvals' && id === '') return { requests: desk.requests } satisfies ApprovalsView;
      if (method === 'POST' && ((kind === 'cases' && rest === 'exports') || kind === 'approvals' || kind === 'exports')) {
        const told = await body();
        desk.sent.push({ path: url.pathname, body: told });
        if (rest === 'send') return { taken: 12, known: 0, refused: 0 };
        if (kind === 'cases') {
          const { what, to, why } = told as ExportAsk;
          desk.requests.unshift(request('x-9', { what, to, why, at: AS_OF }));
          return desk.requests[0];
        }
        const at = desk.requests.findIndex((one) => one.id === id);
        if (rest === 'approve') desk.requests[at] = { ...desk.requests[at]!, approved: { by: 'M. Osei', at: AS_OF, note: undefined } };
        return desk.requests[at];
      }
      const one = desk.requests.find((asked) => asked.id === id);
      if (kind === 'approvals' && one) return { ...one, sum: `sum of ${id}`, text: `# Facts of case C-31\n\n**DRAFT. Not approved to leave the company.**\n\n${HOSTILE}\n${'| a row | of facts |\n'.repeat(60)}` } satisfies ApprovalView;
      return undefined;
    },
  };
  return desk;
}
