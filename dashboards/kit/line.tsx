import type { JSX } from 'preact';

/** A line of text with **strong words**, *words as a page says them* and `code` in it. */
export function Line({ of }: { readonly of: string }): JSX.Element {
  return <>{of.split(/(\*\*[^*]+\*\*|`[^`]+`|\*[^*\s](?:[^*]*[^*\s])?\*)/).map((part, at) => (part.startsWith('**') ? <b key={at}>{part.slice(2, -2)}</b> : part.startsWith('`') ? <code key={at}>{part.slice(1, -1)}</code> : part.length > 2 && part.startsWith('*') && part.endsWith('*') ? <em key={at}>{part.slice(1, -1)}</em> : part))}</>;
}
