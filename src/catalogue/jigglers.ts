import { globIndex } from './globs.ts';
import rows from './jigglers.json' with { type: 'json' };
import { commandText, fileName } from './names.ts';

/** A program that pretends somebody is at the keyboard, or only keeps the machine awake. */
export interface Jiggler {
  readonly id: string;
  readonly name: string;
  readonly processes: readonly string[];
  /** Options that give the program away under another name. */
  readonly commandLine: readonly string[];
  /** Keeps the display or machine awake without making input. */
  readonly keepsAwakeOnly: boolean;
  readonly source: string;
  readonly date: string;
}

/** The beat of a device that makes input by itself. */
export interface JigglePeriod {
  readonly id: string;
  readonly name: string;
  readonly everySeconds: number;
  /** The interval can be any whole multiple. */
  readonly multiplesToo: boolean;
  /** Pointer distance left over after one beat, in pixels. */
  readonly netDisplacement: number;
  readonly source: string;
  readonly date: string;
}

export const JIGGLERS: readonly Jiggler[] = rows.programs;
export const JIGGLE_PERIODS: readonly JigglePeriod[] = rows.periods;

/**
 * Names the software jiggler behind a process.
 *
 * Many honest people use one, so this weighs little alone.
 *
 * @returns a function that gives undefined for every other program
 * @example jigglerMatcher(JIGGLERS)({ processName: 'MouseJiggler.exe' })?.id // => 'mouse-jiggler'
 */
export function jigglerMatcher(programs: readonly Jiggler[]): (seen: JigglerObservation) => Jiggler | undefined {
  const byProcess = globIndex(programs.flatMap((jiggler) => jiggler.processes.map((name) => [fileName(name), jiggler] as const)));
  const byOption = programs.flatMap((jiggler) => jiggler.commandLine.map((option) => ({ option, jiggler })));
  return (seen) => {
    const named = seen.processName === undefined ? undefined : byProcess(fileName(seen.processName));
    if (named !== undefined || seen.commandLine === undefined) return named;
    const options = commandText(seen.commandLine).split(' ');
    return byOption.find(({ option }) => options.some((word) => word.startsWith(option)))?.jiggler;
  };
}

/** What one row tells about a program; whatever is missing is left out. */
export interface JigglerObservation { readonly processName?: string | undefined; readonly commandLine?: string | undefined }
