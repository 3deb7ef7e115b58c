/** What the pages of signing in and of accounts say with the server; {@link ./contract.ts} passes it on. */

import type { Doing } from './access.ts';
import type { Role } from './contract-words.ts';

/** GET /api/session */
export interface SessionView {
  readonly user: string; readonly role: Role; readonly demo: boolean; readonly csrf: string;
  /** The company is made up, and every page says so; absent where it is not. */
  readonly simulated?: true;
  /** What the role may do; pages offer that and no more. */
  readonly may: readonly Doing[];
  /** What has to be done before anything else opens, in this order; absent where nothing is owed. */
  readonly owes?: readonly ('password' | 'factor')[];
}

/** GET /api/sign-in */
export interface SignInView {
  /** False where only the account for emergencies signs in with a password. */
  readonly local: boolean;
  /** What the provider of the company is called; absent where there is none. */
  readonly oidc?: string;
  /** Why the last sign-in through the provider failed, for `?refused=…`. */
  readonly refused?: string;
  /** Nobody has an account, and none comes from a provider or a demo: somebody has to make the first on the machine. */
  readonly isFirst?: true;
}

/** A session of whoever asks. */
export interface OwnSession { readonly id: string; readonly openedAt: number; readonly seenAt: number; readonly until: number; readonly way: 'local' | 'oidc' | 'link'; /** The one that asks. */ readonly isThis: boolean }
/** GET /api/account */
export interface OwnAccountView {
  readonly user: string; readonly role: Role;
  /** A password of Farmwatch, which can be changed here. */
  readonly hasPassword: boolean;
  /** The second factor of a local account; absent for people of the provider and of a link. */
  readonly factor?: { readonly since: number | undefined; readonly recoveryLeft: number; readonly isRequired: boolean };
  readonly sessions: readonly OwnSession[];
}
/** POST /api/account/prove: that the holder is there, by the password. Without it acts on the own account answer `sign-in.anew` ten minutes after signing in. */
export interface ProveRequest { readonly password: string }
/** A QR code: dark modules as the path of an SVG, `size` modules wide, with its margin. */
export interface QrPicture { readonly size: number; readonly path: string }
/** POST /api/account/factor/begin: a secret for an authenticator, told until its first code is typed */
export interface FactorBegun { readonly secret: string; readonly address: string; readonly qr: QrPicture }
/** POST /api/account/factor/confirm and /remove */
export interface FactorCode { readonly code: string }
/** POST /api/account/factor/confirm and /codes: told once */
export interface RecoveryCodes { readonly codes: readonly string[] }
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
  /** Whether a local account has its second factor; undefined for people of the provider. */
  readonly hasFactor: boolean | undefined;
  readonly sessions: number;
  /** Why whoever asks cannot change it. */
  readonly refused: string | undefined;
  /** Whether whoever asks may give it a new first password. */
  readonly renewable: boolean;
  /** Why whoever asks cannot confirm it, where it waits. */
  readonly unconfirmable: string | undefined;
}
/** What happened at the door. */
export interface DoorLine { readonly at: number; readonly said: string; readonly user: string | undefined; readonly isBreakGlass: boolean }
/** GET /api/accounts */
export interface AccountsView { readonly accounts: readonly AccountLine[]; readonly door: readonly DoorLine[]; /** Uses of the account for emergencies, the newest first. */ readonly breakGlass: readonly DoorLine[]; readonly roles: readonly Role[]; readonly local: boolean }
/** POST /api/accounts */
export interface NewAccount { readonly name: string; readonly role: Role }
/** Also of POST /api/accounts/:id/password, a new first password. The password is told once. */
export interface MadeAccount { readonly name: string; readonly password: string; readonly accounts: AccountsView }
/** POST /api/accounts/:id/acts */
export type AccountAct = { readonly kind: 'role'; readonly role: Role } | { readonly kind: 'off' | 'on' | 'confirm' | 'end-sessions' | 'reset-factor' | 'remove' };

/** POST /api/login {name, password} → SessionView; GET /api/login/link?token= logs in once and redirects to /. POST /api/logout */
export interface LoginRequest { readonly name: string; readonly password: string; /** Why the account for emergencies is used. */ readonly reason?: string; /** The own account of whoever uses it. */ readonly holder?: string; /** Of the authenticator, or a recovery code; asked for by `sign-in.code`. */ readonly code?: string }
