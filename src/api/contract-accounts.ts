/** What the pages of signing in and of accounts say with the server; {@link ./contract.ts} passes it on. */

import type { Doing } from './access.ts';
import type { Role } from './contract-words.ts';

/** GET /api/session */
export interface SessionView {
  readonly user: string; readonly role: Role; readonly demo: boolean; readonly csrf: string;
  /** What the role may do; pages offer that and no more. */
  readonly may: readonly Doing[];
}

/** GET /api/sign-in */
export interface SignInView {
  /** False where only the account for emergencies signs in with a password. */
  readonly local: boolean;
  /** What the provider of the company is called; absent where there is none. */
  readonly oidc?: string;
  /** Why the last sign-in through the provider failed, for `?refused=…`. */
  readonly refused?: string;
}

/** A session of whoever asks. */
export interface OwnSession { readonly id: string; readonly openedAt: number; readonly seenAt: number; readonly until: number; readonly way: 'local' | 'oidc' | 'link'; /** The one that asks. */ readonly isThis: boolean }
/** GET /api/account */
export interface OwnAccountView { readonly user: string; readonly role: Role; /** A password of Farmwatch, which can be changed here. */ readonly hasPassword: boolean; readonly sessions: readonly OwnSession[] }
/** POST /api/account/sessions/end: one session, or all but the one that asks */
export interface EndSessions { readonly id?: string }
/** POST /api/account/password: ends all other sessions */
export interface NewPassword { readonly before: string; readonly chosen: string }

/** An account as administrators see it. */
export interface AccountLine {
  readonly id: string;
  readonly role: Role;
  readonly way: 'local' | 'oidc' | 'break-glass';
  /** `waits`: somebody in their first months, whom a second administrator has not confirmed yet. */
  readonly state: 'on' | 'off' | 'waits' | 'left';
  readonly madeAt: number;
  readonly madeBy: string | undefined;
  readonly confirmedBy: string | undefined;
  readonly sessions: number;
  /** Why whoever asks cannot change it. */
  readonly refused: string | undefined;
  /** Why whoever asks cannot confirm it, where it waits. */
  readonly unconfirmable: string | undefined;
}
/** What happened at the door. */
export interface DoorLine { readonly at: number; readonly said: string; readonly user: string | undefined; readonly isBreakGlass: boolean }
/** GET /api/accounts */
export interface AccountsView { readonly accounts: readonly AccountLine[]; readonly door: readonly DoorLine[]; /** Uses of the account for emergencies, the newest first. */ readonly breakGlass: readonly DoorLine[]; readonly roles: readonly Role[]; readonly local: boolean }
/** POST /api/accounts */
export interface NewAccount { readonly name: string; readonly role: Role }
/** The password is told once. */
export interface MadeAccount { readonly name: string; readonly password: string; readonly accounts: AccountsView }
/** POST /api/accounts/:id/acts */
export type AccountAct = { readonly kind: 'role'; readonly role: Role } | { readonly kind: 'off' | 'on' | 'confirm' | 'end-sessions' | 'remove' };

/** POST /api/login {name, password} → SessionView; GET /api/login/link?token= logs in once and redirects to /. POST /api/logout */
export interface LoginRequest { readonly name: string; readonly password: string; /** Why the account for emergencies is used. */ readonly reason?: string; /** The own account of whoever uses it. */ readonly holder?: string }
