import { isObject, memberOf, objectOf, textAt } from '../../loose.ts';
import type { ReadRecord } from '../../collector.ts';

/** An entry of a Zeek log. */
export interface ZeekEntry {
  /** `rdp`, `conn`, …; fit to be counted and printed. */
  readonly log: string;
  /** The text of a member by its folded name; undefined where it is missing or stands for nothing. */
  text(name: string): string | undefined;
  /** A yes or no, as Zeek, JSON and the common schema write it; undefined where it is missing. */
  flag(name: string): boolean | undefined;
  /** One end of the connection, `orig_h` or `resp_h`. */
  end(name: 'orig_h' | 'resp_h'): string | undefined;
}

/** Logs that do not say their name, and members by which each is known; first match wins. */
const LOGS: readonly (readonly [log: string, ...anyOf: readonly string[]])[] = [
  ['rdp', 'securityprotocol', 'clientdigproductid', 'cookie'], ['rfb', 'clientmajorversion', 'authenticationmethod'], ['conn', 'connstate'], ['dns', 'qtypename', 'query', 'rcodename'],
  ['http', 'method', 'statuscode'], ['ssl', 'cipher', 'established'], ['kerberos', 'requesttype'], ['ntlm', 'servernbcomputername', 'domainname'], ['tunnel', 'tunneltype'], ['dhcp', 'msgtypes'], ['socks', 'boundhost'],
];

/** Reads the outside of an entry; undefined for what is none of Zeek's. */
export function zeekEntry(raw: unknown): ZeekEntry | undefined {
  if (!isObject(raw)) return undefined;
  const tagged = taggedEntry(raw);
  if (tagged) return zeekEntry(tagged);
  if (memberOf(raw, 'ts') === undefined) return undefined;
  const named = textAt(raw, 'path') ?? textAt(raw, 'stream');
  const isConnection = ['uid', 'uids', 'idorigh'].some((name) => memberOf(raw, name) !== undefined);
  if (named === undefined && !isConnection) return undefined;
  const log = named ?? LOGS.find(([, ...anyOf]) => anyOf.some((name) => memberOf(raw, name) !== undefined))?.[0] ?? 'another log';
  return {
    // Releases by the old name say so before the log, and Corelight behind it that some members were left out.
    log: /^[\w -]{1,40}$/.test(log) ? log.replace(/^bro_(?=\w)|(?<=\w)_red$/g, '') : 'unnamed log',
    text: (name) => textAt(raw, name),
    flag: (name) => flagOf(memberOf(raw, name)),
    end: (name) => textAt(raw, `id${name.replace('_', '')}`) ?? textAt(raw, 'id', name.replace('_', '')),
  };
}

function flagOf(value: unknown): boolean | undefined {
  if (value === true || value === 'T' || value === 'true' || value === 'success') return true;
  return value === false || value === 'F' || value === 'false' || value === 'failure' ? false : undefined;
}

const TAGS: ReadonlySet<string> = new Set([...LOGS.map(([log]) => log), 'ssh', 'files', 'x509', 'notice', 'weird', 'software', 'smtp', 'smb_files', 'smb_mapping', 'dce_rpc']);

/** The entry in an object whose only member is named after the log, as the writer for Kafka does it with `tag_json`. */
function taggedEntry(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const [only, ...others] = Object.entries(raw);
  // Other wrappers have one member as well, such as `event`.
  if (!only || others.length > 0 || !TAGS.has(only[0])) return undefined;
  const inner = objectOf(only[1]);
  return inner && memberOf(inner, 'ts') !== undefined ? { _path: only[0], ...inner } : undefined;
}

/**
 * A value as it was seen: Zeek writes separators and what cannot be printed as `\x` and two digits, and a stroke so or twice,
 * by its release. Bytes that are no text in UTF-8 stay as they are written.
 */
function unescaped(value: string): string {
  return value.replace(/\\\\|(?:\\x[0-9a-f]{2})+/gi, (written) => {
    if (written === '\\\\') return '\\';
    const bytes = Buffer.from(written.replace(/\\x/gi, ''), 'hex');
    const text = bytes.toString('utf8');
    return text.includes('\uFFFD') ? written : text;
  });
}

/** What parts the cells, from the line that says so: a sign, or its number in hex. */
function separatorIn(line: string): string | undefined {
  const said = /^#separator (.{1,8})$/.exec(line)?.[1];
  return said === undefined ? undefined : unescaped(said);
}

/**
 * The entries of a log in Zeek's own form: lines with tabs below lines that begin with `#` and name columns and log. Lines
 * of any other form pass as they are.
 */
export async function* withColumns(records: AsyncIterable<ReadRecord>): AsyncGenerator<ReadRecord> {
  let columns: readonly string[] = [];
  let log = '';
  let separator = '\t';
  for await (const record of records) {
    const line = 'rejected' in record ? undefined : record.raw;
    if (typeof line !== 'string') {
      yield record;
      continue;
    }
    separator = separatorIn(line) ?? separator;
    const cells = line.split(separator);
    if (cells[0] === '#fields') columns = cells.slice(1);
    if (cells[0] === '#path') log = cells[1] ?? '';
    if (line.startsWith('#')) continue;
    if (columns.length === 0) {
      yield record;
    } else {
      const filled = columns.map((name, index) => [name, cells[index]] as const).filter(([, value]) => value !== undefined && value !== '-' && value !== '(empty)').map(([name, value]) => [name, unescaped(value!)] as const);
      yield { file: record.file, line: record.line, raw: { ...Object.fromEntries(filled), _path: log } };
    }
  }
}
