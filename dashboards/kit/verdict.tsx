import type { JSX } from 'preact';
import type { Verdict as VerdictName } from '../../src/api/contract.ts';
import { Shape } from './symbols.tsx';
import { VERDICT_SAYS } from './words.ts';

const LOOKS = {
  'never-seen': 'v-grey', 'dark': 'v-grey', 'cannot-tell': 'v-grey', 'shared-place': 'v-ask', 'expected': 'v-ok', 'moved-approved': 'v-ok', 'elsewhere': 'v-far',
} as const satisfies Record<VerdictName, string>;

/** Where a laptop is against where it should be: shape and word, or other words such as a place. */
export function Verdict({ verdict, says }: { readonly verdict: VerdictName; readonly says?: string }): JSX.Element {
  return (
    <span class={`verdict ${LOOKS[verdict]}`}>
      <Shape name={`v-${verdict}`} />{says ?? VERDICT_SAYS[verdict]}{says !== undefined && <span class="unseen">, {VERDICT_SAYS[verdict]}</span>}
    </span>
  );
}
