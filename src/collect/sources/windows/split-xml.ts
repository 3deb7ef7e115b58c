import { FarmwatchError } from '../../../errors.ts';
import type { ReadRecord } from '../../collector.ts';

const OPENING = /<(?:[\w.-]+:)?Event(?=[\s>])|<!--/g;
const CLOSING = /<\/(?:[\w.-]+:)?Event\s*>/g;

/**
 * The events of an XML text, each as its own text: one `<Event>`, several one after the other, or inside `<Events>`.
 *
 * Cut by their tags and not parsed as a whole: an export of a busy log is larger than memory.
 *
 * @param longest characters; a longer event is rejected
 * @throws FarmwatchError `file.unreadable` where the text ends inside an event, after all that could be read
 */
export async function* eventsInXml(file: string, pieces: AsyncIterable<Buffer>, longest: number): AsyncGenerator<ReadRecord> {
  const decoder = new TextDecoder();
  let text = '';
  let line = 0;
  let dropping = false;

  for await (const piece of pieces) {
    text += decoder.decode(piece, { stream: true });
    for (;;) {
      if (dropping) {
        const end = find(CLOSING, text, 0);
        if (!end) {
          text = text.slice(-64);
          break;
        }
        dropping = false;
        text = text.slice(end.after);
        continue;
      }
      const start = find(OPENING, text, 0);
      if (!start) {
        // A tag may be cut in two between pieces.
        text = text.slice(-64);
        break;
      }
      if (start.found === '<!--') {
        const end = text.indexOf('-->', start.at);
        if (end < 0) break;
        text = text.slice(end + 3);
        continue;
      }
      const end = find(CLOSING, text, start.after);
      if (end) {
        line++;
        yield { file, line, raw: text.slice(start.at, end.after) };
        text = text.slice(end.after);
        continue;
      }
      if (start.at > 0) text = text.slice(start.at);
      if (text.length > longest) {
        line++;
        yield { file, line, rejected: `event ${line} is longer than ${Math.round(longest / 1024 / 1024)} MB` };
        dropping = true;
        continue;
      }
      break;
    }
  }
  if (line === 0 && !find(OPENING, text, 0)) yield { file, line: 1, rejected: 'no <Event> in this XML' };
  if (dropping || find(OPENING, text, 0)) {
    throw new FarmwatchError('file.unreadable', {
      file, line, why: `the XML is cut off after event ${line}`, cure: 'Export the log again and repeat the command; what was read before it is kept.',
    });
  }
}

function find(pattern: RegExp, text: string, from: number): { at: number; after: number; found: string } | undefined {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  return match ? { at: match.index, after: match.index + match[0].length, found: match[0] } : undefined;
}
