import { lookup } from '../core/lookup.ts';
import { cefLine } from './cef-columns.ts';
import { isObject, memberOf, textAt, textOf } from './loose.ts';

/**
 * The vendor's record in a document that Elastic's integrations took apart without keeping the original: the names are
 * written with low lines, some members have moved to common fields and are put back.
 *
 * @returns no record for data sets that are not read so
 * @see elastic/integrations, packages okta and azure: sample_event.json of each data set
 */
export function restoredDocument(document: unknown): readonly unknown[] {
  const name = textAt(document, 'event', 'dataset') ?? textAt(document, 'datastream', 'dataset') ?? '';
  const found = Object.hasOwn(DATA_SETS, name) ? DATA_SETS[name]!(document) : undefined;
  return found === undefined ? [] : [found];
}

const DATA_SETS: Readonly<Record<string, (document: unknown) => unknown>> = lookup({
  'okta.system'(document) {
    const own = memberOf(document, 'okta');
    return isObject(own) ? { ...own, published: textAt(document, '@timestamp') } : undefined;
  },
  'azure.signinlogs'(document) {
    const own = memberOf(document, 'azure', 'signinlogs');
    const properties = memberOf(own, 'properties');
    return isObject(own) && isObject(properties) ? {
      ...own, time: textAt(document, '@timestamp'),
      properties: {
        ...properties, createdDateTime: textAt(properties, 'createdat') ?? textAt(document, '@timestamp'), ipAddress: textAt(document, 'source', 'ip'),
        // Without the original a record does not say what its browser calls itself but here.
        userAgent: textAt(document, 'useragent', 'original'),
      },
    } : undefined;
  },
});

/** Lines of syslog and CEF that a row of Log Analytics was made of, as a device may have written them; none for other tables. */
export function restoredLines(row: unknown): readonly string[] {
  if (!isObject(row)) return [];
  if (textOf(row['DeviceVendor']) !== undefined && textOf(row['DeviceProduct']) !== undefined) return [cefLine(row)].filter((line) => line !== undefined);
  const message = textOf(row['SyslogMessage']);
  if (message === undefined) return [];
  const [time, host, program] = [row['TimeGenerated'] ?? row['TimeGenerated [UTC]'], row['HostName'] ?? row['Computer'], row['ProcessName']].map(textOf);
  const head = [time, host].filter((word) => word !== undefined).join(' ');
  // What an appliance writes first is taken for the name of a program, such as Cisco's %ASA-6-722022.
  return [...(program === undefined ? [] : [`${head} ${program}: ${message}`]), `${head} ${message}`, message];
}
