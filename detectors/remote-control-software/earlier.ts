import { dayOf, type Instant } from '../../src/core/time.ts';
import type { Seen } from './evidence.ts';
import { marksIn, type Mark } from './recognise.ts';

/** What stands of a tool on a laptop from before the window. */
export interface Earlier { readonly first: Instant; /** A command line had set it up to work unattended. */ readonly unattended: boolean }

const keyOf = ({ hire, laptop, tool }: Pick<Mark, 'hire' | 'laptop' | 'tool'>): string => [hire, laptop ?? '', tool.id].join('\0');

/**
 * First sights and set-ups from before the window: a tool that is still there came when it came, however long ago.
 *
 * Known of tools that ran under a name or a signature that ships; of what the company added itself, of what only the name
 * compiled into it tells, and of what an inventory or a lookup told, the window is all there is.
 */
export function earlierOf(window: Seen): (mark: Mark) => Earlier | undefined {
  const { rows: { toolsByName, toolsBySigner }, catalogue, from } = window;
  const start = dayOf(from);
  const found = new Map<string, Earlier>();
  for (const mark of marksIn([...toolsByName, ...toolsBySigner].filter(({ day }) => day < start), 'process', 'process.name', catalogue)) {
    if (window.allowed(mark.tool.id, mark.hire, mark.row.day)) continue;
    const known = found.get(keyOf(mark));
    found.set(keyOf(mark), { first: Math.min(known?.first ?? Infinity, mark.row.first), unattended: known?.unattended === true || mark.unattended });
  }
  return (mark) => found.get(keyOf(mark));
}
