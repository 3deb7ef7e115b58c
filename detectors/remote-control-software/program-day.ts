import type { ToolObservation } from '../../src/catalogue/tools.ts';
import type { Day, Instant } from '../../src/core/time.ts';
import type { Whom } from '../../src/detect/detector.ts';

/** By which field the rows of a program can be found again. */
export type NameField = 'process.name' | 'package.name' | 'dns.question.name';

/** One program, package or looked-up name, and where it was seen that day. */
export interface Program {
  readonly shows: ToolObservation;
  /** The value of the name field. */
  readonly name: string | undefined;
  /** Where: place in the list of owners, with the first and the last time; one entry each. */
  readonly on: readonly number[];
  readonly first: readonly Instant[];
  readonly last: readonly Instant[];
}

/** Whose laptop or account it was, and what all of that day's programs there tell together. */
export interface Owner extends Whom {
  readonly first: Instant;
  readonly last: Instant;
  readonly commandLines: boolean;
}

/** One day by program: the same few run on every laptop every day. */
export interface ProgramDay { readonly day: Day; readonly owners: readonly Owner[]; readonly programs: readonly Program[] }

type ProgramRow = Whom & { readonly first: Instant; readonly last: Instant };
interface Draft { readonly whom: Omit<Whom, 'day'>; readonly place: number; first: Instant; last: Instant; commandLines: boolean }

/** The rows of a day by what they show. */
export function programDay<R extends ProgramRow>(rows: readonly R[], day: Day, observe: (row: R) => ToolObservation, field: NameField): readonly ProgramDay[] {
  const owners = new Map<string, Draft>();
  const programs = new Map<string, { readonly shows: ToolObservation; readonly name: string | undefined; readonly on: number[]; readonly first: number[]; readonly last: number[] }>();
  for (const row of rows) {
    const owner = ownerIn(owners, row);
    const shows = observe(row);
    const name = (row as { readonly [N in NameField]?: string | undefined })[field];
    owner.commandLines ||= shows.commandLine !== undefined;
    owner.first = Math.min(owner.first, row.first);
    owner.last = Math.max(owner.last, row.last);
    const key = keyOf(shows);
    let program = programs.get(key);
    if (!program) programs.set(key, (program = { shows, name, on: [], first: [], last: [] }));
    program.on.push(owner.place);
    program.first.push(row.first);
    program.last.push(row.last);
  }
  return [{
    day,
    // Field by field, and lists copied, because both then take no more room than they need; a run holds thousands of each.
    owners: [...owners.values()].map(({ whom: { person, laptop, holder, hire }, first, last, commandLines }) => ({ person, laptop, holder, hire, day, first, last, commandLines })),
    programs: [...programs.values()].map(({ shows, name, on, first, last }) => ({ shows, name, on: on.slice(), first: first.slice(), last: last.slice() })),
  }];
}

/** Equal keys, equal shows. */
export function keyOf(shows: ToolObservation): string {
  return Object.values(shows).join('\0');
}

function ownerIn(owners: Map<string, Draft>, { person, laptop, holder, hire }: Whom): Draft {
  const key = [person, laptop, holder, hire].join('\0');
  let owner = owners.get(key);
  if (!owner) owners.set(key, (owner = { whom: { person, laptop, holder, hire }, place: owners.size, first: Infinity, last: -Infinity, commandLines: false }));
  return owner;
}
