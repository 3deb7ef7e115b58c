import type { Figure } from './figures.ts';
import { withoutMarks } from '../core/marks.ts';
import { STYLE } from './style.ts';

/** Numbers that lead to their queries, which stand as footnotes. */
export interface Footnotes {
  /** A number that leads to its query. */
  n(figure: Figure, text?: string): string;
  /** The same with the number of its footnote, for figures without a heading. */
  noted(figure: Figure, text?: string): string;
  /** A heading with the footnotes of all that stands below it. */
  section(title: string, body: () => string): string;
  /** The queries; for the end. */
  list(): string;
}

export function footnotes(): Footnotes {
  const numbers = new Map<string, number>();
  let used = new Set<number>();
  const numberOf = (query: string): number => {
    const number = numbers.get(query) ?? numbers.size + 1;
    numbers.set(query, number);
    used.add(number);
    return number;
  };
  const n = ({ value, query }: Figure, text = value.toLocaleString('en-US')): string => `<a class="n" href="#q${numberOf(query)}">${esc(text)}</a>`;
  return {
    n,
    noted: (figure, text) => `${n(figure, text)}<sup>${numberOf(figure.query)}</sup>`,
    section(title, body) {
      used = new Set();
      const content = body();
      return `<h2>${esc(title)}${used.size === 0 ? '' : ` <sup>${[...used].sort((a, b) => a - b).join(', ')}</sup>`}</h2>\n${content}`;
    },
    list: () => `<div class="notes"><h2>Where the numbers come from</h2><p>${[...numbers].map(([query, number]) => `<span id="q${number}"><sup>${number}</sup> <code>${esc(query)}</code></span>`).join(' ')}</p></div>`,
  };
}

/** One sheet, and what stands at its foot. */
export interface Sheet { readonly body: string; readonly foot: string; /** Holds more than others, with less room between its parts. */ readonly isDense?: true }

/** Sheets of A4 as one HTML file, without script and without anything from elsewhere. */
export function paperOf(title: string, of: string, sheets: readonly Sheet[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${esc(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${sheets.map(({ body, foot, isDense }, at) => `<section class="sheet${isDense ? ' dense' : ''}">${body}<footer><span>Farmwatch, ${esc(of)}</span><span>${esc(foot)}</span><span>${at + 1} of ${sheets.length}</span></footer></section>`).join('\n')}
</body>
</html>
`;
}

/** A table; rows beyond `most` are counted. */
export function rows(head: readonly string[], cells: readonly (readonly string[])[], most: number, none: string): string {
  return raw(head, cells.map((row) => row.map(esc)), most, none);
}

/** The same of cells that are HTML already. */
export function raw(head: readonly string[], cells: readonly (readonly string[])[], most: number, none: string): string {
  if (cells.length === 0) return `<p>${esc(none)}</p>`;
  const more = cells.length - most;
  return `<table><thead><tr>${head.map((one) => `<th scope="col">${esc(one)}</th>`).join('')}</tr></thead><tbody>${cells.slice(0, most).map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</tbody></table>${more > 0 ? `<p class="small">and ${more} more</p>` : ''}`;
}

/** Text as text: of names and notes anything may come, also marks that turn the direction of reading. */
export function esc(text: string): string {
  return withoutMarks(text).replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** As much of a text as fits a line. */
export function clipped(text: string, most = 60): string {
  return text.length > most ? `${text.slice(0, most - 2)}…` : text;
}
