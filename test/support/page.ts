/** What a detector's page must hold besides its question. */
export const SECTIONS = [
  'Why farms do this', 'What it reads', 'How it weighs', 'Settings', 'Blind spots', 'Innocent explanations', 'What to do', 'ATT&CK', 'Sources',
] as const;

export interface PageSetting { readonly name: string; readonly is: number; readonly from: number; readonly to: number; readonly unit: string; readonly doc: string }

/** Headings and settings table of a page: `| setting | default | range | unit | meaning |`. */
export function readPage(text: string): { readonly sections: readonly string[]; readonly settings: readonly PageSetting[] } {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => cells(line).join('|') === 'setting|default|range|unit|meaning');
  const rest = head < 0 ? [] : lines.slice(head + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return {
    sections: lines.filter((line) => line.startsWith('## ')).map((line) => line.slice(3).trim()),
    settings: rest.slice(0, end < 0 ? undefined : end).map((line) => {
      const [name = '', is = '', range = '', unit = '', ...doc] = cells(line);
      const [from = '', to = ''] = range.split('–');
      return { name: name.replaceAll('`', ''), is: numberOf(is), from: numberOf(from), to: numberOf(to), unit, doc: doc.join('|') };
    }),
  };
}

function cells(line: string): readonly string[] {
  return line.split('|').slice(1, -1).map((cell) => cell.trim());
}

/** Numbers as pages write them: `1,000`, `−0.3`. */
function numberOf(text: string): number {
  return Number(text.replaceAll(',', '').replace('−', '-'));
}
