import type { JSX } from 'preact';
import type { ErasureGround, ErasureView, RightsAskView } from '../../src/api/contract.ts';
import { eraseAsked } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { capital } from '../kit/format.ts';
import { Dialog } from '../kit/dialog.tsx';
import { say } from '../kit/live-region.tsx';
import { Scroll } from '../kit/scroll.tsx';
import { Failed, Loading } from '../kit/states.tsx';
import { useSending } from './use-sending.ts';

const GROUNDS: Readonly<Record<ErasureGround, string>> = { 'no-longer-needed': 'What is held is needed no more', objection: 'They object, and nothing overriding stands against it', unlawful: 'It should not have been kept', 'legal-duty': 'A law asks for it' };

/** What would go of whoever asked for deletion, what stands against it, and the last word. */
export function EraseDialog({ ask, onClose, onDone }: { readonly ask: RightsAskView; readonly onClose: () => void; readonly onDone: () => void }): JSX.Element {
  const { value, problem, reload } = useResource<ErasureView>(`/api/rights/${encodeURIComponent(ask.id)}/erasure`);
  const { session } = useSession();
  const { draft: of, change, drop } = useDraft<{ ground: ErasureGround; reason: string; why: string; decidedBy: string }>(`erase ${ask.id}`, session.user, { ground: ask.right === 'objection' ? 'objection' : 'no-longer-needed', reason: '', why: '', decidedBy: '' });
  const { send, busy, problem: refused } = useSending();
  const mayGo = value !== undefined && value.forbidden === undefined && value.said === undefined;
  const act = (): void => {
    if (!mayGo) return;
    const decision = of.why.trim() === '' && of.decidedBy.trim() === '' ? {} : { decision: { by: of.decidedBy, why: of.why } };
    void send(() => eraseAsked(session, ask.id, { ground: of.ground, reason: of.reason, ...decision })).then((why) => {
      if (why !== undefined) return;
      say('Deleted. Nothing about them is there any more.');
      onDone();
      leave();
    });
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  return (
    <Dialog title={`Delete what is held about whoever asked under ${ask.id}`} lead="At once and for good, and all of it. The audit alone stays, under a name that stands for nobody then." onClose={leave} keys={{ 'ctrl+Enter': act }}>
      {value === undefined ? problem ? <Failed problem={problem} what="What would go" whose="What people ask for is for the privacy officer." session={session} onTry={reload} /> : <Loading what="what would go" /> : (
        <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); act(); }}>
          {value.said !== undefined && <p>{value.said}</p>}
          {value.places.length > 0 && <Places of={value} />}
          {value.forbidden !== undefined && <p class="problem">{value.forbidden}</p>}
          {mayGo && <>
            <div><label class="lab" for="erase-ground">On which ground</label><select class="field" id="erase-ground" value={of.ground} onChange={(event) => change({ ground: event.currentTarget.value as ErasureGround })}>{Object.entries(GROUNDS).map(([ground, says]) => <option key={ground} value={ground}>{says}</option>)}</select></div>
            <div><label class="lab" for="erase-reason">Why <span class="faint">without their name; it is kept</span></label><textarea class="field" id="erase-reason" data-first="" maxLength={1000} value={of.reason} onInput={(event) => change({ reason: event.currentTarget.value })} /></div>
            {value.objections.length > 0 && <>
              <div><p class="lab">What speaks against it</p><ul>{value.objections.map((one) => <li key={one}>{one}</li>)}</ul></div>
              <div><label class="lab" for="erase-why">Why it is deleted all the same <span class="faint">without their name; it is kept</span></label><textarea class="field" id="erase-why" maxLength={1000} value={of.why} onInput={(event) => change({ why: event.currentTarget.value })} /></div>
              <div><label class="lab" for="erase-by">Who decided that <span class="faint">somebody else than you</span></label><input class="field" id="erase-by" maxLength={200} value={of.decidedBy} onInput={(event) => change({ decidedBy: event.currentTarget.value })} /></div>
            </>}
          </>}
          <p class="problem" role="alert">{refused}</p>
          <p class="btns">{mayGo && <button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Deleting…' : 'Delete all of it'} <kbd aria-hidden="true">Ctrl Enter</kbd></button>}<button class="btn" type="button" onClick={leave}>Leave it <kbd aria-hidden="true">Esc</kbd></button></p>
        </form>
      )}
    </Dialog>
  );
}

function Places({ of }: { readonly of: ErasureView }): JSX.Element {
  return (
    <Scroll label="What would go">
      <table class="plain-table">
        <caption class="unseen">What would go, kind by kind</caption>
        <thead><tr><th scope="col">What</th><th scope="col">Goes</th><th scope="col">Written anew without them</th></tr></thead>
        <tbody>{of.places.map(({ place, what, goes, changes }) => <tr key={place}><th scope="row">{capital(what)}</th><td>{goes}</td><td>{changes}</td></tr>)}</tbody>
      </table>
    </Scroll>
  );
}
