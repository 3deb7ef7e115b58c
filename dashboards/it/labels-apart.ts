/** A line of text on a picture: where it begins, and its base line. */
export interface Label { readonly x: number; readonly y: number; readonly text: string }

/** Of the letters of the map, in its units. */
const LETTER = 6.6;
const LINE = 14;

/** Moves labels down until none lies on another, from the top; of two at one height the left one stays. The order is that of the labels given. */
export function labelsApart<T extends Label>(labels: readonly T[]): readonly T[] {
  const placed: Label[] = [];
  const moved = new Map<T, T>();
  for (const label of labels.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    let { y } = label;
    for (let other = inTheWay(label, y, placed); other; other = inTheWay(label, y, placed)) y = other.y + LINE;
    placed.push({ ...label, y });
    moved.set(label, { ...label, y });
  }
  return labels.map((label) => moved.get(label)!);
}

function inTheWay({ x, text }: Label, y: number, placed: readonly Label[]): Label | undefined {
  return placed.find((other) => Math.abs(other.y - y) < LINE && x < endOf(other) && other.x < endOf({ x, text }));
}

function endOf({ x, text }: Pick<Label, 'x' | 'text'>): number {
  return x + text.length * LETTER;
}
