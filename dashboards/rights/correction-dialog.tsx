import type { JSX } from 'preact';
import type { CorrectionRequest } from '../../src/api/contract.ts';
import { addCorrection } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { say } from '../kit/live-region.tsx';
import { useSending } from './use-sending.ts';

type Correction = { -readonly [Field in keyof CorrectionRequest]: CorrectionRequest[Field] };

/** What is wrong in a record, and what is right: kept beside it. HR says it in its own name first. */
export function CorrectionDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: of, change, drop } = useDraft<Correction>('correction', session.user, { hire: '', from: session.role === 'hr' ? 'hr' : 'person', about: '', says: '' });
  const { send, busy, problem } = useSending();
  const keep = (): void => {
    void send(() => addCorrection(session, of)).then((why) => {
      if (why !== undefined) return;
      say('It is kept beside the record.');
      leave();
    });
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  return (
    <Dialog title="Write a correction" lead="It stands beside the record, on the case, on the person and in the copy. The record itself is not rewritten." onClose={leave} keys={{ 'ctrl+Enter': keep }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); keep(); }}>
        <div><label class="lab" for="cor-hire">Hire <span class="faint">required, id of people.csv</span></label><input class="field" id="cor-hire" data-first="" value={of.hire} onInput={(event) => change({ hire: event.currentTarget.value })} /></div>
        <div><label class="lab" for="cor-from">Whose word</label><select class="field" id="cor-from" value={of.from} onChange={(event) => change({ from: event.currentTarget.value === 'hr' ? 'hr' : 'person' })}><option value="person">The person</option><option value="hr">HR</option></select></div>
        <div><label class="lab" for="cor-about">About what <span class="faint">required</span></label><input class="field" id="cor-about" maxLength={200} value={of.about} onInput={(event) => change({ about: event.currentTarget.value })} /></div>
        <div><label class="lab" for="cor-says">What is right <span class="faint">required</span></label><textarea class="field" id="cor-says" maxLength={2000} value={of.says} onInput={(event) => change({ says: event.currentTarget.value })} /></div>
        <p class="problem" role="alert">{problem}</p>
        <p class="btns"><button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Keeping…' : 'Keep it'} <kbd aria-hidden="true">Ctrl Enter</kbd></button><button class="btn" type="button" onClick={leave}>Leave it <kbd aria-hidden="true">Esc</kbd></button></p>
      </form>
    </Dialog>
  );
}
