import type { AccountAct, AccountsView, AllowanceTrialView, AllowedWhat, CaseAct, CheckAct, CheckActAnswer, CheckRequest, ChecksBegun, CorrectionRequest, DeviceActRequest, DeviceActsAnswer, DroppedFile, DutiesRequest, DutiesView, EndSessions, ErasedView, ErasureRequest, FactorBegun, FactorCode, FilesRequest, FilesView, FileWish, HoldView, IdentityView, ImportRequest, ImportView, LegalHoldRequest, LoginRequest, MadeAccount, NewAccount, NewPassword, ProblemView, ProveRequest, RecoveryCodes, ResponseAct, ResponseView, RevealRequest, RevealView, RightsAskView, RightsRequest, SessionView, ShipmentsView } from '../src/api/contract.ts';

/** What went wrong, as a sentence, and of which kind, so that a page can choose its state. */
export interface Problem {
  readonly kind: 'signed-out' | 'forbidden' | 'missing' | 'stale' | 'refused' | 'unreachable' | 'store-away' | 'failed';
  readonly message: string;
  /** Of the server's catalogue, where it said one. */
  readonly code?: string;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** Reads from the server; `T` is the type the contract promises for this path. */
export function read<T>(path: string): Promise<Answer<T>> {
  return ask<T>(path, { method: 'GET' });
}

/** Sends one act on a case. The CSRF token comes from the session. */
export function act(session: SessionView, id: string, body: CaseAct): Promise<Answer<unknown>> {
  return ask(`/api/cases/${encodeURIComponent(id)}/acts`, post(body, session.csrf));
}

/** Records acts on laptops, each with the revision that was seen. */
export function actOnDevices(session: SessionView, body: DeviceActRequest): Promise<Answer<DeviceActsAnswer>> {
  return ask('/api/devices/acts', post(body, session.csrf));
}

export function importLaptops(session: SessionView, body: ImportRequest): Promise<Answer<ImportView>> {
  return ask('/api/devices/import', post(body, session.csrf));
}

export function checkShipments(session: SessionView, text: string): Promise<Answer<ShipmentsView>> {
  return ask('/api/shipments', post({ text }, session.csrf));
}

/** What can wait for a word, as its address names it. */
export type WaitingKind = 'device-acts' | 'allowances' | 'checks';

/** Lets something go that waits: a contact, a move, an entry of the allow-list, or a check. */
export function letGo(session: SessionView, kind: WaitingKind, id: string, note: string): Promise<Answer<unknown>> {
  return ask(`/api/${kind}/${encodeURIComponent(id)}/release`, post(note === '' ? {} : { note }, session.csrf));
}

/** Leaves it waiting, and says why. */
export function leaveOnHold(session: SessionView, kind: WaitingKind, id: string, note: string): Promise<Answer<unknown>> {
  return ask(`/api/${kind}/${encodeURIComponent(id)}/hold`, post({ note }, session.csrf));
}

/** What an entry of the allow-list would have hidden: one that is asked for in a case, or one that waits. */
export function tryAllowance(session: SessionView, of: { readonly caseId: string; readonly what: AllowedWhat } | { readonly waiting: string }): Promise<Answer<AllowanceTrialView>> {
  return 'waiting' in of ? ask(`/api/allowances/${encodeURIComponent(of.waiting)}/try`, post({}, session.csrf)) : ask(`/api/cases/${encodeURIComponent(of.caseId)}/allowances/try`, post({ what: of.what }, session.csrf));
}

/** Asks who is behind the pseudonyms of a case or a person. */
export function askReveal(session: SessionView, body: RevealRequest): Promise<Answer<RevealView>> {
  return ask('/api/reveals', post(body, session.csrf));
}

/** Grants a reveal; with a note, refuses it or ends it. */
export function answerReveal(session: SessionView, id: string, note: string | undefined): Promise<Answer<RevealView>> {
  return ask(`/api/reveals/${encodeURIComponent(id)}/${note === undefined ? 'grant' : 'refuse'}`, post(note === undefined ? {} : { note }, session.csrf));
}

/** Who it is; the server keeps that somebody looked. */
export function lookAtReveal(session: SessionView, id: string): Promise<Answer<IdentityView>> {
  return ask(`/api/reveals/${encodeURIComponent(id)}/look`, post({}, session.csrf));
}

export function beginChecks(session: SessionView, body: CheckRequest): Promise<Answer<ChecksBegun>> {
  return ask('/api/checks', post(body, session.csrf));
}

export function actOnCheck(session: SessionView, id: string, body: CheckAct): Promise<Answer<CheckActAnswer>> {
  return ask(`/api/checks/${encodeURIComponent(id)}/acts`, post(body, session.csrf));
}

export function actOnResponse(session: SessionView, id: string, body: ResponseAct): Promise<Answer<ResponseView>> {
  return ask(`/api/responses/${encodeURIComponent(id)}/acts`, post(body, session.csrf));
}

/** Sends the bytes of a file; `told` hears how much is on its way, 0 to 1. */
export function sendFile(session: SessionView, file: File, told: (share: number) => void): Promise<Answer<DroppedFile>> {
  const { promise, resolve } = Promise.withResolvers<Answer<DroppedFile>>();
  // `fetch` does not tell how far it has come.
  const request = new XMLHttpRequest();
  request.open('POST', `/api/files?name=${encodeURIComponent(file.name.slice(-400))}`);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.setRequestHeader('x-csrf-token', session.csrf);
  request.upload.addEventListener('progress', ({ loaded, total }) => told(total === 0 ? 1 : loaded / total));
  request.addEventListener('load', () => resolve(answerOf(request.status, request.responseText)));
  request.addEventListener('error', () => resolve({ ok: false, problem: { kind: 'unreachable', message: 'The server does not answer, or broke off.' } }));
  request.send(file);
  return promise;
}

export function lookAtFile(session: SessionView, body: FileWish): Promise<Answer<DroppedFile>> {
  return ask('/api/files/look', post(body, session.csrf));
}

export function importFiles(session: SessionView, body: FilesRequest): Promise<Answer<FilesView>> {
  return ask('/api/files/import', post(body, session.csrf));
}

export function removeFile(session: SessionView, id: string): Promise<Answer<unknown>> {
  return ask(`/api/files/${encodeURIComponent(id)}/remove`, post({}, session.csrf));
}

/** Asks for a run; it is under way when the answer comes, not over. */
export function runNow(session: SessionView): Promise<Answer<unknown>> {
  return ask('/api/runs', post({}, session.csrf));
}

export function askHold(session: SessionView, body: LegalHoldRequest): Promise<Answer<HoldView & { readonly said: string }>> {
  return ask('/api/holds', post(body, session.csrf));
}

/** Confirms a hold, or its release, as a second person. */
export function confirmHold(session: SessionView, id: string): Promise<Answer<HoldView>> {
  return ask(`/api/holds/${encodeURIComponent(id)}/confirm`, post({}, session.csrf));
}

export function askRelease(session: SessionView, id: string, reason: string): Promise<Answer<HoldView>> {
  return ask(`/api/holds/${encodeURIComponent(id)}/release`, post({ reason }, session.csrf));
}

export function noteAsk(session: SessionView, body: RightsRequest): Promise<Answer<RightsAskView>> {
  return ask('/api/rights', post(body, session.csrf));
}

/** Says that a copy was looked over, or that the person was answered. */
export function actOnAsk(session: SessionView, id: string, act: { readonly prepare: { readonly withhold?: string } } | { readonly answer: { readonly note: string } }): Promise<Answer<RightsAskView>> {
  const base = `/api/rights/${encodeURIComponent(id)}`;
  return 'prepare' in act ? ask(`${base}/prepare`, post(act.prepare, session.csrf)) : ask(`${base}/answer`, post(act.answer, session.csrf));
}

export function eraseAsked(session: SessionView, id: string, body: ErasureRequest): Promise<Answer<ErasedView>> {
  return ask(`/api/rights/${encodeURIComponent(id)}/erase`, post(body, session.csrf));
}

export function addCorrection(session: SessionView, body: CorrectionRequest): Promise<Answer<unknown>> {
  return ask('/api/corrections', post(body, session.csrf));
}

export function recordDuties(session: SessionView, body: DutiesRequest): Promise<Answer<DutiesView>> {
  return ask('/api/duties', post(body, session.csrf));
}

export function login(body: LoginRequest): Promise<Answer<SessionView>> {
  return ask<SessionView>('/api/login', post(body));
}

/** Ends one of the own sessions; without an id all others. */
export function endSessions(session: SessionView, body: EndSessions): Promise<Answer<unknown>> {
  return ask('/api/account/sessions/end', post(body, session.csrf));
}

/** Shows by the password that its holder is there. */
export function proveIt(session: SessionView, password: string): Promise<Answer<unknown>> {
  return ask('/api/account/prove', post({ password } satisfies ProveRequest, session.csrf));
}

export function beginFactor(session: SessionView): Promise<Answer<FactorBegun>> {
  return ask('/api/account/factor/begin', post({}, session.csrf));
}

/** Takes the authenticator by its first code; all other sessions end. */
export function confirmFactor(session: SessionView, code: string): Promise<Answer<RecoveryCodes>> {
  return ask('/api/account/factor/confirm', post({ code } satisfies FactorCode, session.csrf));
}

export function renewCodes(session: SessionView): Promise<Answer<RecoveryCodes>> {
  return ask('/api/account/factor/codes', post({}, session.csrf));
}

export function removeFactor(session: SessionView, code: string): Promise<Answer<unknown>> {
  return ask('/api/account/factor/remove', post({ code } satisfies FactorCode, session.csrf));
}

/** Changes the own password; all other sessions end. */
export function changePassword(session: SessionView, body: NewPassword): Promise<Answer<unknown>> {
  return ask('/api/account/password', post(body, session.csrf));
}

export function makeAccount(session: SessionView, body: NewAccount): Promise<Answer<MadeAccount>> {
  return ask('/api/accounts', post(body, session.csrf));
}

export function actOnAccount(session: SessionView, id: string, body: AccountAct): Promise<Answer<AccountsView>> {
  return ask(`/api/accounts/${encodeURIComponent(id)}/acts`, post(body, session.csrf));
}

export function renewPassword(session: SessionView, id: string): Promise<Answer<MadeAccount>> {
  return ask(`/api/accounts/${encodeURIComponent(id)}/password`, post({}, session.csrf));
}

export function logout(session: SessionView): Promise<Answer<unknown>> {
  return ask('/api/logout', post({}, session.csrf));
}

/** Sends something that changes something. The CSRF token comes from the session. */
export function send<T>(session: SessionView, path: string, body: unknown): Promise<Answer<T>> {
  return ask<T>(path, post(body, session.csrf));
}

function post(body: unknown, csrf?: string): RequestInit {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (csrf !== undefined) headers['x-csrf-token'] = csrf;
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

/** Whose page this is. A request whose token belongs to an earlier sign-in of the same person is sent once more with that of now. */
let holder: string | undefined;
export function pageIsOf(session: SessionView | undefined): void {
  holder = session?.user;
}

/** Asks, and tells the page where whoever sits there is signed in no more, or anew. */
async function ask<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  const answer = await askOnce<T>(path, init);
  if (answer.ok || path === SESSION_PATH) return answer;
  if (answer.problem.code === 'page.outdated') return askAnew(path, init, answer);
  if (answer.problem.code === 'sign-in.needed') dispatchEvent(new Event('farmwatch:signed-out'));
  return answer;
}

const SESSION_PATH = '/api/session';

/** Somebody signed in in this browser since the page was read: the same person goes on, and anybody else is told. */
async function askAnew<T>(path: string, init: RequestInit, refused: Answer<T>): Promise<Answer<T>> {
  const now = await askOnce<SessionView>(SESSION_PATH, { method: 'GET' });
  if (!now.ok) return refused;
  if (now.value.user !== holder) return { ok: false, problem: { kind: 'refused', message: `${now.value.user} has signed in in this browser since, and nothing was sent under that name. Load the page again to go on as them.` } };
  dispatchEvent(new CustomEvent<SessionView>('farmwatch:signed-in', { detail: now.value }));
  return askOnce<T>(path, { ...init, headers: { ...init.headers, 'x-csrf-token': now.value.csrf } });
}

async function askOnce<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: 'same-origin', headers: { accept: 'application/json', ...init.headers } });
  } catch {
    return { ok: false, problem: { kind: 'unreachable', message: 'The server does not answer.' } };
  }
  return answerOf<T>(response.status, await response.text().catch(() => ''));
}

