/** What the page of reveals says with the server; {@link ./contract.ts} passes it on. */

/** GET /api/reveals. POST /api/reveals asks for one; POST /api/reveals/:id/grant and /refuse answer it, POST /api/reveals/:id/look shows who it is; all with header x-csrf-token. */
export interface RevealsView {
  readonly reveals: readonly RevealView[];
  readonly purposes: readonly { readonly id: string; readonly says: string }[];
  readonly mayAsk: boolean; readonly mayGrant: boolean;
}
export interface RevealView {
  readonly id: string; readonly at: number; readonly by: string;
  /** A case, or the pseudonym of a watched person. */
  readonly about: string;
  /** By pseudonym. */
  readonly people: readonly string[];
  readonly purpose: string; readonly reason: string;
  readonly state: 'waiting' | 'open' | 'refused' | 'over';
  readonly isMine: boolean;
  readonly looks: number;
  /** When it may be looked at. */
  readonly from?: number; readonly to?: number;
  readonly granted?: { readonly at: number; readonly by: string };
  readonly refused?: { readonly at: number; readonly by: string; readonly note: string };
  /** Nobody else may grant it: who outside hears of it; once they were told, when it opens by itself; before that, why they could not be told. */
  readonly alone?: { readonly reader: string; readonly opensAt?: number; readonly why?: string };
  readonly whyNotGrant?: string;
}
export interface RevealRequest { readonly about: string; readonly purpose: string; readonly reason: string }
/** Who it is, while the reveal is granted. */
export interface IdentityView {
  readonly about: string;
  readonly until: number;
  readonly people: readonly {
    readonly pseudonym: string; readonly hireId: string; readonly name: string | undefined; readonly email: string | undefined;
    readonly serials: readonly string[]; readonly hosts: readonly string[]; readonly addresses: readonly string[];
  }[];
}
