import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { AccountAct, BeginView, CaseAct, CaseView, DeviceActAnswer, DeviceActRequest, DeviceActView, DevicesView, HiresView, ImportView, NewAccount, QueueView, SessionView, ShipmentsView, SignInView, SourcesView, WaitingActsView } from '../../src/api/contract.ts';
import { MAY } from '../../src/api/access.ts';
import { auditAnswers } from './audit-fixtures.ts';
import { accountsView, AS_OF, beginView, caseView, detectorsView, devicesView, filesView, HELD, messagesView, hiresView, OFFERS, ownAccountView, personView, queueView, revealsView, rowsView, similarView, sourcesView, timelineView, TRIAL, waitingView } from './fixtures.ts';
import { applicationsView, applicationView, checksView, checkView, responsePlanView, responsesView, responseView } from './human-fixtures.ts';
import { ABOUT_YOU, CORRECTIONS, DUTIES, holdsView, rightsView } from './fixtures-rights.ts';

/** The policy that the product's own server sends. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'none'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.md': 'text/markdown; charset=utf-8' };
const SESSION: SessionView = { user: 'D. Reyes', role: 'analyst', demo: true, csrf: 'token-1', may: MAY.analyst };

/** What a test may see and change while the pages run. */
export interface Desk {
  readonly url: string;
  readonly acts: { readonly id: string; readonly csrf: string | undefined; readonly body: CaseAct }[];
  readonly deviceActs: DeviceActRequest[];
  /** Words about what waits: path and note. */
  readonly words: { readonly path: string; readonly note: string | undefined }[];
  /** How what waits differs from the fixture. */
  waiting: (view: WaitingActsView) => WaitingActsView;
  role: SessionView['role'];
  /** How the list of laptops differs from the fixture. */
  devices: (view: DevicesView) => DevicesView;
  /** How the sources differ from the fixture. */
  sources: (view: SourcesView) => SourcesView;
  /** How the ways to begin differ from the fixture. */
  begin: (view: BeginView) => BeginView;
  /** How the list of hires differs from the fixture. */
  hires: (view: HiresView) => HiresView;
  /** How the queue differs from the fixture. */
  queue: (view: QueueView) => QueueView;
  /** The audit and exports. */
  readonly audit: ReturnType<typeof auditAnswers>;
  signedIn: boolean;
  /** Token of the session of now, and whose it is. */
  csrf: string;
  user: string;
  /** Ways to sign in, and what the door says of a refusal. */
  signIn: (refused: string | null) => SignInView;
  readonly accountActs: { readonly path: string; readonly body: AccountAct | Record<string, never> }[];
  /** Answers of `/api/…` that are broken on purpose, by path. */
  readonly broken: Map<string, { readonly status: number; readonly message: string; readonly code?: string }>;
  /** Sends news to all pages. */
  readonly push: (event: 'run' | 'case' | 'devices' | 'waiting', data: unknown) => void;
  readonly reset: () => void;
  readonly close: () => Promise<void>;
}

/**
 * The built pages over a plain server with made-up answers: nothing of the product but the contract.
 *
 * @param pages  folder with the built `index.html`
 */
