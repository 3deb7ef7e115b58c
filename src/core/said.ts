/** Text for people, with references that are worded for each role at the edge. */
export type Said = readonly (string | Reference)[];
export interface Reference { readonly ref: 'hire' | 'laptop' | 'place' | 'address' | 'tool'; readonly id: string }
/** How one role reads a reference. */
export type Wording = (reference: Reference) => string;

/** The text with every reference worded. */
export function say(said: Said, wording: Wording): string {
  return said.map((piece) => (typeof piece === 'string' ? piece : wording(piece))).join('');
}

/** Things one after the other: `a`, `a and b`, `a, b and c`. */
function listSaid(items: Said): Said {
  return items.flatMap((item, index) => (index === 0 ? [item] : [index === items.length - 1 ? ' and ' : ', ', item]));
}

/** Hires one after the other, as references. */
export function hiresSaid(ids: readonly string[]): Said {
  return listSaid(ids.map((id) => ({ ref: 'hire', id })));
}

/** References by their ids, for the command line and files of whoever runs the product. */
export const PLAIN: Wording = ({ id }) => id;
