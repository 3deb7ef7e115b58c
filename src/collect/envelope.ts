import { unflattened } from './flattened.ts';
import { isObject, parseJson } from './json.ts';
import { restoredDocument, restoredLines } from './taken-apart.ts';

/**
 * What shippers, exports and recorders put around a vendor's record, and why the record is found there.
 *
 * A name with dots is looked up as it stands and as a path. An entry that holds a list stands for several records.
 */
export const ENVELOPES = [
  { at: 'message', because: 'Logstash, Filebeat and most syslog collectors keep the line they received here' },
  { at: 'json', because: 'Elastic Agent keeps what an HTTP endpoint or an interface gave it here' },
  { at: 'event.original', because: 'Elastic Agent and ECS pipelines keep the untouched record here' },
  { at: 'log.original', because: 'pipelines of older Beats keep the untouched record here' },
  { at: '_raw', because: 'Splunk and Cribl exports keep the indexed text here' },
  { at: 'result', because: "Splunk's JSON export writes one { result: { _raw } } a line; an answer of ServiceNow and an event of EasyPost carry their records here" },
  { at: '_source', because: 'an Elasticsearch hit keeps the indexed document here' },
  { at: 'hits.hits', because: 'an answer of Elasticsearch or OpenSearch carries its hits in such a list' },
  { at: 'rawResponse', because: "Kibana's inspector shows such an answer in this member" },
  { at: 'log', because: 'Fluent Bit and container runtimes keep the line here; collections of test events keep the record here' },
  { at: '@message', because: 'CloudWatch Logs Insights names the line so' },
  { at: 'input.message', because: 'test cases of log parsers keep the line as received here, beside what they make of it' },
  { at: 'expected', because: 'test cases of pipelines keep the documents that should come out in such a list' },
  { at: 'events', because: 'collections of test events, and bodies of shippers that send several at once, carry their records in such a list' },
  { at: 'Records', because: 'the same with a capital, as services of Amazon write it' },
  { at: 'content', because: 'pipelines of Tenzir keep the line, or what they read of it, here' },
  { at: 'body', because: 'OpenTelemetry collectors, and queues between two services, keep what they received here' },
  { at: 'Body', because: 'Event Hubs Capture and SQS write the same with a capital' },
  { at: 'Messages', because: 'an answer of SQS carries its messages in such a list' },
  { at: 'Message', because: 'SNS keeps what was published here' },
  { at: 'raw', because: 'generators and exports of many tools keep the line as received here, beside what they make of it' },
  { at: 'resources', because: 'an answer of the CrowdStrike API carries its records in such a list' },
  { at: 'records', because: 'Azure Event Hubs and storage accounts deliver diagnostic records in such a list' },
  { at: 'value', because: 'a page of an OData API, such as Microsoft Graph, carries its records in such a list' },
  { at: 'event', because: "Splunk's HTTP event collector carries the record here" },
  { at: 'detail', because: 'Amazon EventBridge carries the record here' },
  { at: 'data.events', because: 'event hooks of Okta carry their records in such a list' },
  { at: 'results', because: 'an answer of Microsoft Graph to a hunting query, and a page of the Jamf Pro API, carry their rows in such a list' },
  { at: 'Results', because: 'the older interface of Defender writes the same with a capital' },
  { at: 'jamf_pro.inventory', because: 'Elastic Agent keeps a computer of the Jamf Pro API here' },
  { at: 'jumpcloud.event', because: 'Elastic Agent keeps an event of JumpCloud here' },
  { at: 'computers', because: 'the list of the Jamf Classic API carries its records so' },
  { at: 'tables', because: 'an answer of Azure Monitor Logs carries its tables in such a list' },
  { at: 'logs', because: 'a page of the Tailscale API carries its records in such a list' },
  { at: 'devices', because: 'the list of devices of the same API carries its records so' },
  { at: 'o365audit', because: 'Filebeat keeps a record of the audit log of Microsoft 365 here' },
  { at: 'osquery.result', because: 'Filebeat keeps a line of osquery here' },
  { at: 'host', because: 'an answer of the Fleet API about one host carries it here' },
  { at: 'hosts', because: 'the list of hosts of the Fleet API carries its records so' },
  { at: 'items', because: 'a page of a Google API carries its records in such a list' },
  { at: 'response.authlogs', because: 'a page of the Duo Admin API carries its records in such a list' },
  { at: 'authlogs', because: 'the same, saved without the answer around it' },
  { at: 'response', because: 'the other logs of the same API carry their records so, as a list or as a page' },
  { at: 'data', because: 'a page of the OneLogin and SentinelOne APIs carries its records in such a list' },
  { at: 'attributes', because: 'a list of clients of Netskope carries each of them here' },
  { at: 'employees', because: 'a report of BambooHR carries its people in such a list' },
  { at: 'Report_Entry', because: 'a Workday report as a service carries its rows in such a list' },
  { at: 'tracker', because: 'a shipment of EasyPost carries its tracker here' },
  { at: 'shipments', because: 'a page of the same API carries its shipments in such a list' },
  { at: 'trackers', because: 'a page of the EasyPost API carries its records in such a list' },
  { at: 'logEvents', because: 'a subscription of CloudWatch Logs delivers lines in such a list' },
  { at: 'jsonPayload', because: 'Google Cloud Logging keeps a structured record here' },
  { at: 'textPayload', because: 'the same, a line of text' },
  { at: 'RawData', because: 'a custom table of Azure Log Analytics keeps the untouched record here' },
  { at: 'raw_data', because: 'an OCSF event keeps the untouched record here' },
  { at: 'full_log', because: 'Wazuh keeps the line here' },
  { at: 'data.office365', because: 'Wazuh keeps records of the unified audit log here, which have no line' },
  { at: 'data.ms-graph', because: 'the same for records of Microsoft Graph' },
  { at: 'full_message', because: 'GELF keeps the line here' },
  { at: 'messages', because: 'an answer of Graylog carries its records in such a list' },
  { at: 'payload', because: 'queues and QRadar keep the record here' },
  { at: 'properties', because: 'Azure diagnostic exports carry the record of another service here' },
  { at: 'response_body', because: 'a recorded HTTP exchange keeps the answer here' },
  { at: 'entries', because: 'what a browser saves of its traffic (HAR) has an exchange each in such a list' },
  { at: 'response.content.text', because: 'an exchange in there keeps the answer here' },
] as const;

