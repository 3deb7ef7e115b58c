import type { JSX } from 'preact';
import type { CorrectionView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { When } from '../kit/when.tsx';

/** What people or HR say is wrong in these records; nothing where nobody said anything. */
export function Corrections({ of, id }: { readonly of: 'cases' | 'people'; readonly id: string }): JSX.Element | null {
  const lines = useResource<readonly CorrectionView[]>(`/api/${of}/${encodeURIComponent(id)}/corrections`).value;
  if (!Array.isArray(lines) || lines.length === 0) return null;
  return (
    <section class="block" aria-labelledby="cor-h">
      <header><h2 id="cor-h">Corrections</h2><p>Said beside the record; the record is not rewritten.</p></header>
      <ol class="notes">{(lines as readonly CorrectionView[]).map(({ at, who, from, about, says }) => <li key={`${at} ${says}`}><p class="small faint">{from === 'hr' ? `HR about ${who}` : who}, <When at={at} zone={undefined} />, on {about}</p><p>{says}</p></li>)}</ol>
    </section>
  );
}
