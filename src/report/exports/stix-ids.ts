import { createHash } from 'node:crypto';
import { canonicalText } from '../../core/canonical.ts';

/** The namespace in which STIX 2.1 (2.9) names cyber-observable objects by what they are. */
const OBSERVABLES = '00abedb4-aa42-466c-9c23-fad23b77ed5d';
/** Ours, for everything else: the same case gives the same bundle. */
const FARMWATCH = '6f5f9a0e-5d0c-4a83-9f7e-3f1c2f0b8d11';

/** Id of a cyber-observable object: equal things have equal ids at every sender. */
export function observableId(type: string, contributing: Readonly<Record<string, unknown>>): string {
  return `${type}--${uuid5(OBSERVABLES, JSON.stringify(contributing))}`;
}

/** Id of any other object, by what makes it that object. */
export function objectId(type: string, by: Readonly<Record<string, unknown>>): string {
  return `${type}--${uuid5(FARMWATCH, canonicalText({ type, ...by }))}`;
}

/** A UUID of version 5 (RFC 9562, 5.5). @example uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com') // => '2ed6657d-e927-568b-95e1-2665a8aea6a2' */
export function uuid5(namespace: string, name: string): string {
  const bytes = createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
