import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A wide table or picture: it scrolls sideways by itself, with keys too, so that the page never does. */
export function Scroll({ label, toEnd = false, children }: { readonly label: string; readonly toEnd?: boolean; readonly children: ComponentChildren }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (toEnd && box.current) box.current.scrollLeft = box.current.scrollWidth;
  }, [toEnd]);
  return <div ref={box} class="scroll" role="region" tabIndex={0} aria-label={`${label}, scrolls sideways when narrow`}>{children}</div>;
}
