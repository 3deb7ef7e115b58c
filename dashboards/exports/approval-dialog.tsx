import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ApprovalView } from '../../src/api/contract.ts';
import { read, type Answer } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { say } from '../kit/live-region.tsx';
import { Loading } from '../kit/states.tsx';
import { approve, hold, titleOf } from './requests.ts';

/** What would leave, word for word, and a word about it. That it was read is written down. */
export function ApprovalDialog({ id, onClose }: { readonly id: string; readonly onClose: (changed: boolean) => void }): JSX.Element {
  const { session } = useSession();
  const { draft: { note }, change, drop } = useDraft(`approval ${id}`, session.user, { note: '' });
  const [of, setOf] = useState<ApprovalView>();
  const [problem, setProblem] = useState<string>();
  const [doing, setDoing] = useState<'approve' | 'hold'>();
  // At once, not with the next drawing: two quick clicks are one.
  const busy = useRef(false);
  useEffect(() => {
    void read<ApprovalView>(`/api/approvals/${encodeURIComponent(id)}`).then((answer) => (answer.ok ? setOf(answer.value) : setProblem(answer.problem.message)));
  }, [id]);

  const once = async (what: 'approve' | 'hold', ask: () => Promise<Answer<unknown>>, done: string): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setDoing(what);
    const answer = await ask();
    busy.current = false;
    setDoing(undefined);
    say(answer.ok ? done : answer.problem.message);
    if (!answer.ok) return setProblem(answer.problem.message);
    drop();
    onClose(true);
  };
  const letGo = (): void => {
    if (!of) return;
    if (of.mine) return setProblem('You asked for this yourself. Another account of HR and legal approves it.');
    void once('approve', () => approve(session, of, note.trim()), 'Approved. It says who approved it, and when.');
  };
  const leaveIt = (): void => {
    if (note.trim() === '') return setProblem('Say in a sentence what it waits for.');
    void once('hold', () => hold(session, id, note.trim()), 'It goes on waiting, with your note.');
  };
  const close = (): void => {
    drop();
    onClose(false);
  };
  return (
    <Dialog title={of ? titleOf(of) : 'What would leave'} lead={of && <>Case {of.caseId}, asked for by <bdi>{of.by}</bdi>: <bdi>{of.why}</bdi></>} onClose={close} keys={{ 'ctrl+Enter': letGo }}>
      {!of && problem === undefined && <Loading what="what would leave" rows={6} />}
      {of && <pre class="to-read" tabIndex={0} data-first="" role="region" aria-label="What would leave, word for word">{of.text}</pre>}
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); letGo(); }}>
        {of && <div>
          <label class="lab" for="approval-note">Note <span class="faint">needed to leave it waiting</span></label>
          <textarea class="field" id="approval-note" maxLength={4000} aria-describedby="approval-problem" value={note} onInput={(event) => change({ note: event.currentTarget.value })} />
        </div>}
        <p id="approval-problem" class="problem" role="alert">{problem}</p>
        <p class="btns">
          {of && !of.mine && <button class="btn main-act" type="submit" aria-disabled={doing !== undefined}>{doing === 'approve' ? 'Approving…' : 'Let it leave'} <kbd aria-hidden="true">Ctrl Enter</kbd></button>}
          {of && <button class="btn" type="button" aria-disabled={doing !== undefined} onClick={leaveIt}>{doing === 'hold' ? 'Keeping…' : 'Leave it waiting'}</button>}
          <button class="btn" type="button" onClick={close}>Close <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}