export async function startDesk(pages: string): Promise<Desk> {
  const streams = new Set<ServerResponse>();
  const changed = new Map<string, Partial<CaseView>>();
  const done = new Map<string, readonly DeviceActView[]>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });

  const desk: Desk = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    audit: auditAnswers(), acts: [], accountActs: [], signIn: () => ({ local: true }), deviceActs: [], words: [], waiting: (view) => view, role: 'analyst', signedIn: true, csrf: 'token-1', user: 'D. Reyes', broken: new Map(), queue: (view) => view, devices: (view) => view, sources: (view) => view, hires: (view) => view, begin: (view) => view,
    push: (event, data) => { for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`); },
    reset: () => {
      desk.acts.length = 0;
      desk.accountActs.length = 0;
      desk.signIn = () => ({ local: true });
      desk.signedIn = true;
      [desk.csrf, desk.user] = [SESSION.csrf, SESSION.user];
      desk.audit.reset();
      desk.broken.clear();
      desk.queue = (view) => view;
      desk.devices = (view) => view;
      desk.sources = (view) => view;
      desk.hires = (view) => view;
      desk.begin = (view) => view;
      desk.deviceActs.length = 0;
      desk.role = 'analyst';
      desk.words.length = 0;
      desk.waiting = (view) => view;
      changed.clear();
      done.clear();
    },
    close: async () => {
      for (const stream of streams) stream.end();
      server.closeAllConnections();
      await new Promise((done) => { server.close(done); });
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', desk.url);
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('x-content-type-options', 'nosniff');
    if (!url.pathname.startsWith('/api/')) return page(pages, url.pathname, response);
    const broken = desk.broken.get(url.pathname);
    if (broken) return json(response, broken.status, { code: broken.code ?? 'test', message: broken.message });
    if (url.pathname === '/api/about-you') return json(response, 200, ABOUT_YOU);
    if (url.pathname === '/api/login') {
      const body = await bodyOf(request) as { name: string; password: string };
      desk.signedIn = body.password === 'right';
      return desk.signedIn ? json(response, 200, SESSION) : json(response, 401, { code: 'login.wrong', message: 'Name and password do not fit.' });
    }
    if (url.pathname === '/api/sign-in') return json(response, 200, desk.signIn(url.searchParams.get('refused')));
    if (!desk.signedIn) return json(response, 401, { code: 'sign-in.needed', message: 'Please sign in first.' });
    if (url.pathname === '/api/session') return json(response, 200, { ...SESSION, user: desk.user, csrf: desk.csrf, role: desk.role, may: MAY[desk.role] });
    if (url.pathname === '/api/logout') {
      desk.signedIn = false;
      return json(response, 200, {});
    }
    if (url.pathname === '/api/account') return json(response, 200, ownAccountView());
    if (url.pathname === '/api/account/sessions/end') return json(response, 200, { ended: 1 });
    if (url.pathname === '/api/accounts' && request.method === 'POST') return json(response, 200, { name: (await bodyOf(request) as NewAccount).name, password: 'made-up-password-1', accounts: accountsView() });
    if (url.pathname === '/api/accounts') return json(response, 200, accountsView());
    const renewed = /^\/api\/accounts\/([^/]+)\/password$/.exec(url.pathname)?.[1];
    if (renewed !== undefined) {
      desk.accountActs.push({ path: url.pathname, body: await bodyOf(request) as Record<string, never> });
      return json(response, 200, { name: decodeURIComponent(renewed), password: 'made-up-password-2', accounts: accountsView() });
    }
    if (url.pathname.startsWith('/api/accounts/')) {
      desk.accountActs.push({ path: url.pathname, body: await bodyOf(request) as AccountAct });
      return json(response, 200, accountsView());
    }
    if (url.pathname === '/api/devices') return json(response, 200, desk.devices(currentDevices()));
    if (url.pathname === '/api/devices/acts') return performOnDevices(request, response);
    if (url.pathname === '/api/devices/import') return json(response, 200, importOf((await bodyOf(request) as { take: boolean }).take));
    if (url.pathname === '/api/shipments') return json(response, 200, SHIPMENTS);
    if (url.pathname === '/api/queue' && desk.role === 'it') return json(response, 403, { code: 'forbidden', message: 'Your role "it" may not read cases.' });
    if (url.pathname === '/api/queue') return json(response, 200, desk.queue(currentQueue()));
    if (url.pathname === '/api/sources') return json(response, 200, desk.sources(sourcesView()));
    if (url.pathname === '/api/messages') return json(response, 200, messagesView());
    if (url.pathname === '/api/response-plan') return json(response, 200, responsePlanView());
    if (url.pathname === '/api/holds') return json(response, 200, holdsView());
    if (url.pathname === '/api/rights') return json(response, 200, rightsView());
    if (url.pathname === '/api/duties') return json(response, 200, DUTIES);
    if (/^\/api\/(cases|people)\/[^/]+\/corrections$/.test(url.pathname)) return json(response, 200, CORRECTIONS);
    if (url.pathname === '/api/reveals') return json(response, 200, revealsView());
    if (url.pathname === '/api/detectors') return json(response, 200, detectorsView());
    if (url.pathname === '/api/begin') return json(response, 200, desk.begin(beginView()));
    if (url.pathname === '/api/files') return json(response, 200, filesView());
    if (url.pathname === '/api/hires') return json(response, 200, desk.hires(hiresView()));
    if (url.pathname === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': hello\n\n');
      streams.add(response);
      request.on('close', () => streams.delete(response));
      return undefined;
    }
    if (url.pathname === '/api/device-acts/waiting') return desk.role === 'it' || desk.role === 'lead' ? json(response, 403, { code: 'forbidden', message: `Your role "${desk.role}" may not work on cases.` }) : json(response, 200, desk.waiting(currentWaiting()));
    const audited = await desk.audit.answer(url, request.method ?? 'GET', () => bodyOf(request));
    if (audited !== undefined) return json(response, 200, audited);
    const [, , kind, rawId = '', rest, further] = url.pathname.split('/');
    const id = decodeURIComponent(rawId);
    const human = rest === undefined && request.method === 'GET' ? ofPeople(kind, id) : undefined;
    if (human !== undefined) return json(response, 200, human);
    if (rest === 'try' || further === 'try') return json(response, 200, TRIAL);
    if ((kind === 'device-acts' || kind === 'allowances') && (rest === 'release' || rest === 'hold')) {
      desk.words.push({ path: url.pathname, note: (await bodyOf(request) as { note?: string }).note });
      desk.push('waiting', {});
      return json(response, 200, {});
    }
    if (kind === 'cases' && rest === 'allowances') return json(response, 200, OFFERS);
    if (kind === 'cases' && rest === 'similar') return json(response, 200, similarView(id));
    if (kind === 'findings' && rest === 'rows') return json(response, 200, rowsView());
    if ((kind === 'cases' || kind === 'people') && rest === 'timeline') return json(response, 200, timelineView(url.searchParams.get('hire') ?? ''));
    if (kind === 'people' && rest === undefined) return found(response, personView(id));
    if (kind === 'cases' && rest === undefined) return found(response, currentCase(id));
    if (kind === 'cases' && rest === 'acts' && request.method === 'POST') return perform(id, request, response);
    return json(response, 404, { code: 'route.unknown', message: 'There is nothing under this address.' });
  }

  function currentDevices(): DevicesView {
    const view = devicesView();
    const rows = view.rows.map((row) => {
      const acts = [...row.acts, ...done.get(row.serial) ?? []];
      const last = acts.findLast(({ state }) => state !== 'taken-back');
      return { ...row, acts, undoable: last?.kind === 'returned' ? undefined : last?.kind, revision: `r${acts.length}` };
    });
    return { ...view, rows };
  }

  async function performOnDevices(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request) as DeviceActRequest;
    desk.deviceActs.push(body);
    const { kind } = body;
    const answers = body.devices.map(({ serial }): DeviceActAnswer => {
      const before = done.get(serial) ?? [];
      if (kind === 'take-back') {
        done.set(serial, before.with(-1, { ...before.at(-1)!, state: 'taken-back' }));
        return { serial, outcome: 'recorded', said: 'Taken back; the list of what was done keeps it.' };
      }
      const isHeld = HELD.has(serial) && kind !== 'returned' && kind !== 'approved-move';
      done.set(serial, [...before, { kind, at: AS_OF, by: 'S. Whitlock', state: isHeld ? 'on-hold' : 'recorded', until: body.move?.until, approvedBy: body.move?.approvedBy }]);
      return { serial, outcome: isHeld ? 'on-hold' : 'recorded', said: isHeld ? 'Contact on hold. It is recorded and waits until it is let go; please do not write or call.' : 'Recorded: ask the holder; the message is yours to send.' };
    });
    return json(response, 200, { answers });
  }

  /** What was let go is gone; what was left has one note more. */
  function currentWaiting(): WaitingActsView {
    const view = waitingView();
    const left = <T extends { readonly id: string; readonly notes: WaitingActsView['acts'][number]['notes'] }>(kind: string, rows: readonly T[]): readonly T[] => rows
      .filter(({ id }) => !desk.words.some(({ path }) => path === `/api/${kind}/${id}/release`))
      .map((row) => ({ ...row, notes: [...row.notes, ...desk.words.filter(({ path }) => path === `/api/${kind}/${row.id}/hold`).map(({ note }) => ({ at: AS_OF, by: SESSION.user, text: note ?? '' }))] }));
    return { acts: left('device-acts', view.acts), allowances: left('allowances', view.allowances) };
  }

  function currentCase(id: string): CaseView | undefined {
    const view = caseView(id);
    return view && { ...view, ...changed.get(id) };
  }

  function currentQueue(): QueueView {
    const view = queueView();
    return { ...view, rows: view.rows.map((row) => {
      const now = changed.get(row.id);
      return now ? { ...row, owner: 'owner' in now ? now.owner : row.owner, status: now.status ?? row.status } : row;
    }) };
  }

  async function perform(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request) as CaseAct;
    const csrf = request.headers['x-csrf-token'];
    desk.acts.push({ id, csrf: typeof csrf === 'string' ? csrf : undefined, body });
    const view = currentCase(id);
    if (!view) return json(response, 404, { code: 'case.none', message: 'There is no such case.' });
    if (csrf !== desk.csrf) return json(response, 400, { code: 'page.outdated', message: 'The page is out of date. Load it again.' });
    if (body.revision !== view.revision) return json(response, 409, { code: 'record.stale', message: `Someone else changed ${id} first; read it again and retry.` });
    const before = changed.get(id) ?? {};
    const revision = `${view.revision}+`;
    if (body.kind === 'take') changed.set(id, { ...before, owner: SESSION.user, revision, history: [...view.history, { at: AS_OF, by: 'L. Osei', said: 'Taken', chance: undefined }] });
    if (body.kind === 'release') changed.set(id, { ...before, owner: undefined, revision });
    if (body.kind === 'note') changed.set(id, { ...before, notes: [...view.notes, { at: AS_OF, by: SESSION.user, text: body.text }], revision });
    if (body.kind === 'close') changed.set(id, { ...before, status: 'closed', closed: { reason: body.reason, note: body.note, ...(body.same === undefined ? {} : { same: body.same }), by: SESSION.user, at: AS_OF }, revision });
    if (body.kind === 'reopen') changed.set(id, { ...before, status: 'open', closed: undefined, revision });
    desk.push('case', { id });
    return json(response, 200, currentCase(id));
  }

  return desk;
}

/** Checks, applications and responses: a list, or one of it. */
function ofPeople(kind: string | undefined, id: string): object | undefined {
  switch (kind) {
    case 'checks': return id === '' ? checksView() : checkView(id);
    case 'applications': return id === '' ? applicationsView() : applicationView(id);
    case 'responses': return id === '' ? responsesView() : responseView(id);
    default: return undefined;
  }
}

const SHIPMENTS: ShipmentsView = { lines: [{ line: 2, answer: 'ok', why: '' }, { line: 3, answer: 'confirm', why: 'it is not near the address on record: ask the recipient to confirm it by a call' }, { line: 4, answer: 'hold', why: 'the recipient is not known: check hire_id or e-mail' }] };

function importOf(take: boolean): ImportView {
  return { read: 2, added: 1, known: 1, rejected: [], mapping: [{ header: 'Serial Number', column: 'serial' }], unknownColumns: [{ name: 'Colour', nearest: undefined }], missing: [], warnings: [], taken: take };
}

function found(response: ServerResponse, view: CaseView | undefined): void {
  if (view) json(response, 200, view);
  else json(response, 404, { code: 'case.none', message: 'There is no such case.' });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function page(pages: string, path: string, response: ServerResponse): Promise<void> {
  const file = extname(path) === '' ? 'index.html' : normalize(path).replace(/^(\.\.[/\\])+/, '');
  try {
    const content = await readFile(join(pages, file));
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(content);
  } catch {
    response.writeHead(404).end('not found');
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
