import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { CaseView } from '../../src/api/contract.ts';
import { useDraft } from '../drafts.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { perform, readCase } from './acts.ts';

/** A sentence from the reader: a comment, or why a closed case opens again. */
export function NoteDialog({ of, kind, text = '', onClose }: { readonly of: CaseView; readonly kind: 'note' | 'reopen'; readonly text?: string; readonly onClose: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: { note }, change, drop } = useDraft(`${kind} ${of.id}`, session.user, { note: text });
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  // At once, not with the next drawing: two quick clicks are one.
  const busy = useRef(false);

  const send = async (): Promise<void> => {
    if (busy.current) return;
    const said = note.trim();
    if (said === '') return setProblem('Write a sentence first.');
    busy.current = true;
    setBusy(true);
    // A comment adds and overwrites nothing, so it goes with the newest state; opening again is a decision about the state seen.
    const newest = kind === 'note' ? await readCase(of.id) : undefined;
    const revision = newest?.ok ? newest.value.revision : of.revision;
    const answer = await perform(session, of.id, kind === 'note' ? { kind, text: said, revision } : { kind, note: said, revision });
    busy.current = false;
    setBusy(false);
    if (answer.ok) leave();
    else setProblem(answer.problem.message);
  };

  const leave = (): void => {
    drop();
    onClose();
  };

  return (
    <Dialog title={kind === 'note' ? `Comment on ${of.id}` : `Open ${of.id} again`} lead={of.title} onClose={leave} keys={{ 'ctrl+Enter': () => { void send(); } }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <div>
          <label class="lab" for="note">{kind === 'note' ? 'What should others know?' : 'Why it opens again'} <span class="faint">required</span></label>
          <textarea class="field" id="note" data-first="" aria-describedby="note-problem" maxLength={4000} value={note} onInput={(event) => change({ note: event.currentTarget.value })} />
        </div>
        <p id="note-problem" class="problem" role="alert">{problem}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={isBusy}>{isBusy ? 'Sending…' : kind === 'note' ? 'Add comment' : 'Open again'} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" onClick={leave}>Leave it <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}
