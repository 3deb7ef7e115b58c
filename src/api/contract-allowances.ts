/** What closing a case may ask for the allow-list; {@link ./contract.ts} passes it on. */

import type { Band, WaitingNote } from './contract-words.ts';

export type PlaceKind = 'office' | 'vpn-egress' | 'cowork' | 'campus' | 'cloud-desktop' | 'carrier-nat';
/** What an entry of the allow-list allows. `finding` names the place; a scope is `all`, `team:QA` or `hire:Heron-417`. */
export type AllowedWhat =
  | { readonly kind: 'permission'; readonly tool: string; readonly scope: string }
  | { readonly kind: 'place'; readonly finding: string; readonly placeKind: PlaceKind; readonly name: string }
  | { readonly kind: 'household'; readonly people: readonly string[] };
export interface AllowanceRequest {
  readonly what: AllowedWhat;
  /** Last day, `2026-12-31`. */
  readonly until: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly reason: string;
}
/** What fits the evidence of a case. */
export type AllowanceOffer =
  | { readonly kind: 'permission'; readonly tool: string; readonly says: string; readonly scopes: readonly { readonly scope: string; readonly says: string }[] }
  | { readonly kind: 'place'; readonly finding: string; readonly says: string }
  | { readonly kind: 'household'; readonly people: readonly string[]; readonly says: string };
/** GET /api/cases/:id/allowances */
export interface AllowancesView { readonly offers: readonly AllowanceOffer[] }
/** POST /api/cases/:id/allowances/try with header x-csrf-token, body `{what}`: what it would have hidden as of the newest run. */
export interface AllowanceTrialView {
  readonly asOf: number;
  /** “AnyDesk for Heron-417”. */
  readonly says: string;
  readonly findings: number;
  /** Whom these findings are about. */
  readonly people: readonly string[];
  /** How many of them are not in this case. */
  readonly others: number;
  readonly bands: readonly { readonly name: string; readonly withIt: Band; readonly without: Band }[];
  /** Cases that would not be open. */
  readonly cases: readonly string[];
  readonly laptops: number;
}
/** An entry that waits for a second person. */
export interface WaitingAllowance {
  readonly id: string; readonly at: number; readonly by: string; readonly case: string;
  readonly says: string; readonly until: string; readonly owner: string; readonly reason: string;
  readonly notes: readonly WaitingNote[];
  readonly refused?: string;
}
