import { useLayoutEffect } from 'preact/hooks';

/** Remembers who had the focus when the component came, and gives it back when it goes. */
export function useFocusReturn(): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      if (!(before instanceof HTMLElement) || !before.isConnected || before === document.body) return;
      // After the browser has closed its own dialog, or it would take the focus once more.
      queueMicrotask(() => before.focus({ preventScroll: true }));
    };
  }, []);
}
