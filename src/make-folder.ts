import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder with those above it, for its owner only where nothing else is said.
 *
 * One after the other: where none can be made at all, as below /proc, Node's own way of making all of them (`recursive`) never comes back.
 *
 * @throws the error of the file system; a folder that is there is none
 */
export function makeFolder(folder: string, mode = 0o700): void {
  const missing: string[] = [];
  for (let at = resolve(folder); !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const at of missing) makeOne(at, mode);
  if (!statSync(folder).isDirectory()) mkdirSync(folder);
}

function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Somebody else was quicker.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
