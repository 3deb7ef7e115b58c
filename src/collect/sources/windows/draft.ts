import { canonicalAddress } from '../../../core/address.ts';
import { isoOf, type Instant } from '../../../core/time.ts';
import type { Action } from '../../../core/event.ts';
import type { Rejected } from '../../../core/parse-event.ts';
import type { Draft } from '../../collector.ts';
import { secondOf } from './clock.ts';
import { field, type Log, type WindowsRecord } from './record.ts';

/** A record with what the mappers need to know of it. */
export interface Seen {
  readonly record: WindowsRecord;
  readonly log: Log;
  readonly at: Instant;
}

/** What every draft says: when, where, which record. `more` wins; undefined is left out. */
export function draftOf(seen: Seen, action: Action, more: Readonly<Record<string, unknown>>): readonly Draft[] {
  const { record, log, at } = seen;
  const all: Record<string, unknown> = {
    '@timestamp': isoOf(at),
    'event.action': action,
    'event.id': idOf(record, at),
    'event.module': 'windows',
    'event.dataset': `windows.${log}`,
    'event.code': String(record.eventId),
    'host.name': record.computer,
    'host.id': record.hostId,
    ...more,
  };
  return [Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Draft];
}

/**
 * Computer, channel and record number name a record until the machine is set up anew and counts from 1 again; the time
 * tells those apart. Whole seconds, because forwarders keep fewer digits than Windows.
 */
function idOf(record: WindowsRecord, at: Instant): string | undefined {
  if (record.computer === undefined || record.recordId === undefined) return undefined;
  return `${record.computer}|${record.channel}|${record.recordId}|${secondOf(at)}`.toLowerCase();
}

/** A record that Farmwatch does not want, named by channel and id, with a reason that few records share. */
export function notOurs(record: WindowsRecord, why?: string): Rejected {
  const name = record.channel || record.provider;
  // Reasons are printed and counted; a name from a damaged record is fit for neither.
  const log = /^[\w .%()/-]{1,120}$/.test(name) ? name : 'unnamed log';
  return { rejected: `not our business: ${log}/${record.eventId}${why === undefined ? '' : `, ${why}`}` };
}

/**
 * The address of the other end; undefined for `-`, `LOCAL`, this machine itself and link-local addresses, which are the
 * same in every home and say nothing about whose.
 */
export function farAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bare = canonicalAddress(text.trim().replace(/^\[([\d.]+)\]/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1'));
  return bare === undefined || /^(127\.|0\.|169\.254\.|::1?$|fe[89ab])/.test(bare) ? undefined : bare;
}

/** The far address in a field. */
export function addressIn(record: WindowsRecord, name: string): string | undefined {
  return farAddress(field(record, name));
}
