import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { isoOf } from '../../../core/time.ts';
import { utcTime } from '../../utc-time.ts';
import { asFields, build, lowerNames, textOf, type Fields } from './parts.ts';
import type { WindowsRecord } from './record.ts';
import type { XmlTree } from '../../xml.ts';
import { dataTree, eventTree } from './xml.ts';

/** Where an event begins in a text. */
export const EVENT_TAG = /<(?:[\w.-]+:)?Event[\s>]/;

/** Event XML: from a binary log, an export, or behind a syslog header. */
export function fromXmlText(text: string): WindowsRecord | Rejected {
  const tree = eventTree(text, text.search(EVENT_TAG));
  return isRejected(tree) ? tree : fromTree(tree);
}

/** `{ Event: { System, EventData } }`, or the same without `Event`: XML turned into JSON by a converter or a collector. */
export function fromEventTree(raw: Fields): WindowsRecord | Rejected {
  return fromTree(treeIn(raw)!);
}

/** True for XML turned into JSON; names in any case, as Wazuh writes them small and below `win`. */
export function isEventTree(raw: Fields): boolean {
  return treeIn(raw) !== undefined;
}

function treeIn(raw: Fields): XmlTree | undefined {
  return [asFields(raw['Event']), asFields(raw['win']), raw].find((event) => {
    const system = systemOf(event ?? {});
    return system !== undefined && ('eventid' in system || event === raw['Event']);
  });
}

function systemOf(event: Fields): Fields | undefined {
  const system = asFields(event['System']) ?? asFields(event['system']);
  return system && lowerNames(system);
}

/** Azure diagnostics: the XML is kept beside a summary. */
export function fromAzure(raw: Fields): WindowsRecord | Rejected {
  return fromXmlText((raw['properties'] as Fields)['RawXml'] as string);
}

function fromTree(event: XmlTree): WindowsRecord {
  const system = systemOf(event)!;
  const parts = lowerNames(event);
  const message = textOf(asFields(event['RenderingInfo'])?.['Message']) ?? textOf(parts['message']) ?? textOf(system['message']);
  return build({
    eventId: textOf(system['eventid']) ?? attribute(system['eventid'], 'Value'),
    provider: attribute(system['provider'], 'Name') ?? attribute(system['provider'], 'EventSourceName') ?? textOf(system['providername']),
    channel: textOf(system['channel']),
    version: textOf(system['version']),
    computer: textOf(system['computer']),
    recordId: textOf(system['eventrecordid']),
    time: inUtc(attribute(system['timecreated'], 'SystemTime') ?? textOf(system['timecreated']) ?? textOf(system['systemtime'])),
    userSid: attribute(system['security'], 'UserID') ?? textOf(system['userid']),
    data: dataIn(event),
    message,
  });
}

/** The data of an event where it was kept as XML, as Log Analytics does in its table Event. */
export function dataOfXml(text: string): Fields {
  return dataIn(dataTree(text) ?? {});
}

/** What stands in `EventData` and `UserData`, of XML or of JSON that was made of it. */
export function dataIn(event: Fields): Fields {
  const parts = lowerNames(event);
  return { ...userData(parts['userdata'] ?? (parts['eventdata'] === undefined ? besideSystem(event) : undefined)), ...eventData(parts['eventdata']) };
}

/** Wazuh leaves `UserData` out and keeps the element inside it beside `system`: `win.eventXML`, `win.eventInfo`. */
function besideSystem(event: Fields): Fields | undefined {
  const inner = Object.entries(event).filter(([name, child]) => /^event[A-Z]\w{0,40}$/.test(name) && asFields(child));
  return inner.length === 1 ? Object.fromEntries(inner) : undefined;
}

/** Event XML is in UTC; some converters leave the mark out, or count seconds since 1970. */
export function inUtc(time: string | undefined): string | undefined {
  if (/^\d{10}(\.\d+)?$/.test(time ?? '')) return isoOf(utcTime(time!.slice(0, 20))!);
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
