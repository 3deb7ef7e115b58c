import type { Tool } from '../../src/catalogue/tools.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Day, Instant } from '../../src/core/time.ts';
import { controls, isCommon } from './common.ts';
import type { Earlier } from './earlier.ts';
import type { Mark, Named } from './recognise.ts';

/** One tool on one laptop, over the window, with what stands from before it. */
export interface Sighting {
  readonly hire: HireId;
  readonly laptop: string | undefined;
  readonly tool: Tool;
  readonly first: Instant;
  readonly last: Instant;
  /** It was seen before the window. */
  readonly isOld: boolean;
  /** Days on which it ran or asked for its servers, in order. */
  readonly runDays: readonly Day[];
  readonly unattended: boolean;
  /** Days on which its command line was that of a session that comes in. */
  readonly incomingDays: number;
  readonly renamed: boolean;
  /** It ran, and all that ran of it is known by its maker's signature alone: none of the files is called as the tool's are. */
  readonly signedOnly: boolean;
  /** What to look for to see the rows again. */
  readonly named: readonly Named[];
}

/** Lookups alone on fewer days are a download page read by a script; a common tool on a single day is somebody else's screen looked at. */
const RUN_DAYS = 2;

/**
 * Marks gathered by hire, laptop and tool.
 *
 * A meeting client counts where it was set up to work unattended, a tool that companies commonly sanction also where it
 * ran on several days; that it is installed says nothing.
 *
 * @param earlier what stands of a tool from before the window
 */
export function sightingsOf(marks: readonly Mark[], earlier: (mark: Mark) => Earlier | undefined = () => undefined): readonly Sighting[] {
  const grouped = Map.groupBy(marks, ({ hire, laptop, tool }) => [hire, laptop ?? '', tool.id].join('\0'));
  return [...grouped.values()].flatMap((ofOne) => {
    const sighting = sightingOf(ofOne, earlier(ofOne[0]!));
    return saysSomething(sighting, ofOne) ? [sighting] : [];
  });
}

function sightingOf(marks: readonly Mark[], earlier: Earlier | undefined): Sighting {
  const { hire, laptop, tool } = marks[0]!;
  const named = new Map(marks.flatMap((mark) => (mark.named ? [[`${mark.named.field}\0${mark.named.value}`, mark.named] as const] : [])));
  return {
    hire, laptop, tool,
    first: marks.reduce((least, { row }) => Math.min(least, row.first), earlier?.first ?? Infinity),
    isOld: earlier !== undefined,
    last: marks.reduce((most, { row }) => Math.max(most, row.last), -Infinity),
    runDays: [...new Set(marks.filter(({ source }) => source !== 'package').map(({ row }) => row.day))].sort(),
    unattended: earlier?.unattended === true || marks.some((mark) => mark.unattended),
    incomingDays: new Set(marks.filter(({ incoming }) => incoming).map(({ row }) => row.day)).size,
    renamed: marks.some((mark) => mark.renamed),
    signedOnly: isSignedOnly(marks.filter(({ source }) => source === 'process')),
    named: [...named.keys()].sort().map((key) => named.get(key)!),
  };
}

function isSignedOnly(ran: readonly Mark[]): boolean {
  return ran.length > 0 && ran.every(({ signedOnly }) => signedOnly);
}

function saysSomething({ tool, unattended, runDays }: Sighting, marks: readonly Mark[]): boolean {
  if (isCommon(tool) && !unattended) return controls(tool) && runDays.length >= RUN_DAYS;
  return runDays.length >= RUN_DAYS || marks.some(({ source }) => source !== 'lookup');
}
