import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { CaseView, CloseReason } from '../../src/api/contract.ts';
import { useSession } from '../session.ts';
import { Band } from '../kit/band.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { peopleSay, REASONS } from '../kit/words.ts';
import { perform, readCase } from './acts.ts';

/** Closing: one of five reasons and a sentence that others can check. `1`–`5` choose, `Ctrl Enter` sends. */
export function CloseDialog({ of, onClose, onDone }: { readonly of: CaseView; readonly onClose: () => void; readonly onDone?: () => void }): JSX.Element {
  const { session } = useSession();
  const [reason, setReason] = useState<CloseReason>();
  const [note, setNote] = useState('');
  // The state that the reader saw when deciding; somebody else's change in between is refused by the server.
  const [revision, setRevision] = useState(of.revision);
  const [problem, setProblem] = useState<string>();
  const [stale, setStale] = useState(false);
  const [busy, setBusy] = useState(false);
  const sentence = useRef<HTMLTextAreaElement>(null);

  const choose = (at: number): void => {
    setReason(REASONS[at]?.value);
    sentence.current?.focus();
  };
  const send = async (): Promise<void> => {
    if (busy) return;
    if (reason === undefined) return setProblem('Choose what it was, with 1 to 5.');
    if (note.trim() === '') {
      setProblem('Say why, in a sentence.');
      sentence.current?.focus();
      return;
    }
    setBusy(true);
    const answer = await perform(session, of.id, { kind: 'close', reason, note: note.trim(), revision });
    setBusy(false);
    if (answer.ok) {
      onClose();
      onDone?.();
      return;
    }
    setStale(answer.problem.kind === 'stale');
    setProblem(answer.problem.message);
  };
  const readAgain = async (): Promise<void> => {
    const answer = await readCase(of.id);
    if (!answer.ok) return setProblem(answer.problem.message);
    setRevision(answer.value.revision);
    setStale(false);
    sentence.current?.focus();
    setProblem('Read again. If your answer still stands, send it.');
  };

  const keys = {
    ...Object.fromEntries(REASONS.map((_, at) => [String(at + 1), () => choose(at)])),
    'ctrl+Enter': () => { void send(); },
  };
  return (
    <Dialog
      title={`Close ${of.id}`} onClose={onClose} keys={keys}
      lead={<>{peopleSay(of.people.length)}. <Band band={of.band} chance={of.chance} /> {of.title}</>}
    >
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <fieldset>
          <legend class="lab">What was it? <span class="faint">required</span></legend>
          {REASONS.map(({ value, says, means }, at) => (
            <label class="opt" key={value}>
              <input type="radio" name="reason" value={value} checked={reason === value} onChange={() => setReason(value)} {...(at === 0 ? { 'data-first': '' } : {})} />
              <span><kbd aria-hidden="true">{at + 1}</kbd> <b>{says}</b> <small>{means}</small></span>
            </label>
          ))}
        </fieldset>
        <div>
          <label class="lab" for="why">Why, in a sentence others can check <span class="faint">required</span></label>
          <textarea ref={sentence} class="field" id="why" aria-describedby="close-problem" value={note} onInput={(event) => setNote(event.currentTarget.value)} />
        </div>
        <p id="close-problem" class="problem" role="alert">{problem}{stale && <> <button class="btn low" type="button" onClick={() => { void readAgain(); }}>Read it again</button></>}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Closing…' : 'Close case'} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" onClick={onClose}>Keep open <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}
