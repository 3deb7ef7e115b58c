import { options, type ComponentChildren, type VNode } from 'preact';

/** Controls and marks that turn the direction of reading: they would have a name or a note read as another one. */
const TURNS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
/** Attributes that people read. What is sent back, such as a link or the value of a field, stays as it is. */
const READ = ['title', 'aria-label', 'alt', 'placeholder'] as const;

/** The same text with such marks shown, and not obeyed. @example legible('pay\u202eexe') // => 'pay\\u202eexe' */
export function legible(text: string): string {
  return text.replace(TURNS, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function shown(child: ComponentChildren): ComponentChildren {
  if (typeof child === 'string') return legible(child);
  return Array.isArray(child) ? child.map(shown) : child;
}

/** Makes every text on every page legible, whoever wrote it and whichever page shows it. Once, before the first page. */
export function showLegibly(): void {
  const before = options.vnode;
  options.vnode = (vnode: VNode<Record<string, unknown> & { children?: ComponentChildren }>) => {
    const { props, type } = vnode;
    if (typeof type === 'string' && typeof props === 'object' && props !== null) {
      if (props.children !== undefined) props.children = shown(props.children);
      for (const name of READ) if (typeof props[name] === 'string') props[name] = legible(props[name]);
    }
    before?.(vnode);
  };
}
