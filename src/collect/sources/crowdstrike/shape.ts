import type { Instant } from '../../../core/time.ts';
import { parseCef } from '../../cef.ts';
import { isObject, memberOf, textAt } from '../../loose.ts';
import { utcTime } from '../../utc-time.ts';

/** A record of the Falcon Data Replicator. */
export interface FalconRecord {
  /** `ProcessRollup2`, `SensorHeartbeat`, … or the kind of an inventory file; fit to be counted and printed. */
  readonly kind: string;
  /** The text of a member, by its folded name; undefined where it is missing or stands for nothing. */
  text(name: string): string | undefined;
}

const WORD = /^\w{1,80}$/;

/** Reads the outside of a record; undefined for what is none of CrowdStrike's. */
export function falconRecord(raw: unknown): FalconRecord | undefined {
  if (typeof raw === 'string') return fromConnector(raw);
  if (!isObject(raw)) return undefined;
  const record = (inner: unknown, kind: string): FalconRecord => ({
    kind: WORD.test(kind) ? kind : 'unnamed',
    // Exports of a search call a number so, beside those that they write in hex.
    text: (name) => textAt(inner, name) ?? textAt(inner, `${name}decimal`),
  });
  // Some collectors keep the whole event below `event`, beside a few of its members.
  for (const inner of [memberOf(raw, 'event'), raw]) {
    const name = textAt(inner, 'eventsimplename');
    if (name !== undefined && textAt(inner, 'aid') !== undefined) return record(inner, name);
  }
  const stream = textAt(raw, 'metadata', 'eventtype');
  if (stream !== undefined && (textAt(raw, 'metadata', 'customeridstring') !== undefined || isObject(memberOf(raw, 'event')))) return record(raw, stream);
  if (textAt(raw, 'externalapitype') !== undefined) return record(raw, textAt(raw, 'externalapitype')!);
  const kind = inventoryOf(raw);
  return kind === undefined ? undefined : record(raw, kind);
}

/** The stream as the SIEM connector writes it, in the Common Event Format: alerts, and sign-ins to the console. None is read; each is counted. */
function fromConnector(line: string): FalconRecord | undefined {
  const cef = /\|CrowdStrike\|/i.test(line.slice(0, 500)) ? parseCef(line) : undefined;
  if (!cef) return undefined;
  const kind = cef.fields.find(([name]) => name === 'cat')?.[1] ?? cef.header[4] ?? '';
  return { kind: WORD.test(kind) ? kind : 'unnamed', text: () => undefined };
}

/** Files beside the events, known by what they hold: they do not say what they are. */
function inventoryOf(raw: Readonly<Record<string, unknown>>): string | undefined {
  const has = (...names: readonly string[]): boolean => names.every((name) => memberOf(raw, name) !== undefined);
  if (!has('cid')) return undefined;
  if (has('deviceid', 'agentversion', 'lastseen')) return 'host';
  if (has('aid', 'computername', 'agentversion')) return 'aidmaster';
  if (has('aid', 'gatewaymac', 'interfacealias')) return 'managedassets';
  if (has('neighborname')) return 'notmanaged';
  if (has('usersid', 'logontype') || has('usersidreadable', 'logontype')) return 'userinfo';
  if (has('sha256hashdata', 'detectioncount')) return 'appinfo';
  return has('aid', 'assessments') ? 'zerotrust' : undefined;
}

/**
 * When it happened: by the laptop's clock, but never after it reached the cloud.
 *
 * A laptop that was offline sends later what happened before; a clock that is ahead of the cloud's is wrong.
 */
export function falconTime(record: FalconRecord): Instant | undefined {
  const onLaptop = utcTime(record.text('processstarttime')) ?? utcTime(record.text('devicetimestamp')) ?? utcTime(record.text('contexttimestamp'));
  const inCloud = utcTime(record.text('timestamp')) ?? utcTime(record.text('time')) ?? utcTime(record.text('lastseen'));
  return onLaptop === undefined || inCloud === undefined ? onLaptop ?? inCloud : Math.min(onLaptop, inCloud);
}
