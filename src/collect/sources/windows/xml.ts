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

const DATA = /<(EventData|UserData)[\s>]/;

/** `{ EventData }` or `{ UserData }`, whichever stands in a text; whatever is closed behind it does not matter. */
export function dataTree(text: string): XmlTree | undefined {
  const found = DATA.exec(text);
  const close = `</${found?.[1]}>`;
  const end = found ? text.indexOf(close, found.index) : -1;
  const tree = end < 0 ? undefined : read(text.slice(0, end + close.length), found!.index);
  return tree === undefined || isRejected(tree) ? undefined : tree;
}
