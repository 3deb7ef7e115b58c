import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { SMALL_NURSERY } from '../../src/modest-heap.ts';

/** A part of the benchmark in a process of its own. @returns what it printed in the end */
export async function part<T>(...words: readonly string[]): Promise<T> {
  return ended<T>(started(...words));
}

/** Where the command keeps what was compiled; see `src/main.ts`. */
const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/farmwatch');

/** The same, to be spoken with. */
export function started(...words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [SMALL_NURSERY, join(import.meta.dirname, 'child.ts'), ...words], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: COMPILED } });
}

/** What a part printed from now on, once it has ended. */
export async function ended<T>(child: ChildProcess): Promise<T> {
  const said = await Array.fromAsync(child.stdout!, (piece: Buffer) => piece.toString());
  if (child.exitCode === null) await new Promise((resolve) => child.on('exit', resolve));
  if (child.exitCode !== 0) throw new Error(`${child.spawnargs[3]} ended with ${child.exitCode}`);
  return JSON.parse(said.join('')) as T;
}
