import { FarmwatchError } from '../errors.ts';
import type { ReadRecord } from './collector.ts';
import { LONGEST_LINE_BYTES, tooLong } from './lines.ts';

/**
 * The elements of one name in an XML text, each as its own text: a single one, several one after the other, or inside
 * others. A prefix before the name does not count.
 *
 * Cut by their tags and not parsed as a whole: an export of a busy log is larger than memory.
 *
 * An element longer than a line may be is rejected.
 *
 * @param name what they are called, such as `Event`; letters, digits and underscores
 * @throws FarmwatchError `file.unreadable` where the text ends inside an element, after all that could be read
 */
export async function* elementsInXml(file: string, pieces: AsyncIterable<Buffer>, name: string): AsyncGenerator<ReadRecord> {
  const opening = new RegExp(`<(?:[\\w.-]+:)?${name}(?=[\\s>])|<!--`, 'g');
  const closing = new RegExp(`</(?:[\\w.-]+:)?${name}\\s*>`, 'g');
  const decoder = new TextDecoder();
  let text = '';
  let line = 0;
  let dropping = false;

  for await (const piece of pieces) {
    text += decoder.decode(piece, { stream: true });
    for (;;) {
      if (dropping) {
        const end = find(closing, text, 0);
        if (!end) {
          text = text.slice(-64);
          break;
        }
        dropping = false;
        text = text.slice(end.after);
        continue;
      }
      const start = find(opening, text, 0);
      if (!start) {
        // A tag may be cut in two between pieces.
        text = text.slice(-64);
        break;
      }
      if (start.found === '<!--') {
        const end = text.indexOf('-->', start.after);
        if (end < 0) {
          // Nothing in it is wanted, and its end may be cut in two between pieces.
          text = start.found + text.slice(start.after).slice(-2);
          break;
        }
        text = text.slice(end + 3);
        continue;
      }
      const end = find(closing, text, start.after);
      if (end) {
        line++;
        yield { file, line, raw: text.slice(start.at, end.after) };
        text = text.slice(end.after);
        continue;
      }
      if (start.at > 0) text = text.slice(start.at);
      if (text.length > LONGEST_LINE_BYTES) {
        line++;
        yield { file, line, rejected: `<${name}> ${line} is ${tooLong(LONGEST_LINE_BYTES)}` };
        dropping = true;
        continue;
      }
      break;
    }
  }
  if (line === 0 && !find(opening, text, 0)) yield { file, line: 1, rejected: `no <${name}> in this XML` };
  if (dropping || find(opening, text, 0)) {
    throw new FarmwatchError('file.unreadable', {
      file, line, why: `the XML is cut off after <${name}> ${line}`, cure: 'Export it again and repeat the command; what was read before it is kept.',
    });
  }
}

function find(pattern: RegExp, text: string, from: number): { at: number; after: number; found: string } | undefined {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  return match ? { at: match.index, after: match.index + match[0].length, found: match[0] } : undefined;
}
