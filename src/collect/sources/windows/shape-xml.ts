import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { asFields, build, textOf, type Fields } from './parts.ts';
import type { WindowsRecord } from './record.ts';
import type { XmlTree } from '../../xml.ts';
import { eventTree } from './xml.ts';

/** Where an event begins in a text. */
export const EVENT_TAG = /<(?:[\w.-]+:)?Event[\s>]/;

/** Event XML: from a binary log, an export, or behind a syslog header. */
export function fromXmlText(text: string): WindowsRecord | Rejected {
  const tree = eventTree(text, text.search(EVENT_TAG));
  return isRejected(tree) ? tree : fromTree(tree);
}

/** `{ Event: { System, EventData } }`: XML turned into JSON by a converter. */
export function fromEventTree(raw: Fields): WindowsRecord | Rejected {
  return fromTree(raw['Event'] as XmlTree);
}

/** Azure diagnostics: the XML is kept beside a summary. */
export function fromAzure(raw: Fields): WindowsRecord | Rejected {
  return fromXmlText((raw['properties'] as Fields)['RawXml'] as string);
}

function fromTree(event: XmlTree): WindowsRecord {
  const system = asFields(event['System'])!;
  const message = textOf(asFields(event['RenderingInfo'])?.['Message']);
  return build({
    eventId: textOf(system['EventID']),
    provider: attribute(system['Provider'], 'Name') ?? attribute(system['Provider'], 'EventSourceName'),
    channel: textOf(system['Channel']),
    version: textOf(system['Version']),
    computer: textOf(system['Computer']),
    recordId: textOf(system['EventRecordID']),
    time: inUtc(attribute(system['TimeCreated'], 'SystemTime')),
    userSid: attribute(system['Security'], 'UserID'),
    data: { ...userData(event['UserData']), ...eventData(event['EventData']) },
    message,
  });
}

/** Event XML is in UTC; some converters leave the mark out. */
function inUtc(time: string | undefined): string | undefined {
  const bare = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)$/.exec(time ?? '');
  return bare ? `${bare[1]}T${bare[2]}Z` : time;
}

/** Named values; those without a name are counted: `param1`, `param2`. */
function eventData(value: unknown): Fields {
  const data = asFields(value);
  if (!data) return {};
  const { Data: items, ...others } = data;
  const named: Record<string, unknown> = { ...others };
  let unnamed = 0;
  for (const item of Array.isArray(items) ? items : items === undefined || items === null ? [] : [items]) {
    const name = attribute(item, 'Name');
    named[name ?? `param${++unnamed}`] = textOf(item) ?? '';
  }
  return named;
}

/** The element inside UserData, whatever its name: attributes and children. */
function userData(value: unknown): Fields {
  const outer = asFields(value);
  if (!outer) return {};
  const inner = Object.entries(outer).find(([name, child]) => !isMarkup(name) && asFields(child))?.[1];
  return flatten(asFields(inner) ?? outer);
}

function flatten(fields: Fields): Fields {
  const flat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === '#attributes') Object.assign(flat, asFields(value));
    else if (!/^@?xmlns/.test(name) && name !== '#text') flat[name.replace(/^@/, '')] = textOf(value) ?? '';
  }
  return flat;
}

function isMarkup(name: string): boolean {
  return name.startsWith('@') || name.startsWith('#');
}

/** An attribute, as our XML reader and the common converters spell it. */
function attribute(node: unknown, name: string): string | undefined {
  const fields = asFields(node);
  if (!fields) return undefined;
  return textOf(fields[`@${name}`]) ?? textOf(asFields(fields['#attributes'])?.[name] ?? asFields(fields['$'])?.[name]) ?? textOf(fields[name]);
}
