import type { JSX } from 'preact';
import type { CaseView } from '../../src/api/contract.ts';
import { When } from '../kit/when.tsx';

/** What people wrote, oldest first. */
export function Notes({ of, onNote }: { readonly of: CaseView; readonly onNote: () => void }): JSX.Element | null {
  if (of.status === 'watched') return null;
  return (
    <section class="block" id="notes" aria-labelledby="n-h">
      <header><h2 id="n-h">Comments</h2></header>
      {of.notes.length === 0
        ? <p class="soft">Nobody has written anything yet. <button class="btn low" type="button" onClick={onNote}>Comment <kbd aria-hidden="true">c</kbd></button></p>
        : <ol class="notes">{of.notes.map(({ at, by, text }) => <li key={`${at} ${by}`}><p class="small faint">{by}, <When at={at} zone={undefined} /></p><p>{text}</p></li>)}</ol>}
    </section>
  );
}
