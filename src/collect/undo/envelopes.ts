import { isObject } from '../json.ts';

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
  { at: 'activities', because: 'what was done, of the same API, is such a list; so is a page of activities of others' },
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

/** The names with their words, cut once: every record that is not the vendor's own is asked for all of them. */
export const PATHS: readonly { readonly at: string; readonly words: readonly string[] }[] = ENVELOPES.map(({ at }) => ({ at, words: at.split('.') }));

/** What an object carries under a name, as it stands or as a path; undefined where there is nothing. */
export function memberAt(raw: Readonly<Record<string, unknown>>, { at, words }: (typeof PATHS)[number]): unknown {
  if (Object.hasOwn(raw, at)) return raw[at];
  if (words.length === 1) return undefined;
  let value: unknown = raw;
  for (const word of words) {
    if (!isObject(value) || !Object.hasOwn(value, word)) return undefined;
    value = value[word];
  }
  return value;
}

/** True where nothing is beside a list but links to other pages: an empty list is then a page without records. */
export function isPage(raw: object, at: string): boolean {
  return Object.keys(raw).every((name) => name === at || name.startsWith('@odata.') || name === 'nextLink');
}
