import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ResponsePlanView } from '../../src/api/contract.ts';
import { useDraft } from '../drafts.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { say } from '../kit/live-region.tsx';
import { useSending } from '../rights/use-sending.ts';
import { answerPlan } from './plan-requests.ts';

/** Lets a change of the plan hold, or turns it down with a sentence. */
export function PlanAnswer({ of, onChange }: { readonly of: NonNullable<ResponsePlanView['waiting']>; readonly onChange: () => void }): JSX.Element {
  const { session } = useSession();
  const { send, busy, problem } = useSending();
  const [isRefusing, setRefusing] = useState(false);
  const confirm = (): void => {
    void send(() => answerPlan(session, of.id, undefined)).then((why) => {
      if (why !== undefined) return;
      say('The plan holds for responses that begin from now on.');
      onChange();
    });
  };
  return (
    <>
      <p class="problem" role="alert">{problem}</p>
      <p class="btns">
        {of.refused === undefined ? <button class="btn main-act" type="button" aria-disabled={busy} onClick={confirm}>Let it hold</button> : <small class="faint">{of.refused}</small>}
        <button class="btn" type="button" aria-haspopup="dialog" onClick={() => setRefusing(true)}>{of.by === session.user ? 'Take it back…' : 'Turn it down…'}</button>
      </p>
      {isRefusing && <RefuseDialog of={of} onClose={() => setRefusing(false)} onDone={onChange} />}
    </>
  );
}

function RefuseDialog({ of, onClose, onDone }: { readonly of: NonNullable<ResponsePlanView['waiting']>; readonly onClose: () => void; readonly onDone: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: { note }, change, drop } = useDraft(`plan-refuse ${of.id}`, session.user, { note: '' });
  const { send, busy, problem } = useSending();
  const close = (): void => {
    drop();
    onClose();
  };
  const refuse = (): void => {
    void send(() => answerPlan(session, of.id, note.trim())).then((why) => {
      if (why !== undefined) return;
      say('Turned down. The plan stays as it is.');
      close();
      onDone();
    });
  };
  return (
    <Dialog title="Turn down the change" lead={`It was written by ${of.by}. The plan stays as it is, and your sentence is kept beside it.`} onClose={close} keys={{ 'ctrl+Enter': refuse }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); refuse(); }}>
        <div>
          <label class="lab" for="plan-note">Why <span class="faint">required</span></label>
          <textarea class="field" id="plan-note" data-first="" maxLength={1000} value={note} onInput={(event) => change({ note: event.currentTarget.value })} />
        </div>
        <p class="problem" role="alert">{problem}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Sending…' : 'Turn it down'} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" onClick={close}>Close <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}