/** Nobody wraps deeper; text that claims to is not followed. */
const DEEPEST = 8;
/** No index takes fields that lie deeper. */
const DEEPEST_NAME = 32;

/**
 * The vendor's records inside an envelope, however often it was wrapped.
 *
 * An envelope is opened only where something inside is a record that the source knows; lists of objects are always opened.
 * JSON inside a text is read, also twice, and behind the header of a syslog line. A record that the source recognises is never opened.
 *
 * @param recognises true for a record of the source, wanted or not
 * @returns at least one record, except for an empty list; what nobody recognises comes back as it was
 * @example unwrap({ message: '{"id":"a"}' }, (raw) => hasId(raw)) // => [{ id: 'a' }]
 */
export function unwrap(raw: unknown, recognises: (raw: unknown) => boolean): readonly unknown[] {
  const found = open(raw, recognises, 0);
  return found.known || found.isList ? found.records : [raw];
}

interface Opened { readonly records: readonly unknown[]; readonly known: boolean; readonly isList: boolean }

function open(raw: unknown, recognises: (raw: unknown) => boolean, depth: number): Opened {
  const kept = splunkOwn(raw);
  const found = kept === undefined ? undefined : open(kept, recognises, depth);
  if (found?.known) return found;
  if (recognises(raw)) return { records: [raw], known: true, isList: false };
  const asIs: Opened = { records: [raw], known: false, isList: false };
  if (depth >= DEEPEST) return asIs;
  const rows = rowsOfTable(raw);
  if (rows !== undefined) return openList(rows, recognises, depth);
  const document = documentOfHit(raw);
  if (document !== undefined) return { ...open(document, recognises, depth + 1), isList: true };
  if (typeof raw === 'string') {
    const inner = jsonInside(raw);
    return inner === undefined ? asIs : open(inner, recognises, depth + 1);
  }
  if (Array.isArray(raw)) return openList(raw, recognises, depth);
  if (typeof raw !== 'object' || raw === null) return asIs;
  let list: Opened | undefined;
  for (const { at } of ENVELOPES) {
    const inner = lookUp(raw as Record<string, unknown>, at);
    if (inner === undefined || inner === null) continue;
    const opened = open(inner, recognises, depth + 1);
    if (opened.known) return opened;
    if (opened.isList && (opened.records.length > 0 || isPage(raw, at))) list ??= opened;
  }
  return putTogether(raw as Record<string, unknown>, recognises, depth) ?? list ?? asIs;
}

/** The record out of what a table or a pipeline made of it. Asked last: an untouched record beside it says more. */
function putTogether(raw: Record<string, unknown>, recognises: (raw: unknown) => boolean, depth: number): Opened | undefined {
  const again = [...restoredLines(raw), ...restoredDocument(raw)].find(recognises);
  if (again !== undefined) return { records: [again], known: true, isList: false };
  const whole = unflattened(raw);
  const found = whole === undefined ? undefined : open(whole, recognises, depth + 1);
  return found?.known ? found : undefined;
}

const SPLUNK_OWN = ['_raw', '_time', '_indextime', 'host', 'index', 'source', 'sourcetype'] as const;

/**
 * What Splunk keeps of an event; undefined where there is nothing else. Beside it stand the fields that Splunk made out,
 * which look like the vendor's record and are none: lists and objects in it are flat.
 */
function splunkOwn(raw: unknown): object | undefined {
  if (typeof raw !== 'object' || raw === null || !Object.hasOwn(raw, '_raw')) return undefined;
  const names = SPLUNK_OWN.filter((name) => Object.hasOwn(raw, name));
  return names.length === Object.keys(raw).length ? undefined : Object.fromEntries(names.map((name) => [name, (raw as Record<string, unknown>)[name]]));
}

