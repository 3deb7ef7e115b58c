import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dayOf, realDay, type Day } from '../core/time.ts';

/** A data set that names places or networks, and the day it is of; undefined where it does not tell. */
export interface DataSet { readonly name: string; readonly version: string; readonly day: Day | undefined }

/**
 * The tables of addresses in use, without loading them.
 *
 * @param mmdb the operator's own MaxMind file, whose day is that of the file
 */
export function addressTables(mmdb?: string): readonly DataSet[] {
  const versionOf = (name: string): string => (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
  const asn = versionOf('@ip-location-db/asn');
  const file = mmdb === undefined ? undefined : statSync(mmdb, { throwIfNoEntry: false });
  return [
    { name: 'geoip-lite', version: versionOf('geoip-lite'), day: undefined },
    { name: 'asn', version: asn, day: dayIn(asn) },
    ...(file ? [{ name: 'mmdb', version: dayOf(file.mtimeMs), day: dayOf(file.mtimeMs) }] : []),
  ];
}

/** `2.3.2026061719` is of 2026-06-17. */
function dayIn(version: string): Day | undefined {
  const [, year, month, day] = /\b(20\d\d)(\d\d)(\d\d)/.exec(version) ?? [];
  const text = `${year}-${month}-${day}`;
  return realDay(text) ? text : undefined;
}
