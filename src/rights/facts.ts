import type { FieldName } from '../core/event.ts';
import { FIELD_NAMES, fieldSpec } from '../core/event.ts';
import type { Day } from '../core/time.ts';
import type { RetentionDays } from '../run/retention/places.ts';
import type { Duties } from '../run/duties.ts';
import type { HeldLists } from './list-kinds.ts';
import type { Outside } from './outside.ts';

/** What the running configuration says about the watching: no person is in it. */
export interface RunningFacts extends Outside {
  readonly company: string;
  readonly contact: string | undefined;
  readonly simulated: boolean;
  readonly today: Day;
  readonly duties: Duties;
  /** On which legal ground, in the company's words; empty where nobody wrote it down. */
  readonly legalGround: string;
  /** Those that are configured, that may send by a token, and of which records are stored. */
  readonly sources: readonly { readonly id: string; readonly title: string }[];
  readonly lists: HeldLists;
  readonly detectors: readonly { readonly id: string; readonly question: string; readonly days: number }[];
  readonly scope: { readonly daysBefore: number; readonly daysAfter: number };
  readonly days: RetentionDays;
  /** By their names, such as “HR and legal”. */
  readonly roles: readonly { readonly role: string; readonly may: string }[];
  readonly transfers: string;
  readonly mayWithhold: boolean;
  /** In words, such as “an embedded store on this machine”. */
  readonly store: string;
  readonly signsIn: string;
}

/** Kinds of fields in ordinary words, each with the fields that it is made of. */
export const FIELD_KINDS: readonly { readonly says: string; readonly fields: readonly FieldName[] }[] = [
  { says: 'your accounts: mail address, account name and id', fields: ['user.email', 'user.id', 'user.name', 'user.domain'] },
  { says: 'your company laptop: serial number, name, operating system, since when it runs, time zone that is set', fields: ['device.id', 'device.serial_number', 'host.id', 'host.name', 'host.os.full', 'host.uptime', 'farmwatch.device.time_zone'] },
  { says: 'where connections come from: public address, its network and rough place, kind of network, round-trip time', fields: FIELD_NAMES.filter((name) => /^(source\.|farmwatch\.net\.)/.test(name) && !/token$/.test(name)) },
  { says: 'the router and radio base station that the laptop uses, as a token that only this company can make', fields: ['farmwatch.net.gateway_mac_token', 'farmwatch.net.bssid_token'] },
  { says: 'where the company laptop says that it is, where the company switched that on', fields: FIELD_NAMES.filter((name) => name.startsWith('farmwatch.device.location.')) },
  { says: 'programs that run, with their command line, or are installed; names that programs look up. What a browser looks up is not kept by name, but where the company imports a file of events as it is', fields: FIELD_NAMES.filter((name) => /^(process\.|package\.|dns\.|user_agent\.)/.test(name)) },
  { says: 'how much input there was in an interval, and for how long, never which keys', fields: FIELD_NAMES.filter((name) => name.startsWith('farmwatch.input.')) },
  { says: 'remote sessions to and from the laptop', fields: FIELD_NAMES.filter((name) => name.startsWith('farmwatch.remote.')) },
  { says: 'devices and displays that are plugged in', fields: FIELD_NAMES.filter((name) => /^farmwatch\.(usb|display)\./.test(name)) },
  { says: 'the way of the laptop\'s parcel', fields: FIELD_NAMES.filter((name) => name.startsWith('farmwatch.shipment.')) },
  { says: 'that a phone, bank account or sign-in device was registered or changed, as a token, never the number', fields: FIELD_NAMES.filter((name) => /^farmwatch\.(identity|factor)\./.test(name)) },
  { says: 'that somebody saw you in person or checked something, and what came of it', fields: FIELD_NAMES.filter((name) => /^farmwatch\.(place|verification)\./.test(name)) },
  { says: 'when, from which log and under which id each record came', fields: FIELD_NAMES.filter((name) => /^(@timestamp|event\.|farmwatch\.(ingested_assumed|cut)$)/.test(name)) },
];

/** What is never taken, whatever a source sends. */
export const NEVER: readonly string[] = ['what you type, say or write: no mail, chat, file or screen; only of a program that is started, with which command line', 'pictures, sound or biometrics', 'names, nationality, citizenship, language, keyboard layout, place of birth or religion as a sign of anything', 'your own devices and the other devices at home, but for what is plugged into the company laptop and the router it uses', 'a measure of how well or how much you work: how much input there was, and at which hours, is read to tell who drives the laptop and from where, and never to judge work'];

/** Fields of a class, for the impact assessment. */
export function fieldsOfClass(kind: 'personal' | 'device' | undefined): readonly FieldName[] {
  return FIELD_NAMES.filter((name) => fieldSpec(name).class === kind);
}
