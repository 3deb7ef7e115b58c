import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { isAway, read, type Problem } from './api.ts';
import { onNews } from './live.ts';

/** Something read from the server, as a page sees it. Old data stays while new data is fetched or cannot be. */
export interface Resource<T> {
  readonly value: T | undefined;
  /** Why the last try failed, if it did. */
  readonly problem: Problem | undefined;
  /** When `value` was read, epoch ms. */
  readonly readAt: number | undefined;
  readonly reload: () => void;
}

interface Entry { value: unknown; readAt: number | undefined; problem: Problem | undefined; busy: boolean; again: boolean; readonly watchers: Set<() => void> }
const entries = new Map<string, Entry>();

/** How soon a server that is away is asked again. */
export const RETRY_MS = 15_000;

/** Forgets everything read so far, for signing out: the next person must not see it. */
export function forgetAll(): void {
  for (const entry of entries.values()) Object.assign(entry, { value: undefined, readAt: undefined, problem: undefined });
}

/**
 * Reads `path` and keeps it fresh: again after every stored run, every act and every regained line.
 *
 * @param path  path of the API, or undefined to read nothing yet
 * @returns the last value, with the problem of the last try where it failed
 */
export function useResource<T>(path: string | undefined): Resource<T> {
  const [, render] = useState(0);
  const retry = useRef<ReturnType<typeof setTimeout>>(undefined);
  const reload = useCallback(() => { if (path !== undefined) void fetchInto(path); }, [path]);

  useEffect(() => {
    if (path === undefined) return undefined;
    const entry = entryOf(path);
    const tell = (): void => {
      render((times) => times + 1);
      clearTimeout(retry.current);
      if (entry.problem && isAway(entry.problem)) retry.current = setTimeout(reload, RETRY_MS);
    };
    entry.watchers.add(tell);
    reload();
    const stop = onNews(reload);
    return () => {
      entry.watchers.delete(tell);
      clearTimeout(retry.current);
      stop();
    };
  }, [path, reload]);

  const entry = path === undefined ? undefined : entries.get(path);
  return { value: entry?.value as T | undefined, problem: entry?.problem, readAt: entry?.readAt, reload };
}

/** One request a path at a time; news that come meanwhile lead to exactly one more. */
async function fetchInto(path: string): Promise<void> {
  const entry = entryOf(path);
  if (entry.busy) {
    entry.again = true;
    return;
  }
  entry.busy = true;
  do {
    entry.again = false;
    const answer = await read<unknown>(path);
    if (answer.ok) Object.assign(entry, { value: answer.value, readAt: Date.now(), problem: undefined });
    else entry.problem = answer.problem;
    // What is no longer ours to see must not stay on the screen.
    if (!answer.ok && ['signed-out', 'forbidden', 'missing'].includes(answer.problem.kind)) entry.value = undefined;
    for (const tell of [...entry.watchers]) tell();
  } while (entry.again);
  entry.busy = false;
}

function entryOf(path: string): Entry {
  const known = entries.get(path);
  if (known) return known;
  const entry: Entry = { value: undefined, readAt: undefined, problem: undefined, busy: false, again: false, watchers: new Set() };
  entries.set(path, entry);
  return entry;
}
