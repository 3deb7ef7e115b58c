import { useState } from 'preact/hooks';

/** What somebody was writing, kept in this window alone: a sign-in that ends in between must not cost them the text. */
interface Draft { readonly user: string; readonly value: unknown }
const drafts = new Map<string, Draft>();

/**
 * State of a dialog that outlives its page, until it is dropped: sent, or closed by whoever wrote it.
 *
 * @param key what it is about, such as `close C-31`
 */
export function useDraft<T extends object>(key: string, user: string, fresh: T): { readonly draft: T; readonly change: (more: Partial<T>) => void; readonly drop: () => void } {
  const [draft, setDraft] = useState<T>(() => {
    const left = drafts.get(key);
    return left?.user === user ? left.value as T : fresh;
  });
  return {
    draft,
    change: (more) => setDraft((before) => {
      const next = { ...before, ...more };
      drafts.set(key, { user, value: next });
      return next;
    }),
    drop: () => { drafts.delete(key); },
  };
}

/** What this person left when their sign-in ended: `close C-31` → `{ what: 'close', id: 'C-31' }`. */
export function leftBehind(user: string, about?: string): { readonly what: string; readonly id: string } | undefined {
  for (const [key, draft] of drafts) {
    const [what = '', id = ''] = key.split(/ (.*)/s);
    if (draft.user === user && (about === undefined || id === about)) return { what, id };
  }
  return undefined;
}

/** Whose text waits in this window. */
export const draftsOf = (): string | undefined => drafts.values().next().value?.user;

/** Forgets what others were writing; without a name what everybody was. */
export function keepDraftsOf(user: string | undefined): void {
  for (const [key, draft] of drafts) if (draft.user !== user) drafts.delete(key);
}
