import type { ComponentChildren, JSX } from 'preact';
import { Scroll } from '../kit/scroll.tsx';

/** A part of the page with the commands that give its numbers again. */
export function Section({ id, title, says, queries, children }: { readonly id: string; readonly title: string; readonly says?: string; readonly queries: readonly string[]; readonly children: ComponentChildren }): JSX.Element {
  return (
    <section class="block" id={id} aria-labelledby={`${id}-h`}>
      <header><h2 id={`${id}-h`}>{title}</h2>{says !== undefined && says !== '' && <p>{says}</p>}</header>
      {children}
      <Queries of={queries} />
    </section>
  );
}

export function Queries({ of }: { readonly of: readonly string[] }): JSX.Element | null {
  if (of.length === 0) return null;
  return (
    <details class="as-text queries">
      <summary>Where these numbers come from</summary>
      <ul>{of.map((query) => <li key={query}><code>{query}</code></li>)}</ul>
    </details>
  );
}

/** A table with heads; cells that are numbers stand to the right. The first cell of a row is its head. */
export function Table({ caption, head, rows, none }: { readonly caption: string; readonly head: readonly (string | readonly [says: string, how: 'num'])[]; readonly rows: readonly (readonly ComponentChildren[])[]; readonly none: string }): JSX.Element {
  if (rows.length === 0) return <p class="soft">{none}</p>;
  const isNumber = (at: number): boolean => Array.isArray(head[at]);
  return (
    <Scroll label={caption}>
      <table class="plain-table leads-table">
        <caption class="unseen">{caption}</caption>
        <thead><tr>{head.map((one, at) => <th scope="col" class={isNumber(at) ? 'num' : undefined} key={at}>{typeof one === 'string' ? one === '' ? <span class="unseen">What</span> : one : one[0]}</th>)}</tr></thead>
        <tbody>
          {rows.map((row, nth) => (
            <tr key={nth}>
              {row.map((cell, at) => (at === 0 ? <th scope="row" key={at}>{cell}</th> : <td class={isNumber(at) ? 'num' : undefined} key={at}>{cell}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