function answerOf<T>(status: number, text: string): Answer<T> {
  const body = parsed(text);
  return status >= 200 && status < 300 ? { ok: true, value: body as T } : { ok: false, problem: problemOf(status, body) };
}

function problemOf(status: number, body: unknown): Problem {
  const code = isProblem(body) && typeof body.code === 'string' ? body.code : undefined;
  return { ...kindOf(status, body), ...(code === undefined ? {} : { code }) };
}

function kindOf(status: number, body: unknown): Problem {
  const said = isProblem(body) ? body.message : undefined;
  if (status === 401) return { kind: 'signed-out', message: said ?? 'You are not signed in.' };
  if (status === 403) return { kind: 'forbidden', message: said ?? 'Your role does not see this.' };
  if (status === 404) return { kind: 'missing', message: said ?? 'There is nothing under this address.' };
  if (status === 409) return { kind: 'stale', message: said ?? 'Someone else changed this first. Read it again and retry.' };
  if (status === 429) return { kind: 'refused', message: said ?? 'Too many tries. Wait a minute and try again.' };
  if (isProblem(body) && body.code === 'store.away') return { kind: 'store-away', message: 'The server answers, and its store does not; what was recorded is kept.' };
  if (status >= 502 && status <= 504) return { kind: 'unreachable', message: 'The server does not answer.' };
  if (status >= 500) return { kind: 'failed', message: said ?? 'The server met an error of its own. Its log says more.' };
  return { kind: 'refused', message: said ?? `The server refused this (${status}).` };
}

/** What may be over in a moment, so that it is worth asking again. */
export const isAway = ({ kind }: Problem): boolean => kind === 'unreachable' || kind === 'store-away';

function isProblem(body: unknown): body is ProblemView {
  return typeof body === 'object' && body !== null && typeof (body as { message?: unknown }).message === 'string';
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try { return JSON.parse(text); } catch { return undefined; }
}
