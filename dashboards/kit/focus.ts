import { useLayoutEffect } from 'preact/hooks';

/** Remembers who had the focus when the component came, and gives it back when it goes. */
export function useFocusReturn(): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      // After the browser has closed its own dialog, or it would take the focus once more.
      // Where the row it came from is gone meanwhile, or nothing had the focus yet, the row at the cursor is next.
      queueMicrotask(() => (before instanceof HTMLElement && before !== document.body && before.isConnected ? before : document.querySelector<HTMLElement>('tr.is-at [data-cursor]'))?.focus({ preventScroll: true }));
    };
  }, []);
}

/** Goes to a field to search in, with what stands in it selected: the next word takes its place, and is not written behind it. */
export function toSearch(field: HTMLInputElement | null | undefined): void {
  // Whoever writes in it already goes on.
  if (!field || document.activeElement === field) return;
  field.focus();
  field.select();
}
