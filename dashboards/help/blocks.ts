/** A piece of a guide. */
export type Block =
  | { readonly is: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly is: 'paragraph'; readonly text: string }
  | { readonly is: 'list'; readonly isNumbered: boolean; readonly items: readonly string[] }
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/**
 * As much of Markdown as guides need: headings, paragraphs, lists, tables, fenced code. Blocks are parted by an empty line;
 * an item of a list is one line.
 */
export function blocksOf(markdown: string): readonly Block[] {
  const found: Block[] = [];
  let lines: string[] = [];
  const close = (): void => {
    if (lines.length > 0) found.push(blockOf(lines));
    lines = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    const isFenced = lines[0] === FENCE && (lines.length === 1 || lines.at(-1) !== FENCE);
    if (line.trim() === '' && !isFenced) close();
    else lines.push(line);
  }
  close();
  return found;
}

const FENCE = '```';

function blockOf(lines: readonly string[]): Block {
  const heading = /^(#{1,3}) (.*)$/.exec(lines[0]!);
  if (heading) return { is: 'heading', level: heading[1]!.length as 1 | 2 | 3, text: heading[2]! };
  if (lines[0] === FENCE) return { is: 'code', text: lines.slice(1, -1).join('\n') };
  if (lines.every((line) => line.startsWith('- '))) return { is: 'list', isNumbered: false, items: lines.map((line) => line.slice(2)) };
  if (lines.every((line) => /^\d+\. /.test(line))) return { is: 'list', isNumbered: true, items: lines.map((line) => line.replace(/^\d+\. /, '')) };
  if (lines.every((line) => /^\|.*\|$/.test(line))) {
    const [head = [], , ...rows] = lines.map((line) => line.slice(1, -1).split('|').map((cell) => cell.trim()));
    return { is: 'table', head, rows };
  }
  return { is: 'paragraph', text: lines.join(' ') };
}
