import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { FarmwatchError, messageOf } from '../../errors.ts';
import type { Chronicle } from '../../evaluate/chronicle.ts';
import type { Keep } from '../../evaluate/evaluation.ts';
import { makeFolder } from '../../make-folder.ts';

const PRODUCT = join(import.meta.dirname, '../../..');
/** What a chronicle is made by: code and its data, without tests. */
const MAKES = ['src/{core,simulate,collect,catalogue,detect,risk,cases,evaluate}/**/*.{ts,json}', 'src/cli/evaluate/judge.ts', 'detectors/**/*.{ts,json}', 'package-lock.json'];

/**
 * Chronicles of simulated companies in a folder, so that an evaluation of hours goes on where it was stopped,
 * and two of them may share the work. Those made by other code or other settings are made anew.
 *
 * @param settings everything besides the plan that a chronicle depends on, as text
 */
export function keptChronicles(folder: string, settings: string): Keep {
  makeFolder(folder);
  const made = digest([settings, process.version, ...globSync(MAKES, { cwd: PRODUCT }).filter((name) => !/\.(test|fixture)\.ts$/.test(name)).sort().map((name) => readFileSync(join(PRODUCT, name)))]);
  return async (plan, make) => {
    const file = join(folder, `${digest([made, plan])}.chronicle`);
    if (existsSync(file)) return chronicleIn(file);
    const chronicle = await make();
    // A torn file would be read as a chronicle: it gets its name when it is whole.
    writeFileSync(`${file}.${process.pid}`, serialize(chronicle));
    renameSync(`${file}.${process.pid}`, file);
    return chronicle;
  };
}

function chronicleIn(file: string): Chronicle {
  try {
    return deserialize(readFileSync(file)) as Chronicle;
  } catch (error) {
    throw new FarmwatchError('file.unreadable', { file, why: messageOf(error), cure: 'Remove it, and that company is followed anew.' });
  }
}

function digest(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 32);
}
