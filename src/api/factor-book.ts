import { MINUTE, type Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import type { Account } from './account.ts';
import { afterUse, newSecret, recoveryCodes, stepOf, type Factor } from './second-factor.ts';

/** So long somebody may take to type the first code. */
const SET_UP_WITHIN = 10 * MINUTE;

/** Changes an account as it stands: where somebody else was first, what they wrote is changed. @returns undefined where there was nothing to change */
export type UpdateAccount = (name: string, change: (before: Account) => Account | undefined) => Promise<Account | undefined>;

/** Second factors of accounts. They lie in the account, sealed with it, and go with it. */
export interface FactorBook {
  /** A secret to be set up. The factor of before, where there is one, holds until the first code of this one is typed. */
  begin(name: string, now: Instant): Promise<string>;
  /** Takes the secret that was begun, by its first code. @returns recovery codes, told once; undefined where the code does not fit */
  confirm(name: string, typed: string, now: Instant): Promise<readonly string[] | undefined>;
  /** Uses a code up: of many who bring the same one, at once or later, one is let in. */
  use(name: string, typed: string, now: Instant): Promise<'code' | 'recovery' | undefined>;
  /** Other recovery codes in place of those of before. @throws FarmwatchError `request.invalid` where there is no factor */
  renew(name: string): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
}

export function factorBook(update: UpdateAccount): FactorBook {
  return {
    async begin(name, now) {
      const secret = newSecret();
      await update(name, (before) => ({ ...before, begun: { secret, at: now } }));
      return secret;
    },
    async confirm(name, typed, now) {
      const { codes, hashes } = recoveryCodes();
      const done = await update(name, ({ begun, ...before }) => {
        if (!begun || now - begun.at >= SET_UP_WITHIN) throw new FarmwatchError('request.invalid', { why: 'Nothing is being set up, or it took longer than ten minutes. Begin again.' });
        const step = stepOf(begun.secret, typed, now, 0);
        const factor: Factor | undefined = step === undefined ? undefined : { secret: begun.secret, since: now, step, recovery: hashes };
        return factor && { ...before, factor };
      });
      return done && codes;
    },
    async use(name, typed, now) {
      let by: 'code' | 'recovery' | undefined;
      const done = await update(name, (before) => {
        const used = before.factor && afterUse(before.factor, typed, now);
        by = used?.by;
        return used && { ...before, factor: used.factor };
      });
      return done && by;
    },
    async renew(name) {
      const { codes, hashes } = recoveryCodes();
      const done = await update(name, (before) => before.factor && { ...before, factor: { ...before.factor, recovery: hashes } });
      if (!done) throw new FarmwatchError('request.invalid', { why: 'There is no second factor yet. Set one up first.' });
      return codes;
    },
    async remove(name) {
      await update(name, ({ factor: _factor, begun: _begun, ...before }) => before);
    },
  };
}
