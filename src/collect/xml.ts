import { lookup } from '../core/lookup.ts';
import { XMLParser } from 'fast-xml-parser';
import { messageOf } from '../errors.ts';
import type { Rejected } from '../core/parse-event.ts';

/** A parsed element: attributes as `@name`, its text as `#text`, children by name. */
export type XmlTree = Readonly<Record<string, unknown>>;

/**
 * A reader of XML from strangers. Numbers stay text: ids are hex or long, serials have leading zeros. A document type is
 * refused, because it may define entities.
 *
 * @param lists names of elements that are lists also where there is one
 * @returns a function of a text and of where in it the XML begins
 */
export function xmlReader(lists: readonly string[]): (text: string, start?: number) => XmlTree | Rejected {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    textNodeName: '#text',
    parseTagValue: false,
    parseAttributeValue: false,
    // Decoded below, by hand.
    processEntities: false,
    removeNSPrefix: true,
    trimValues: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    isArray: (name) => lists.includes(name),
  });
  return (text, start = 0) => {
    if (/<!(DOCTYPE|ENTITY)/i.test(text)) return { rejected: 'XML with a document type is not read' };
    try {
      return decodeTree(asTree(parser.parse(text.slice(start))) ?? {});
    } catch (error) {
      return { rejected: `not well-formed XML: ${messageOf(error).slice(0, 120)}` };
    }
  };
}

/** An element with attributes or children; undefined for text, lists and nothing. */
export function asTree(value: unknown): XmlTree | undefined {
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

const NAMED: Readonly<Record<string, string>> = lookup({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" });

/** The five entities that XML has by itself, and characters by number. Anything else stays as it is. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
