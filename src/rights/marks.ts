/** A Markdown table of cells that are Markdown already: whatever comes from outside is made plain by whoever writes it. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

export function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
