import type { Registry } from '../../detect/people/registry.ts';

/** Ways to drive a laptop that are no row of the catalogue. */
const OTHER_TOOLS = ['rdp', 'vnc', 'composite', 'parts'];

/** Everything that a permission can name: programs and hardware of the catalogue, and what sessions and signs are called. */
export function toolIds({ rows }: Registry['catalogue']): readonly string[] {
  return [...new Set([...[rows.tools, rows.devices, rows.displays].flatMap((list) => list.map(({ id }) => id)), ...OTHER_TOOLS])];
}
