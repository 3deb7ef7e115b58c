/** Text for people, with references that are worded for each role at the edge. */
export type Said = readonly (string | Reference)[];
export interface Reference { readonly ref: 'hire' | 'laptop' | 'place' | 'address' | 'tool'; readonly id: string }
/** How one role reads a reference. */
export type Wording = (reference: Reference) => string;

/** The text with every reference worded. */
export function say(said: Said, wording: Wording): string {
  return said.map((piece) => (typeof piece === 'string' ? piece : wording(piece))).join('');
}

/** References by their ids, for the command line and files of whoever runs the product. */
export const PLAIN: Wording = ({ id }) => id;
