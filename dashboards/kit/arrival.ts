import { useEffect, useRef } from 'preact/hooks';

/** What the reader does themselves; from then on the focus is theirs. */
const OWN_DOING = ['keydown', 'pointerdown'] as const;

/**
 * Whoever comes to another page begins at its heading, for screen readers and for the next Tab: the link that led
 * there went with the page before, and the focus with it. A page that gives the focus to something of its own keeps
 * it, and one that is still being read gets it again when it is drawn.
 *
 * @param place what changes when the page does; the first one is left to the browser
 */
export function useArrival(place: string): void {
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return undefined;
    before.current = place;
    focusHeading();
    const drawn = new MutationObserver(focusHeading);
    const stop = (): void => drawn.disconnect();
    drawn.observe(document.body, { childList: true, subtree: true });
    for (const doing of OWN_DOING) addEventListener(doing, stop, { once: true });
    return () => {
      stop();
      for (const doing of OWN_DOING) removeEventListener(doing, stop);
    };
  }, [place]);
}

function focusHeading(): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  const heading = document.querySelector<HTMLElement>('main h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}
