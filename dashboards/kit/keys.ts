import { useLayoutEffect, useRef } from 'preact/hooks';

/** What keys do: the key as the browser names it, `ctrl+Enter` for the pair, `g q` for one after the other. */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

interface Layer { map: KeyMap; readonly alone: boolean }
const layers: Layer[] = [];
let first: { readonly key: string; readonly at: number } | undefined;

/** How long after the first key of a pair the second still counts. */
const PAIR_MS = 1_200;
/** Keys that work while text is typed. */
const WHILE_TYPING = new Set(['Escape', 'ctrl+Enter']);
/** Keys that the browser gives a meaning of their own on controls. */
const CONTROLS_OWN = new Set(['Enter', ' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

/**
 * Gives keys a meaning while the component is there. Layers lie on each other: an `alone` layer
 * (a dialog) hides those below it, the topmost that knows a key gets it.
 */
export function useKeys(map: KeyMap, { alone = false, when = true } = {}): void {
  const layer = useRef<Layer>({ map, alone });
  layer.current.map = map;
  // At once and not after the next painting: a fast typist's next key must find the layers as the page shows them.
  useLayoutEffect(() => {
    if (!when) return undefined;
    const mine = layer.current;
    if (layers.length === 0) document.addEventListener('keydown', onKey);
    layers.push(mine);
    return () => {
      layers.splice(layers.indexOf(mine), 1);
      if (layers.length === 0) document.removeEventListener('keydown', onKey);
    };
  }, [when]);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  if (name === undefined) return;
  if (isTyping(event.target) && !WHILE_TYPING.has(name)) return;
  if (CONTROLS_OWN.has(name) && isControl(event.target)) return;
  const pair = first && event.timeStamp - first.at < PAIR_MS ? `${first.key} ${name}` : undefined;
  first = { key: name, at: event.timeStamp };
  for (const { map, alone } of [...layers].reverse()) {
    const act = (pair === undefined ? undefined : map[pair]) ?? map[name];
    if (act) {
      event.preventDefault();
      act(event);
      return;
    }
    if (alone) return;
  }
}

function nameOf(event: KeyboardEvent): string | undefined {
  if (event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) return event.key === 'Enter' ? 'ctrl+Enter' : undefined;
  return event.key;
}

/** Fields that take text; boxes and radio buttons do not. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}

/** Things where Enter, space and arrows already do something. A row's link counts for Enter, and moves with the arrows. */
function isControl(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('[data-cursor]')) return false;
  return target.closest('a[href], button, summary, input, [tabindex="0"]') !== null;
}
