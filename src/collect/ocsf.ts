import { memberOf, textAt } from './loose.ts';
import { utcTime } from './utc-time.ts';
import { isoOf } from '../core/time.ts';

/** An event in the Open Cybersecurity Schema Framework, as Amazon Security Lake and several pipelines keep events of many products. */
export interface OcsfEvent {
  /** 3002 is authentication, 1007 what processes do. */
  readonly classId: string;
  /** Of authentication 1 is a logon and 2 a logoff, of processes 1 a launch. */
  readonly activity: string | undefined;
  readonly outcome: 'success' | 'failure' | undefined;
  /** Maker and product, in one text. */
  readonly product: string;
  /** When, as text with its zone. */
  readonly time: string | undefined;
  /** The text of a member by folded names; undefined where it is missing or stands for nothing. */
  text(...path: readonly string[]): string | undefined;
}

/**
 * Reads the outside of an event; undefined for what is none, and for one that keeps the vendor's record beside it, which says more.
 *
 * @see https://schema.ocsf.io
 */
export function ocsfEvent(raw: unknown): OcsfEvent | undefined {
  const text = (...path: readonly string[]): string | undefined => textAt(raw, ...path);
  const classId = text('classuid');
  // Most records are of other kinds, and asked no further.
  if (classId === undefined || !/^\d{3,7}$/.test(classId)) return undefined;
  const product = [text('metadata', 'product', 'vendorname'), text('metadata', 'product', 'name')].filter((part) => part !== undefined).join(' ');
  if (product === '' || memberOf(raw, 'activityid') === undefined || text('rawdata') !== undefined) return undefined;
  const status = text('statusid');
  const at = utcTime(text('time')) ?? utcTime(text('timedt'));
  return { classId, activity: text('activityid'), outcome: status === '1' ? 'success' : status === '2' ? 'failure' : undefined, product, time: at === undefined ? undefined : isoOf(at), text };
}