/**
 * The document of an Elasticsearch hit that carries lists of values under dotted names in place of the document, as Kibana
 * shows and exports it: names become members of members, a list of one item that item. What an index keeps of a field in
 * another form (`user.name.keyword` beside `user.name`) is left out.
 *
 * @returns undefined for what is no such hit
 * @see https://www.elastic.co/docs/reference/elasticsearch/rest-apis/retrieve-selected-fields
 */
function documentOfHit(raw: unknown): object | undefined {
  if (!isObject(raw) || !Object.hasOwn(raw, '_index') || isObject(raw['_source']) || !isObject(raw['fields'])) return undefined;
  const fields = Object.entries(raw['fields']);
  if (fields.length === 0 || !fields.every(([, values]) => Array.isArray(values))) return undefined;
  const document = Object.create(null) as Record<string, unknown>;
  // By name, so that a field comes before its other forms.
  for (const [name, values] of fields.sort(([a], [b]) => (a < b ? -1 : 1))) put(document, wordsOf(name), single(values, 0));
  return { ...document };
}

/**
 * The rows of an answer that names its columns once and has a list of values for each row, as those of Azure Monitor Logs,
 * ES|QL, Splunk and SentinelOne's PowerQuery.
 *
 * @returns undefined for what is no such table
 */
function rowsOfTable(raw: unknown): readonly object[] | undefined {
  if (!isObject(raw)) return undefined;
  const columns = [raw['columns'], raw['fields']].find(Array.isArray)?.map((column: unknown) => (isObject(column) ? column['name'] : column));
  const rows = ['rows', 'values', 'data'].map((name) => raw[name]).find((found): found is readonly (readonly unknown[])[] => Array.isArray(found) && found.every(Array.isArray));
  if (!columns || !rows || !columns.every((name) => typeof name === 'string')) return undefined;
  // By the cells that are there: many columns over many empty rows would be more than whoever sent them has bytes.
  return rows.map((row) => Object.fromEntries(row.slice(0, columns.length).map((cell, at) => [columns[at]!, cell])));
}

/** A name that claims to lie deeper than anything does is one word. */
function wordsOf(name: string): readonly string[] {
  const words = name.split('.');
  return words.length > DEEPEST_NAME ? [name] : words;
}

function put(into: Record<string, unknown>, [word, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[word!] ??= value;
    return;
  }
  into[word!] ??= Object.create(null) as unknown;
  if (isObject(into[word!])) put(into[word!] as Record<string, unknown>, rest, value);
}

/** Nested objects come as lists of objects whose members are lists again. */
function single(value: unknown, depth: number): unknown {
  if (depth > DEEPEST_NAME) return value;
  const inside = (inner: unknown): unknown => single(inner, depth + 1);
  if (Array.isArray(value)) return value.length === 1 ? inside(value[0]) : value.map(inside);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inside(inner)])) : value;
}

function openList(items: readonly unknown[], recognises: (raw: unknown) => boolean, depth: number): Opened {
  const opened = items.map((item) => open(item, recognises, depth + 1));
  return {
    records: opened.flatMap(({ records }) => records),
    known: opened.some(({ known }) => known),
    // A list of names or numbers is a value, not an envelope.
    isList: items.every((item) => typeof item === 'object' && item !== null),
  };
}

/** True for a page without records: nothing is beside the list but links to other pages. */
function isPage(raw: object, at: string): boolean {
  return Object.keys(raw).every((name) => name === at || name.startsWith('@odata.') || name === 'nextLink');
}

/** What stands before the record of a syslog line: a priority or a time, then host and program. */
const SYSLOG_HEADER = /^(?:<\d{1,3}>|[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d\b|\d{4}-\d\d-\d\d[T ]\d\d:\d\d)[^{]{0,300}$/;

/** The value of JSON text, alone or behind the header of a syslog line; undefined for any other text. */
function jsonInside(text: string): unknown {
  const start = text.trimStart()[0];
  if (start === '{' || start === '[' || start === '"') return parsed(text) ?? linesInside(text);
  const at = text.indexOf('{');
  return at > 0 && text.trimEnd().endsWith('}') && SYSLOG_HEADER.test(text.slice(0, at)) ? parsed(text.slice(at)) : undefined;
}

/** Several records in one text, one a line, as senders in batches and forwarders that join lines leave them. */
function linesInside(text: string): readonly unknown[] | undefined {
  const found: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const one = line.trimStart().startsWith('{') ? parsed(line) : undefined;
    if (one === undefined) return undefined;
    found.push(one);
  }
  return found.length > 1 ? found : undefined;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function lookUp(raw: Record<string, unknown>, path: string): unknown {
  if (Object.hasOwn(raw, path)) return raw[path];
  if (!path.includes('.')) return undefined;
  let value: unknown = raw;
  for (const word of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, word)) return undefined;
    value = (value as Record<string, unknown>)[word];
  }
  return value;
}
