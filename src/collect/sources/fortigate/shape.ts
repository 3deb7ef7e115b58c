import { lookup } from '../../../core/lookup.ts';
import { parseCef } from '../../cef.ts';
import { cellsOf } from '../../csv.ts';
import { keyValues } from '../../key-values.ts';
import { isObject, textOf } from '../../loose.ts';

/** A record of any FortiGate log under the names of its key=value form. */
export interface FortiRecord {
  /** `event/vpn`, `traffic/forward`, … */
  readonly log: string;
  /** A filled field; undefined where it is missing, or `N/A`. */
  text(name: string): string | undefined;
}

/** Beside `type` and `subtype`, one of these tells the vendor's records from others that have pairs. */
const MARKS = ['logid', 'log_id', 'devid', 'device_id', 'logver', 'vd'] as const;

/** What FortiOS 4 and 5.0 called these. */
const OLD_NAMES: Readonly<Record<string, string>> = lookup({ logid: 'log_id', devid: 'device_id' });

/** Reads the outside of a record; undefined for what is none of a FortiGate's. */
export function fortiRecord(raw: unknown): FortiRecord | undefined {
  if (typeof raw === 'string') return fromText(raw);
  if (!isObject(raw)) return undefined;
  return recordOf((name) => textOf(raw[name]));
}

/** Some lines of FortiOS 4 have a blank behind the hour: `time=10: 13:03`. */
const TORN_TIME = /(?<=[\s,]time=\d\d:) (?=\d\d:\d\d\b)/;

function fromText(written: string): FortiRecord | undefined {
  if (!written.includes('=')) return undefined;
  const text = written.replace(TORN_TIME, '');
  const cef = /\|Fortinet\|Forti/i.test(text) ? parseCef(text.replace(/^\s*(?=\d\|Fortinet\|)/, 'CEF:')) : undefined;
  if (cef) return fromCef(cef.fields);
  const inCells = /^"\w{1,40}=/.test(text);
  if (!inCells && !/(?:^|[\s,>])type=/.test(text)) return undefined;
  const pairs = inCells ? cellPairs(text) : keyValues(text);
  return recordOf((name) => textOf(pairs.get(name)));
}

/** A row of what FortiAnalyzer saves as CSV has a pair in each cell. */
function cellPairs(row: string): ReadonlyMap<string, string> {
  return new Map(cellsOf(row, ',').map((cell) => {
    const at = cell.indexOf('=');
    return [cell.slice(0, Math.max(at, 0)), cell.slice(at + 1).replace(/^"(.*)"$/s, '$1')] as const;
  }));
}

/** What the names of CEF are in the key=value form; the rest has a prefix that the sender chose. */
const CEF_NAMES: Readonly<Record<string, string>> = lookup({
  act: 'action', outcome: 'status', src: 'srcip', dst: 'dstip', duser: 'user', suser: 'user', deviceExternalId: 'devid', dvchost: 'devname', externalID: 'sessionid', out: 'sentbyte', in: 'rcvdbyte',
});

function fromCef(fields: readonly (readonly [string, string])[]): FortiRecord | undefined {
  const values = new Map<string, string>();
  for (const [name, value] of fields) {
    const plain = CEF_NAMES[name] ?? name.replace(/^(FTNTFGT|FortinetFortiGate|\w{2,8}\.)/, '');
    if (!values.has(plain)) values.set(plain, value);
  }
  // One member holds type and subtype, `event:vpn`; some senders give the subtype again.
  const [type, subtype] = (values.get('cat') ?? '').split(/[: ]/);
  return recordOf((name) => {
    if (name === 'type') return textOf(type);
    return textOf(values.get(name)) ?? (name === 'subtype' ? textOf(subtype) : undefined);
  });
}

function recordOf(text: (name: string) => string | undefined): FortiRecord | undefined {
  const type = text('type');
  const subtype = text('subtype');
  if (type === undefined || subtype === undefined || !MARKS.some((name) => text(name) !== undefined)) return undefined;
  const log = `${type}/${subtype}`.toLowerCase();
  return { log: /^[\w/-]{1,60}$/.test(log) ? log : 'unnamed log', text: (name) => text(name) ?? (OLD_NAMES[name] && text(OLD_NAMES[name])) };
}
