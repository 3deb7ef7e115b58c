import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ApplicationView, CheckKindView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { BeginDialog } from '../checks/begin-dialog.tsx';
import { stateSays } from '../checks/words.ts';
import { useFocusReturn } from '../kit/focus.ts';
import { weight } from '../kit/format.ts';
import { useKeys } from '../kit/keys.ts';
import { Loading } from '../kit/states.tsx';
import { appliedSays } from './words.ts';

/** One application beside the list: its small details as a sum, and its checks. `Esc` goes back to its row. */
export function ApplicationPanel({ mark, kinds, onCheck, onClose }: { readonly mark: string; readonly kinds: readonly CheckKindView[]; readonly onCheck: (id: string) => void; readonly onClose: () => void }): JSX.Element {
  const box = useRef<HTMLElement>(null);
  const { value, problem } = useResource<ApplicationView>(`/api/applications/${encodeURIComponent(mark)}`);
  const [isBeginning, setBeginning] = useState(false);
  useFocusReturn();
  useLayoutEffect(() => box.current?.focus({ preventScroll: true }), []);
  useKeys({ Escape: onClose });
  return (
    <section ref={box} class="drawer beside one-laptop" role="dialog" aria-labelledby="application-h" tabIndex={-1}>
      <header>
        <div><h2 id="application-h">{mark}</h2>{value && <p>Applied {appliedSays(value)}{value.role !== undefined && `, ${value.role}`}</p>}</div>
        <button class="btn" type="button" onClick={onClose}>Close <kbd aria-hidden="true">Esc</kbd></button>
      </header>
      {!value && !problem && <Loading what="the application" rows={4} />}
      {!value && problem && <p class="problem" role="alert">{problem.message}</p>}
      {value && (
        <>
          <dl class="facts"><dt>Your number for it</dt><dd>{value.reference}</dd></dl>
          <section aria-labelledby="details-h">
            <h3 id="details-h">Small details</h3>
            <p class="small soft">{value.notes.join(' ')}</p>
            {value.details.length === 0 ? <p>No detail that does not add up. That was looked for in phone, profile, portfolio, references, résumé, mail address and education.</p> : (
              <table class="plain-table">
                <thead><tr><th scope="col">Detail</th><th scope="col" class="num">Adds</th></tr></thead>
                <tbody>
                  {value.details.map(({ label, says, adds, usual, ruleOut, clear }) => (
                    <tr key={`${label} ${says}`}>
                      <th scope="row"><b>{label}:</b> {says}<small class="faint fam-part">Usual: {usual}.</small><small class="fam-part">Rule out: {ruleOut} Cleared when {clear}.</small></th>
                      <td class="num">{weight(adds)}</td>
                    </tr>
                  ))}
                  {value.limit < 0 && <tr><th scope="row">Held at the most that an application may add</th><td class="num">{weight(value.limit)}</td></tr>}
                </tbody>
                <tfoot><tr><th scope="row">Sum; the most is {weight(value.most)}, and no case rests on it</th><td class="num">{weight(value.sum)}</td></tr></tfoot>
              </table>
            )}
          </section>
          <section aria-labelledby="own-checks-h">
            <h3 id="own-checks-h">Checks</h3>
            {value.checks.length === 0 ? <p class="faint">None.</p> : <ul class="bullets">{value.checks.map((row) => <li key={row.id}><button class="linkish" type="button" onClick={() => onCheck(row.id)}>{row.title}</button>, {stateSays(row, Date.now())}</li>)}</ul>}
            <p class="btns after"><button class="btn" type="button" aria-haspopup="dialog" onClick={() => setBeginning(true)}>Begin a check…</button></p>
          </section>
        </>
      )}
      {isBeginning && <BeginDialog kinds={kinds} whom={{ applicant: mark }} documents="" onClose={() => setBeginning(false)} />}
    </section>
  );
}
