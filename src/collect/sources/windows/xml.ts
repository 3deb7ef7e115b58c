import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { asTree, xmlReader, type XmlTree } from '../../xml.ts';

const read = xmlReader(['Data']);

/**
 * The tree of one `<Event>`.
 *
 * @param start where it begins; a syslog header may stand before it
 * @returns a reason where the text is no such event
 */
export function eventTree(text: string, start = 0): XmlTree | Rejected {
  const tree = read(text, start);
  if (isRejected(tree)) return tree;
  const event = asTree(tree['Event']);
  return event && asTree(event['System']) ? event : { rejected: 'no <System> in the event XML' };
}

/** The element `EventData` that begins there; whatever is closed behind it does not matter. */
export function dataTree(text: string, start: number): XmlTree | undefined {
  const end = text.indexOf('</EventData>', start);
  const tree = end < 0 ? undefined : read(text.slice(0, end + '</EventData>'.length), start);
  return tree === undefined || isRejected(tree) ? undefined : asTree(tree['EventData']);
}
