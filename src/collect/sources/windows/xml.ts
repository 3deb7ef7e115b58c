import { XMLParser } from 'fast-xml-parser';
import { messageOf } from '../../../errors.ts';
import type { Rejected } from '../../../core/parse-event.ts';

/** A parsed element: attributes as `@name`, its text as `#text`, children by name. */
export type XmlTree = Readonly<Record<string, unknown>>;

// Numbers stay text: logon ids are hex, SIDs and serials have leading zeros. Entities are decoded below, by hand.
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  removeNSPrefix: true,
  trimValues: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (name) => name === 'Data',
});

/**
 * The tree of one `<Event>`.
 *
 * @param start where it begins; a syslog header may stand before it
 * @returns a reason where the text is no such event; a document type is refused, because it may define entities
 */
export function eventTree(text: string, start = 0): XmlTree | Rejected {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return { rejected: 'event XML with a document type is not read' };
  let parsed: unknown;
  try {
    parsed = parser.parse(text.slice(start));
  } catch (error) {
    return { rejected: `not well-formed XML: ${messageOf(error).slice(0, 120)}` };
  }
  const event = asTree(asTree(parsed)?.['Event']);
  return event && asTree(event['System']) ? decodeTree(event) : { rejected: 'no <System> in the event XML' };
}

function asTree(value: unknown): XmlTree | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as XmlTree : undefined;
}

function decodeTree(tree: XmlTree): XmlTree {
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, decodeValue(value)]));
}

function decodeValue(value: unknown): unknown {
  if (typeof value === 'string') return decodeEntities(value);
  if (Array.isArray(value)) return value.map(decodeValue);
  const tree = asTree(value);
  return tree ? decodeTree(tree) : value;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five entities that XML has by itself, and characters by number. Anything else stays as it is. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
