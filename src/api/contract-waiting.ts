/** What the page of what waits for a second person says with the server; {@link ./contract.ts} passes it on. */

import type { WaitingAllowance } from './contract-allowances.ts';
import type { WaitingCheck } from './contract-checks.ts';
import type { DeviceActKind } from './contract-devices.ts';
import type { WaitingNote } from './contract-words.ts';

/** What somebody of IT wants to do, and what it waits for: a contact for whoever works on the case, a move for a second person. */
export interface WaitingAct {
  readonly id: string; readonly kind: DeviceActKind; readonly at: number; readonly by: string; readonly person: string;
  /** “laptop Fir-203”: a name that leads nowhere outside. */
  readonly laptop: string;
  /** Open cases about the holder. */
  readonly cases: readonly { readonly id: string; readonly owner: string | undefined }[];
  /** Of an approved move: first and last day, who approved it, and the town where the laptop seemed to be. */
  readonly move?: { readonly from: string; readonly until: string; readonly approvedBy: string; readonly town: string | undefined };
  readonly notes: readonly WaitingNote[];
  /** Why the reader cannot let it go, as a sentence; absent where they can. */
  readonly refused?: string;
}

/** GET /api/device-acts/waiting. POST /api/device-acts/:id/release lets one go, POST /api/device-acts/:id/hold leaves it with a note; both with header x-csrf-token. */
export interface WaitingActsView {
  readonly acts: readonly WaitingAct[];
  /** Entries of the allow-list that a second person has to confirm: POST /api/allowances/:id/release, /hold and /try. */
  readonly allowances: readonly WaitingAllowance[];
  /** Checks of people in open cases: POST /api/checks/:id/release and /hold. */
  readonly checks?: readonly WaitingCheck[];
}
