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
