/** News from the server: a stored run, what was worked on, an act on a case, or that the line is back after a gap. */
export type News = { readonly kind: 'run' } | { readonly kind: 'devices' | 'waiting' | 'checks' | 'responses' | 'exports' | 'holds' } | { readonly kind: 'case'; readonly id: string } | { readonly kind: 'back' };

const listeners = new Set<(news: News) => void>();
let source: EventSource | undefined;
let waitMs = 1_000;
let broken = false;
let wanted = false;

/** Calls `tell` for every piece of news until the returned function is called. */
export function onNews(tell: (news: News) => void): () => void {
  listeners.add(tell);
  return () => { listeners.delete(tell); };
}

/**
 * Opens the stream once; later calls do nothing. After a loss it comes back on its own, more slowly each time.
 * Pages in the background let go of it, since browsers keep few connections to one server.
 */
export function listen(): void {
  wanted = true;
  if (source || document.hidden) return;
  const opened = new EventSource('/api/events');
  source = opened;
  opened.addEventListener('open', () => {
    waitMs = 1_000;
    if (broken) spread({ kind: 'back' });
    broken = false;
  });
  opened.addEventListener('run', () => spread({ kind: 'run' }));
  opened.addEventListener('devices', () => spread({ kind: 'devices' }));
  for (const kind of ['waiting', 'checks', 'responses', 'exports', 'holds'] as const) opened.addEventListener(kind, () => spread({ kind }));
  opened.addEventListener('case', (event) => spread({ kind: 'case', id: idOf(event.data) }));
  opened.addEventListener('error', () => {
    broken = true;
    // The browser reconnects by itself unless the server refused; then it gives up and we begin anew.
    if (opened.readyState !== EventSource.CLOSED) return;
    source = undefined;
    setTimeout(() => { if (wanted) listen(); }, waitMs);
    waitMs = Math.min(waitMs * 2, 60_000);
  });
}

/** Closes the stream, for signing out. */
export function silence(): void {
  wanted = false;
  source?.close();
  source = undefined;
}

document.addEventListener('visibilitychange', () => {
  if (!wanted) return;
  if (!document.hidden) return listen();
  source?.close();
  source = undefined;
  broken = true;
});

/** Passes news on; also called after an own act, so that the page need not wait for the stream. */
export function spread(news: News): void {
  for (const tell of [...listeners]) tell(news);
}

function idOf(data: unknown): string {
  try {
    const said: unknown = JSON.parse(String(data));
    return typeof said === 'object' && said !== null && 'id' in said ? String(said.id) : '';
  } catch {
    return '';
  }
}
