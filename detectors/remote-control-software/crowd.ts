import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import type { Tool } from '../../src/catalogue/tools.ts';
import { dayOf, daysBetween, startOfDay, type Day, type Instant } from '../../src/core/time.ts';
import type { CrowdPlan, Row } from '../../src/detect/detector.ts';
import { staffByDay } from '../../src/detect/counts/staff-by-day.ts';
import { controls, isCommon } from './common.ts';
import { CONTACT, KINDS, ofPackage, ofProcess, type Seen } from './evidence.ts';
import { ownerOf, verdictOf, type Mark } from './recognise.ts';

const LOOKED = 'remote-control-software/looked';
/** Common tools were not counted from the beginning: whoever was looked at before was not looked at for them. */
const LOOKED_COMMON = 'remote-control-software/looked/common';
const SEEN = 'remote-control-software/seen';
const markOf = (tool: string): string => `remote-control-software/tool/${tool}`;

/**
 * What is kept of people outside scope: on how many laptops a tool was on a day, how many were looked at, whether
 * records came in at all. Lookups alone make no tool of one day.
 */
export const CROWD: CrowdPlan = {
  fields: ['event.action', 'process.name', 'process.executable', 'process.command_line', 'process.pe.original_file_name', 'process.code_signature.subject_name', 'package.name'],
  marks(row, catalogue) {
    const action = row['event.action'] as string;
    const verdict = verdictIn(action, row, catalogue);
    return [
      ...((KINDS as readonly string[]).includes(action) ? [LOOKED, LOOKED_COMMON] : []),
      ...((CONTACT as readonly string[]).includes(action) ? [SEEN] : []),
      ...(verdict && counts(verdict.match.tool, verdict.match.means === 'unattended-setup') ? [markOf(verdict.match.tool.id)] : []),
    ];
  },
};

function verdictIn(action: string, row: Row, catalogue: Catalogue): ReturnType<typeof verdictOf> {
  switch (action) {
    case 'process-started': return verdictOf(ofProcess(row as Parameters<typeof ofProcess>[0]), catalogue);
    case 'software-present': return verdictOf(ofPackage(row as Parameters<typeof ofPackage>[0]), catalogue);
    default: return undefined;
  }
}

/** Meeting clients and tools for fleets say something where they were set up to work unattended. */
function counts(tool: Tool, unattended: boolean): boolean {
  return unattended || !isCommon(tool) || controls(tool);
}

/** People outside scope, of whom only numbers by day are kept. */
export interface Crowd {
  /** On the day on which most of them had a tool: how many. */
  having(tool: Tool): number;
  /** On the day on which most of their laptops were looked at for it: how many. */
  looked(tool: Tool): number;
}

/**
 * The same numbers from rows that are still there and from what was kept of those that went.
 *
 * A tool is looked for since it stands in the catalogue as it does: what went before was not counted under its name.
 */
export function crowdOf(window: Seen, marks: readonly Mark[]): Crowd {
  const staff = staffByDay(window);
  const { processes, packages, lookups } = window.rows;
  for (const { owners } of [...processes, ...packages, ...lookups]) for (const owner of owners) for (const mark of [LOOKED, LOOKED_COMMON]) staff.note(mark, owner);
  for (const { row, source, tool, unattended } of marks) if (source !== 'lookup' && counts(tool, unattended)) staff.note(markOf(tool.id), row);
  const since = (tool: string): Day | undefined => {
    const at = window.catalogue.since('tools', tool);
    return at === -Infinity ? undefined : dayOf(at);
  };
  return { having: ({ id }) => staff.most(markOf(id), since(id)), looked: (tool) => staff.most(isCommon(tool) ? LOOKED_COMMON : LOOKED, since(tool.id)) };
}

/**
 * Start of the first day with records of anybody's laptop, as far back as contacts are asked for; Infinity where there are none.
 *
 * Of days before the window rows of starters alone are sure to be kept, so the others do not count there.
 */
export function recordsFrom(window: Seen): Instant {
  const { contacts } = window.rows;
  const start = dayOf(window.from);
  const early = contacts.filter((row) => row.day < start && window.hires.get(ownerOf(row) ?? '')?.inScope === true).map(({ day }) => day).sort()[0];
  if (early !== undefined) return startOfDay(early);
  const days = new Set(contacts.map(({ day }) => day));
  const first = daysBetween(window.from, window.to).find((day) => days.has(day) || window.crowd(SEEN, day) > 0);
  return first === undefined ? Infinity : startOfDay(first);
}
