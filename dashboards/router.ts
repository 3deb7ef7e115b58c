import { useEffect, useState } from 'preact/hooks';

/** The pages there are, read from the path. */
export type Place =
  | { readonly page: 'queue' }
  | { readonly page: 'case'; readonly id: string }
  | { readonly page: 'person'; readonly id: string }
  | { readonly page: 'detectors' }
  | { readonly page: 'devices' }
  | { readonly page: 'sources' }
  | { readonly page: 'waiting' }
  | { readonly page: 'messages' }
  | { readonly page: 'reveals' }
  | { readonly page: 'approvals' }
  | { readonly page: 'audit' }
  | { readonly page: 'checks' }
  | { readonly page: 'applications' }
  | { readonly page: 'response' }
  | { readonly page: 'response-plan' }
  | { readonly page: 'begin' }
  | { readonly page: 'hires' }
  | { readonly page: 'help'; readonly guide: string | undefined }
  | { readonly page: 'overview' }
  | { readonly page: 'report' }
  | { readonly page: 'account' }
  | { readonly page: 'accounts' }
  | { readonly page: 'holds' }
  | { readonly page: 'rights' }
  | { readonly page: 'about-you' }
  | { readonly page: 'login' }
  | { readonly page: 'nowhere' };

/** What a path shows. Unknown paths are `nowhere`, so that a mistyped link says so. */
export function placeOf(path: string): Place {
  const [first, second, ...more] = path.split('/').filter((part) => part !== '').map(decoded);
  if (first === undefined) return { page: 'queue' };
  if (first === 'detectors' && second === undefined) return { page: 'detectors' };
  if (first === 'devices' && second === undefined) return { page: 'devices' };
  if (first === 'sources' && second === undefined) return { page: 'sources' };
  if (first === 'waiting' && second === undefined) return { page: 'waiting' };
  if (first === 'reveals' && second === undefined) return { page: 'reveals' };
  if (first === 'messages' && second === undefined) return { page: 'messages' };
  if (first === 'approvals' && second === undefined) return { page: 'approvals' };
  if (first === 'audit' && second === undefined) return { page: 'audit' };
  if (first === 'checks' && second === undefined) return { page: 'checks' };
  if (first === 'applications' && second === undefined) return { page: 'applications' };
  if (first === 'response' && second === undefined) return { page: 'response' };
  if (first === 'response' && second === 'plan' && more.length === 0) return { page: 'response-plan' };
  if (first === 'begin' && second === undefined) return { page: 'begin' };
  if (first === 'hires' && second === undefined) return { page: 'hires' };
  if (first === 'help' && more.length === 0) return { page: 'help', guide: second };
  if (first === 'overview' && second === undefined) return { page: 'overview' };
  if (first === 'report' && second === undefined) return { page: 'report' };
  if (first === 'account' && second === undefined) return { page: 'account' };
  if (first === 'accounts' && second === undefined) return { page: 'accounts' };
  if (first === 'holds' && second === undefined) return { page: 'holds' };
  if (first === 'rights' && second === undefined) return { page: 'rights' };
  if (first === 'about-you' && second === undefined) return { page: 'about-you' };
  if (first === 'login' && second === undefined) return { page: 'login' };
  if (second !== undefined && more.length === 0) {
    if (first === 'cases') return { page: 'case', id: second };
    if (first === 'people') return { page: 'person', id: second };
  }
  return { page: 'nowhere' };
}

export const caseHref = (id: string): string => `/cases/${encodeURIComponent(id)}`;
export const personHref = (id: string): string => `/people/${encodeURIComponent(id)}`;

/** Goes to a page of this app without loading it anew. */
export function navigate(href: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', href);
  else history.replaceState(null, '', href);
  dispatchEvent(new Event('farmwatch:moved'));
}

/** Told whenever the address bar changes, by this app or by the browser's own way back. @returns ends that */
export function onMoved(hear: () => void): () => void {
  addEventListener('popstate', hear);
  addEventListener('farmwatch:moved', hear);
  return () => {
    removeEventListener('popstate', hear);
    removeEventListener('farmwatch:moved', hear);
  };
}

/** The place the address bar names; renders again when it changes. */
export function usePlace(): Place {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => onMoved(() => setPath(location.pathname)), []);
  return placeOf(path);
}

/** Plain clicks on links of this app stay in the page; new tabs, other buttons and outside links are left alone. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a[href^="/"]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target !== '') return;
  event.preventDefault();
  navigate(link.getAttribute('href') ?? '/');
}

function decoded(part: string): string {
  try { return decodeURIComponent(part); } catch { return part; }
}
