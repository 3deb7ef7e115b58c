import type { JSX } from 'preact';
import type { FamilyCell, Verdict as VerdictName } from '../../src/api/contract.ts';
import { Shape } from './symbols.tsx';
import { VERDICT_SAYS } from './words.ts';

const LOOKS = {
  'never-seen': 'v-grey', 'dark': 'v-grey', 'cannot-tell': 'v-grey', 'shared-place': 'v-ask', 'expected': 'v-ok', 'moved-approved': 'v-ok', 'elsewhere': 'v-far',
} as const satisfies Record<VerdictName, string>;

/**
 * The same for whoever weighs evidence: a place may be expected because the parcel went there or because tables may err, and still speak
 * for a farm. Beside such evidence it is not called expected.
 *
 * @param speaks whether the family of places speaks for a farm
 */
export function VerdictBeside({ verdict, says, speaks }: { readonly verdict: VerdictName; readonly says?: string; readonly speaks: boolean }): JSX.Element {
  if (verdict !== 'expected' || !speaks) return <Verdict verdict={verdict} {...(says === undefined ? {} : { says })} />;
  return <span class="verdict v-grey"><Shape name="v-cannot-tell" />{says ?? PERHAPS}{says !== undefined && <span class="unseen">, {PERHAPS}</span>}</span>;
}

/** Whether where the laptop lives speaks for a farm. */
export const placeSpeaks = (cells: readonly FamilyCell[]): boolean => cells.some(({ family, state }) => family === 'place' && state === 'for');

const PERHAPS = 'perhaps not at home';

/** Where a laptop is against where it should be: shape and word, or other words such as a place. That a place is shared is said beside it, for the place alone does not tell. */
export function Verdict({ verdict, says }: { readonly verdict: VerdictName; readonly says?: string }): JSX.Element {
  return (
    <span class={`verdict ${LOOKS[verdict]}`}>
      <Shape name={`v-${verdict}`} />{says === undefined ? VERDICT_SAYS[verdict] : <span>{says}<span class={verdict === 'shared-place' ? undefined : 'unseen'}>, {VERDICT_SAYS[verdict]}</span></span>}
    </span>
  );
}
