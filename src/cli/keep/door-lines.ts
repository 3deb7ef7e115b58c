import { doorJournal } from '../../api/sign-ins.ts';
import { DAY, isoOf, type Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';

/** A use of the account for emergencies, and why. */
export interface EmergencyUse { readonly at: string; readonly account: string; readonly reason: string }

/** For so long a use is told of. */
const TOLD_FOR = 30 * DAY;

/** Uses of the account for emergencies in the last thirty days, oldest first. */
export async function breakGlassUses(store: Pick<Store, 'journal'>, now: Instant): Promise<readonly EmergencyUse[]> {
  const uses: EmergencyUse[] = [];
  for await (const { entry: { at, did, user, said, isBreakGlass } } of doorJournal(store).read()) {
    if (did === 'came' && isBreakGlass && at > now - TOLD_FOR) uses.push({ at: isoOf(at), account: user ?? '', reason: said ?? '' });
  }
  return uses;
}

export function saidUse({ at, account, reason }: EmergencyUse): string {
  return `the account for emergencies, ${account}, was used at ${at}: ${reason}. Ask whoever it was, and give it a new password: farmwatch user add ${account} --break-glass`;
}
