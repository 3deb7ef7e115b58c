import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DeviceActKind, DeviceRow } from '../../src/api/contract.ts';
import { useFocusReturn } from '../kit/focus.ts';
import { age, capital, ownMoment, zoneName } from '../kit/format.ts';
import { useKeys } from '../kit/keys.ts';
import { Verdict } from '../kit/verdict.tsx';
import { ACT_SAYS, actSays, networkSays, plainDay, rangeSays, STATE_SAYS, STOP_SAYS, townOf } from './words.ts';

/** One laptop with its way, beside the list. `Esc` goes back to its row. */
export function LaptopPanel({ row, asOf, onAct, onTakeBack, onClose }: { readonly row: DeviceRow; readonly asOf: number; readonly onAct: (kind: DeviceActKind) => void; readonly onTakeBack: () => void; readonly onClose: () => void }): JSX.Element {
  const box = useRef<HTMLElement>(null);
  useFocusReturn();
  useLayoutEffect(() => box.current?.focus({ preventScroll: true }), []);
  useKeys({ Escape: onClose });
  const { seemsAt } = row;
  return (
    <section ref={box} class="drawer beside one-laptop" role="dialog" aria-labelledby="one-h" tabIndex={-1}>
      <header>
        <div><h2 id="one-h"><span class="mono">{row.serial}</span>, {row.holder}</h2><p><Verdict verdict={row.verdict} /></p></div>
        <button class="btn" type="button" onClick={onClose}>Close <kbd aria-hidden="true">Esc</kbd></button>
      </header>
      <p>{row.why}</p>
      <ol class="steps">
        {row.stops.map(({ stop, state, at, said }) => (
          <li key={stop} class={state === 'elsewhere' ? 'off' : state === 'no-data' ? 'nothing' : ''}>
            <span>{capital(STOP_SAYS[stop])}</span><b>{at === undefined ? STATE_SAYS[state] : ownMoment(at)}</b><i>{said !== '' ? said : at === undefined ? '' : STATE_SAYS[state]}</i>
          </li>
        ))}
      </ol>
      <dl class="facts">
        <dt>Seems to be at</dt><dd>{seemsAt ? `${townOf(row)} ± ${seemsAt.radiusKm} km, ${Math.round(seemsAt.level * 100)} % within; ${networkSays(seemsAt.network)}` : 'cannot be told'}</dd>
        <dt>From home</dt><dd>{seemsAt ? `${rangeSays(row.kmFromHome)}${row.kmFromHome ? ' km' : ''}` : '–'}</dd>
        <dt>From address</dt><dd>{seemsAt ? `${rangeSays(row.kmFromShip)}${row.kmFromShip ? ' km' : ''}` : '–'}</dd>
        <dt>Last contact</dt><dd>{row.lastContact === undefined ? 'none' : `${ownMoment(row.lastContact)}, ${age(asOf - row.lastContact)} before the last run`}</dd>
        <dt>Data there</dt><dd>{row.daysThere} of the last 7 days</dd>
        <dt>Asset tag</dt><dd>{row.assetTag ?? 'none on record'}</dd>
        <dt>Holder starts</dt><dd>{plainDay(row.startsOn)}</dd>
        {row.returnedAt !== undefined && <><dt>Returned</dt><dd>{ownMoment(row.returnedAt)}</dd></>}
      </dl>
      <section aria-labelledby="did-h">
        <h3 id="did-h">What was done</h3>
        {row.acts.length === 0 ? <p class="faint">Nothing so far.</p> : <ul class="bullets">{row.acts.map((act) => <li key={`${act.kind}${act.at}`}>{actSays(act)}</li>)}</ul>}
        {row.undoable && <p class="btns"><button class="btn low" type="button" onClick={onTakeBack}>Take back: {ACT_SAYS[row.undoable].toLowerCase()}</button></p>}
      </section>
      <p class="btns">{(Object.keys(ACT_SAYS) as DeviceActKind[]).map((kind) => <button key={kind} class="btn" type="button" onClick={() => onAct(kind)}>{ACT_SAYS[kind]}</button>)}</p>
      <p class="small faint">Recorded here, and sent by you. Days are those of your clock, {zoneName(asOf)}. A verdict is a question to the holder, not a reproach.</p>
    </section>
  );
}
