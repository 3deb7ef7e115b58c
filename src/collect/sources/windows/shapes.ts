import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { fromAgentLine, isAgentLine } from './agent-line.ts';
import { asFields, type Fields } from './parts.ts';
import type { WindowsRecord } from './record.ts';
import { fromFlat, fromViewer, isFlat, isOfViewer } from './shape-flat.ts';
import { fromOpenTelemetry, isOpenTelemetry } from './shape-opentelemetry.ts';
import { fromGraylog, isGraylog } from './shape-graylog.ts';
import { fromOcsf, isOcsf } from './shape-ocsf.ts';
import { fromWinlogbeat } from './shape-winlogbeat.ts';
import { EVENT_TAG, fromAzure, fromEventTree, fromXmlText, isEventTree } from './shape-xml.ts';
import { fromText, isTextEvent } from './text.ts';

/** True for a Windows event in one of the shapes below, wanted or not. */
export function isWindowsEvent(raw: unknown): boolean {
  return shapeOf(raw) !== undefined;
}

/** A Windows event from any shape it is saved in, or why it is none. */
export function windowsRecord(raw: unknown): WindowsRecord | Rejected {
  const shape = shapeOf(raw);
  if (!shape) return { rejected: 'not a Windows event: neither event XML nor a record with an event id' };
  const read = shape(raw as never);
  if (isRejected(read)) return read;
  if (!Number.isInteger(read.eventId) || read.eventId < 0) return { rejected: 'the event id is no number' };
  return read;
}

/**
 * Number and log of an event without reading it: of a busy machine's records one in a hundred is wanted.
 *
 * @returns undefined where that takes a proper look
 */
export function glance(raw: unknown): WindowsRecord | undefined {
  const { id, channel, provider } = typeof raw === 'string' ? glanceAtXml(raw) : glanceAtFields(asFields(raw) ?? {});
  if (!/^\d{1,6}$/.test(String(id)) || typeof channel !== 'string' || !/^[\w .%()/-]+$/.test(channel)) return undefined;
  return { eventId: Number(id), channel, provider: typeof provider === 'string' ? provider : '', data: {} };
}

interface Glance { readonly id?: unknown; readonly channel?: unknown; readonly provider?: unknown }

function glanceAtXml(text: string): Glance {
  if (!text.startsWith('<Event')) return {};
  const start = text.slice(0, 3_000);
  return {
    id: /<EventID[^>]*>(\d+)</.exec(start)?.[1],
    channel: /<Channel>([^<]+)</.exec(start)?.[1],
    provider: /<Provider\s[^>]*?\bName=["']([^"'<>]*)/.exec(start)?.[1],
  };
}

function glanceAtFields(fields: Fields): Glance {
  const winlog = asFields(fields['winlog']);
  return winlog
    ? { id: winlog['event_id'], channel: winlog['channel'], provider: winlog['provider_name'] }
    : { id: fields['EventID'], channel: fields['Channel'], provider: fields['SourceName'] };
}

function shapeOf(raw: unknown): ((raw: never) => WindowsRecord | Rejected) | undefined {
  if (typeof raw === 'string') {
    if (EVENT_TAG.test(raw) && !isInJson(raw)) return fromXmlText;
    if (isTextEvent(raw)) return fromText;
    if (isAgentLine(raw)) return fromAgentLine;
    return shapeOf(jsonAtEnd(raw)) ? fromLine : undefined;
  }
  const fields = asFields(raw);
  if (!fields) return undefined;
  if (isEventTree(fields)) return fromEventTree;
  if (typeof asFields(fields['properties'])?.['RawXml'] === 'string') return fromAzure;
  if (asFields(fields['winlog']) || Object.keys(fields).some((name) => name.startsWith('winlog.'))) return fromWinlogbeat;
  if (isGraylog(fields)) return fromGraylog;
  if (isOpenTelemetry(fields)) return fromOpenTelemetry;
  if (isFlat(fields)) return fromFlat;
  if (isOfViewer(fields)) return fromViewer;
  return isOcsf(fields) ? fromOcsf : undefined;
}

/** True where the event stands in a text of JSON, in which its strokes are doubled. */
function isInJson(text: string): boolean {
  if (/^\s*[{["]/.test(text)) return true;
  const start = text.indexOf('{');
  return start >= 0 && start < text.search(EVENT_TAG) && shapeOf(jsonAtEnd(text)) !== undefined;
}

/** A line of syslog with the record behind its header. */
function fromLine(text: string): WindowsRecord | Rejected {
  return windowsRecord(jsonAtEnd(text));
}

function jsonAtEnd(text: string): Fields | undefined {
  const start = text.indexOf('{');
  if (start < 0 || !text.trimEnd().endsWith('}')) return undefined;
  try {
    return asFields(JSON.parse(text.slice(start)));
  } catch {
    return undefined;
  }
}
