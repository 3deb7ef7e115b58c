import pc from 'picocolors';
import { ENVIRONMENT } from '../config.ts';
import { withMarksShown } from '../core/marks.ts';
import { MINUTE } from '../core/time.ts';

/** Where a command speaks: data to `out`, everything else to `err`. A test or a server puts something else here. */
export interface CommandIo {
  /** One line of data. */
  out(line: string): void;
  /** One message. */
  err(line: string): void;
  /** Work in progress; each text replaces the one before on a terminal. Elsewhere, in a log, one a minute is a line. */
  progress(text: string): void;
  readonly colour: ReturnType<typeof pc.createColors>;
  /** The wall clock. */
  now(): number;
  /** Folder against which file names of the command line are resolved. */
  readonly folder: string;
  /** What stands on standard input, where that is not this process's own. */
  readonly input?: () => Promise<string>;
}

/** Everything on standard input. */
export async function inputOf(io: CommandIo): Promise<string> {
  if (io.input) return io.input();
  process.stdin.setEncoding('utf8');
  let text = '';
  for await (const piece of process.stdin) text += String(piece);
  return text;
}

export function terminalIo(): CommandIo {
  const live = process.stderr.isTTY === true;
  let shown = 0;
  let told = Date.now();
  const clear = (): void => {
    if (shown > 0) process.stderr.write(`\r${' '.repeat(shown)}\r`);
    shown = 0;
  };
  return {
    out(line) {
      clear();
      process.stdout.write(`${line}\n`);
    },
    err(line) {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress(text) {
      if (!live) {
        if (Date.now() - told < MINUTE) return;
        told = Date.now();
        process.stderr.write(`${text.trim()}\n`);
        return;
      }
      clear();
      shown = text.length;
      process.stderr.write(text);
    },
    // Only messages are coloured, and they go where errors go.
    colour: pc.createColors(!ENVIRONMENT.noColour && live),
    now: () => Date.now(),
    folder: process.cwd(),
  };
}

/** Text from outside as it may stand on a terminal: control characters are shown, not obeyed. */
export function printable(text: string): string {
  return withMarksShown(text);
}
