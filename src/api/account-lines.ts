import type { AccountView } from './account.ts';
import type { AccountLine, DoorLine } from './contract.ts';
import { REFUSALS, type DoorEntry } from './sign-ins.ts';
import type { Own } from './staff.ts';

/** An account as an administrator sees it. @param own records of hires that the account names */
export function accountLine(account: AccountView, own: Own, sessions: number, asker: string): AccountLine {
  const { id, role, off, provider, isBreakGlass, madeAt, madeBy, confirmed, secondFactor } = account;
  const isConfirmed = confirmed?.role === role;
  const state = off ? 'off' : own.hasLeft ? 'left' : own.isInScope && !isConfirmed ? 'waits' : 'on';
  const way = isBreakGlass ? 'break-glass' : provider ? 'oidc' : 'local';
  return {
    id, role, way, state, madeAt, madeBy, confirmedBy: isConfirmed ? confirmed.by : undefined, hasFactor: provider ? undefined : secondFactor !== undefined, sessions,
    refused: id === asker ? 'This is your own account. Another administrator has to change it.' : undefined,
    renewable: id !== asker && way === 'local' && state !== 'off' && state !== 'left',
    unconfirmable: state === 'waits' ? unconfirmable(account, asker) : undefined,
  };
}

/** Why somebody cannot be the second person for an account; undefined where they can. */
export function unconfirmable({ id, madeBy }: Pick<AccountView, 'id' | 'madeBy'>, asker: string): string | undefined {
  if (id === asker) return 'Nobody confirms their own account.';
  return madeBy === asker ? 'You made it yourself. Another administrator has to confirm it.' : undefined;
}

/** Who gave an account its role, and when. */
export function roleGiven({ madeBy = '', roleAt, madeAt }: Pick<AccountView, 'madeBy' | 'madeAt' | 'roleAt'>): { readonly by: string; readonly at: number } {
  return { by: madeBy, at: roleAt ?? madeAt };
}

const WAYS = { local: 'with a password', oidc: 'through the provider', link: 'with a link', command: 'by command', page: 'on a page' } as const satisfies Record<DoorEntry['way'], string>;

/** What happened at the door, in a sentence. */
export function doorLine({ at, did, way, user, why, said, by, holder, isBreakGlass, unwritten }: DoorEntry): DoorLine {
  const more = unwritten === undefined ? '' : ` ${unwritten} more refusals before it were not written down.`;
  const told = {
    came: `Came in ${WAYS[way]}${isBreakGlass ? `, used by ${holder ?? 'somebody who did not say who they are'}` : ''}${said === undefined ? '.' : `: ${said}`}`,
    refused: `Refused ${WAYS[way]}: ${why === undefined ? '' : REFUSALS[why]}`,
    ended: `Sessions ended: ${why === undefined ? '' : REFUSALS[why]}`,
    account: `${said ?? ''}${by === undefined ? '' : `, by ${by}`} (${WAYS[way]}).`,
  }[did];
  return { at, user, isBreakGlass: isBreakGlass ?? false, said: `${told}${more}` };
}
