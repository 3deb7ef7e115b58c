import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { desk as queue } from './desk.ts';

/** What a list remembers of its cursor while the reader is on another page; see `desk.ts`. */
export interface HeldCursor { cursor: string | undefined; cursorAt: number; returning: boolean }

/**
 * The row the reader is at. It stays on its row when rows come, go and change place; when the row
 * itself is gone, it moves to the one that took its place. Focus and scroll position stay with it.
 *
 * @param ids  ids of the shown rows, from the top
 * @param desk the queue's, or another list's own
 */
export function useCursor(ids: readonly string[], desk: HeldCursor = queue): { readonly cursor: string | undefined; readonly put: (id: string) => void; readonly move: (by: number) => void } {
  const [, render] = useState(0);
  const held = useRef<{ readonly id: string; readonly top: number; readonly focused: boolean }>(undefined);

  if (ids.length > 0) {
    const at = desk.cursor === undefined ? -1 : ids.indexOf(desk.cursor);
    if (at >= 0) desk.cursorAt = at;
    else desk.cursor = ids[Math.min(desk.cursorAt, ids.length - 1)];
  }
  const cursor = desk.cursor;

  // After each drawing: a row that was moved keeps its height on the screen, and the focus.
  useLayoutEffect(() => {
    const before = held.current;
    const link = linkOf(cursor);
    if (before && before.id === cursor && link) {
      const shift = link.getBoundingClientRect().top - before.top;
      if (before.focused && Math.abs(shift) > 1) scrollBy(0, shift);
    }
    if (before?.focused && document.activeElement === document.body) link?.focus({ preventScroll: true });
  }, [ids.join(' ')]);

  useLayoutEffect(() => {
    if (!desk.returning || ids.length === 0) return;
    desk.returning = false;
    const link = linkOf(desk.cursor);
    link?.focus({ preventScroll: true });
    link?.closest('tr')?.scrollIntoView({ block: 'nearest' });
  }, [ids.length]);

  // Remembered at every drawing, before the next one can move anything.
  const link = linkOf(cursor);
  held.current = cursor !== undefined && link ? { id: cursor, top: link.getBoundingClientRect().top, focused: document.activeElement?.matches('tr[data-row] [data-cursor]') === true } : undefined;

  const put = (id: string): void => {
    if (desk.cursor === id) return;
    desk.cursor = id;
    render((times) => times + 1);
  };
  const move = (by: number): void => {
    if (ids.length === 0) return;
    const at = Math.max(0, Math.min(ids.length - 1, desk.cursorAt + by));
    const id = ids[at];
    if (id === undefined) return;
    desk.cursor = id;
    desk.cursorAt = at;
    render((times) => times + 1);
    const next = linkOf(id);
    next?.focus({ preventScroll: true });
    next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
  };
  return { cursor, put, move };
}

/** The link of a row, if the row is drawn. */
function linkOf(id: string | undefined): HTMLElement | null {
  return id === undefined ? null : document.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(id)}"] [data-cursor]`);
}
