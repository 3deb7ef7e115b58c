/** What the IT desk says with the server; {@link ./contract.ts} passes it on. */

import type { SourceHealth } from './contract-sources.ts';
import type { Verdict } from './contract-words.ts';

/** One stop of a laptop's way; `no-data` is never as planned. */
export interface StopView {
  readonly stop: 'ordered' | 'shipped' | 'delivered' | 'first-contact' | 'first-sign-in' | 'settled';
  readonly state: 'planned' | 'elsewhere' | 'not-yet' | 'no-data';
  readonly at: number | undefined;
  /** “to Chicago, IL”, “Tulsa”; empty where nothing is known. */
  readonly said: string;
}

export type DeviceActKind = 'ask-holder' | 'ask-manager' | 'serial-photo' | 'returned' | 'approved-move';

/** What somebody did about a laptop. `on-hold`: it waits until somebody lets it go; `unconfirmed`: a move that counts for nothing until a second person has confirmed it; `taken-back`: it was not meant. */
export interface DeviceActView { readonly kind: DeviceActKind; readonly at: number; readonly by: string; readonly state: 'recorded' | 'on-hold' | 'unconfirmed' | 'taken-back'; readonly until: string | undefined; readonly approvedBy: string | undefined }

/** One laptop as IT staff see it: where it is and should be, and nothing of what is thought of its holder. */
export interface DeviceRow {
  readonly serial: string;
  readonly assetTag: string | undefined;
  readonly holder: string;
  /** First day of its holder, `2026-11-02`. */
  readonly startsOn: string;
  readonly verdict: Verdict;
  /** One sentence. */
  readonly why: string;
  /** Laptops of other people at the same place; only of a shared one. */
  readonly others: number | undefined;
  /** City and region it was sent to. */
  readonly shippedTo: string | undefined;
  readonly shippedAt: number | undefined;
  readonly deliveredAt: number | undefined;
  readonly returnedAt: number | undefined;
  readonly firstContact: number | undefined;
  readonly lastContact: number | undefined;
  /** A disc, never a point: it holds the laptop with the chance `level`. */
  readonly seemsAt: { readonly city: string | undefined; readonly lat: number; readonly lon: number; readonly radiusKm: number; readonly level: number; readonly network: string } | undefined;
  /** Least and greatest distance. */
  readonly kmFromHome: readonly [number, number] | undefined;
  readonly kmFromShip: readonly [number, number] | undefined;
  /** Days of the last seven on which it told where it is. */
  readonly daysThere: number;
  readonly stops: readonly StopView[];
  readonly acts: readonly DeviceActView[];
  /** The last of them, where it can be taken back. */
  readonly undoable: DeviceActKind | undefined;
  /** Sent back with an act, so that nobody overwrites another. */
  readonly revision: string;
}

/** GET /api/devices; /api/devices.csv gives the same as a table. */
export interface DevicesView {
  readonly asOf: number | undefined;
  /** Those that need a question first. */
  readonly rows: readonly DeviceRow[];
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly sources: readonly SourceHealth[];
  readonly simulated: boolean;
}

/** POST /api/devices/acts with header x-csrf-token. */
export interface DeviceActRequest {
  /** `take-back` takes the last act back that stands. */
  readonly kind: DeviceActKind | 'take-back';
  readonly devices: readonly { readonly serial: string; readonly revision: string }[];
  /** Goes with `approved-move`: first and last day, and who approved it. */
  readonly move?: { readonly from: string; readonly until: string; readonly approvedBy: string };
}
export interface DeviceActAnswer { readonly serial: string; readonly outcome: 'recorded' | 'on-hold' | 'stale' | 'refused'; readonly said: string }
export interface DeviceActsAnswer { readonly answers: readonly DeviceActAnswer[] }

/** POST /api/devices/import: what a table of laptops says; with `take` it is taken. */
export interface ImportRequest { readonly name: string; readonly text: string; readonly map: readonly string[]; readonly take: boolean }
export interface ImportView {
  readonly read: number; readonly added: number; readonly known: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
  readonly mapping: readonly { readonly header: string; readonly column: string }[];
  readonly unknownColumns: readonly { readonly name: string; readonly nearest: string | undefined }[];
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
  readonly taken: boolean;
}

/** POST /api/shipments, with an order list of which nothing is kept. */
export interface ShipmentsView { readonly lines: readonly { readonly line: number; readonly answer: 'ok' | 'confirm' | 'hold'; readonly why: string }[] }
