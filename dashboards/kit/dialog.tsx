import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useKeys, type KeyMap } from './keys.ts';
import { useFocusReturn } from './focus.ts';
import { say } from './live-region.tsx';

/** What somebody wrote before: fields that take sentences, and hold one. */
const hasText = (box: HTMLElement | null): boolean => [...box?.querySelectorAll('textarea') ?? []].some(({ value }) => value.trim() !== '');

/**
 * A question that wants an answer before anything else. Focus goes in, stays in, and returns on `Esc`
 * to where it came from. The element is the browser's own dialog, which keeps the rest of the page out.
 *
 * A click beside it closes it where it also began there, and only while nothing was typed or chosen: what
 * somebody wrote is dropped on purpose, by `Esc` or a button, and never by a mark drawn too far.
 *
 * @param shownOnce what it says is shown never again: only its own button closes it, neither `Esc` nor a click beside it
 */
export function Dialog({ title, lead, onClose, keys = {}, shownOnce = false, children }: {
  readonly title: string; readonly lead?: ComponentChildren; readonly onClose: () => void; readonly keys?: KeyMap; readonly shownOnce?: boolean; readonly children: ComponentChildren;
}): JSX.Element {
  const box = useRef<HTMLDialogElement>(null);
  const name = useId();
  useFocusReturn();
  const leave = (): void => {
    if (shownOnce) say('This is shown once. Note it, then close it with its button.');
    else onClose();
  };
  const wasTyped = useRef(false);
  const beganBeside = useRef(false);
  const leaveByClick = (): void => {
    if (wasTyped.current || hasText(box.current)) say('What you wrote is still here. Esc or a button leaves it.');
    else leave();
  };
  useKeys({ ...keys, Escape: leave }, { alone: true });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    element.showModal();
    (element.querySelector<HTMLElement>('[data-first]') ?? element.querySelector<HTMLElement>('button, input, textarea'))?.focus();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={box} class="dialog" aria-labelledby={name}
      onCancel={(event) => { event.preventDefault(); leave(); }}
      onInput={() => { wasTyped.current = true; }}
      onPointerDown={(event) => { beganBeside.current = event.target === box.current; }}
      onClick={(event) => { if (beganBeside.current && event.target === box.current) leaveByClick(); }}
    >
      <div class="dialog-in">
        <header><h2 id={name}>{title}</h2>{lead !== undefined && <p class="soft">{lead}</p>}</header>
        {children}
      </div>
    </dialog>
  );
}
