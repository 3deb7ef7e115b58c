import type { Instant } from '../core/time.ts';
import type { KnownBrowser } from './known-browsers.ts';
import type { Proof } from './password-hash.ts';
import type { Role } from './roles.ts';
import type { Factor } from './second-factor.ts';

/** Who may sign in, without what proves it. */
export interface AccountView {
  readonly id: string;
  readonly role: Role;
  readonly madeAt: Instant;
  /** Who made it, or `OpenID Connect` for a person of the provider; absent in stores of before. */
  readonly madeBy?: string;
  /** When it got its role, where that was after it was made. */
  readonly roleAt?: Instant;
  /** Who that is at the provider; only for people who come from there. */
  readonly provider?: { readonly issuer: string; readonly subject: string };
  readonly mail?: string;
  /** Who switched it off, and when. */
  readonly off?: { readonly at: Instant; readonly by: string };
  /** The second person who said that it may have this role. */
  readonly confirmed?: { readonly at: Instant; readonly by: string; readonly role: Role };
  /** For emergencies: works where local accounts are switched off, and asks why. */
  readonly isBreakGlass?: true;
  /** Its password was made up for it, and opens nothing from then on. */
  readonly firstUntil?: Instant;
  readonly secondFactor?: { readonly since: Instant; readonly recoveryLeft: number };
  /** Another one with every password; tells nothing of it. Absent since before it was kept. */
  readonly passwordMark?: string;
}

/** An account as it is kept. */
export interface Account extends Omit<AccountView, 'secondFactor'>, Partial<Proof> {
  readonly factor?: Factor;
  /** A second factor whose first code nobody has typed yet. */
  readonly begun?: { readonly secret: string; readonly at: Instant };
  readonly browsers?: readonly KnownBrowser[];
}
