import { FarmwatchError } from '../../errors.ts';
import { unpacked } from '../bytes.ts';
import { parseJson } from '../json.ts';
import { linesOf, LONGEST_LINE_BYTES, type FileLine } from '../lines.ts';

/** Records that are stored at once: a file may hold a million. */
const PAGE = 5_000;

/**
 * The records of a fetched file with one in each line, packed or not, a page at a time. A line that cannot be read
 * becomes a record that `map` rejects.
 *
 * @param name of the file, for messages
 * @throws FarmwatchError `source.odd` where the file is torn, after every page that could be read
 */
export async function* recordsInFile(source: string, name: string, bytes: Buffer): AsyncGenerator<readonly unknown[]> {
  let page: unknown[] = [];
  try {
    for await (const lines of linesOf(unpacked(name, once(bytes)), LONGEST_LINE_BYTES)) {
      for (const line of lines) {
        page.push(recordIn(line));
        if (page.length < PAGE) continue;
        yield page;
        page = [];
      }
    }
  } catch (cause) {
    if (!(cause instanceof FarmwatchError) || cause.code !== 'file.unreadable') throw cause;
    if (page.length > 0) yield page;
    throw new FarmwatchError('source.odd', { source, why: `its file ${printable(name)} cannot be read: ${String(cause.details['why'])}` }, { cause });
  }
  if (page.length > 0) yield page;
}

/** A name that others gave, as it may stand in a message. */
function printable(name: string): string {
  return name.replace(/[^\w./=-]/g, '?').slice(-200);
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

function recordIn(line: FileLine): unknown {
  if ('rejected' in line) return line.rejected;
  try {
    return parseJson(line.text);
  } catch {
    return line.text;
  }
}
