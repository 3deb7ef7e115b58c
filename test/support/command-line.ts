import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { runCommand } from '../../src/cli/program.ts';

export interface Said { readonly exit: number; readonly out: readonly string[]; readonly err: readonly string[] }

/** A desk of its own: a folder with files, a store in it, and a clock that stands still. */
export interface Desk {
  readonly folder: string;
  /** Writes a file and returns its name. */
  file(name: string, content: string | Buffer): string;
  /** Reads a file of the folder. */
  read(name: string): string;
  /** Types a command and returns what it said. */
  type(...argv: readonly string[]): Promise<Said>;
}

/** @param now the wall clock of every command */
export function deskIn(folder: string, now: number): Desk {
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    file(name, content) {
      writeFileSync(join(folder, name), content);
      return name;
    },
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    async type(...argv) {
      const [out, err]: [string[], string[]] = [[], []];
      const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line), progress: () => {}, colour: pc.createColors(false), now: () => now, folder };
      const exit = await runCommand(argv.includes('--store') ? argv : [...argv, '--store', 'store'], { io });
      return { exit, out, err };
    },
  };
}
