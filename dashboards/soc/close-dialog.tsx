import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { CaseView, CloseReason } from '../../src/api/contract.ts';
import { useDraft } from '../drafts.ts';
import { useSession } from '../session.ts';
import { Band } from '../kit/band.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { peopleSay, reasonSays, REASONS } from '../kit/words.ts';
import { perform, readCase } from './acts.ts';
import { SameCase } from './same-case.tsx';
import { ALLOWS, AllowFields, requestOf, NO_ENTRY, type Entry } from './allow-fields.tsx';

/** What somebody has written so far; `revision` is the state that they saw when deciding, `seen` how much had happened by then. */
interface Closing { readonly reason: CloseReason | undefined; readonly note: string; readonly same: string; readonly entry: Entry; readonly revision: string; readonly seen: number }

/** Closing: one of five reasons and a sentence that others can check. `1`–`5` choose until the sentence begins, `Ctrl Enter` sends. */
export function CloseDialog({ of, onClose, onDone }: { readonly of: CaseView; readonly onClose: () => void; readonly onDone?: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: { reason, note, same, entry, revision, seen }, change, drop } = useDraft<Closing>(`close ${of.id}`, session.user, { reason: undefined, note: '', same: '', entry: { ...NO_ENTRY, owner: session.user }, revision: of.revision, seen: of.history.length });
  const [problem, setProblem] = useState<string>();
  const [stale, setStale] = useState(false);
  const [isBusy, setBusy] = useState(false);
  // At once, not with the next drawing: two quick clicks are one.
  const busy = useRef(false);
  const sentence = useRef<HTMLTextAreaElement>(null);
  const choices = useRef<HTMLFieldSetElement>(null);
  const allows = reason !== undefined && ALLOWS.includes(reason);

  /** What was wrong was said of the answer before; nothing is yet said of this one. */
  const take = (chosen: CloseReason | undefined): void => {
    change({ reason: chosen });
    if (!stale) setProblem(undefined);
  };
  const choose = (at: number): void => {
    take(REASONS[at]?.value);
    // Not on to the sentence: a second digit would go into it and leave the first answer standing.
    choices.current?.querySelectorAll('input')[at]?.focus();
  };
  /** A sentence may begin without a key in between: its first letter takes the focus along. Digits and space belong to the choices. */
  const begin = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): void => {
    if (reason !== undefined && !altKey && !ctrlKey && !metaKey && /^[^\d\s]$/u.test(key)) sentence.current?.focus();
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  const send = async (): Promise<void> => {
    if (busy.current) return;
    if (reason === undefined) return setProblem('Choose what it was, with 1 to 5.');
    if (note.trim() === '') {
      setProblem('Say why, in a sentence.');
      sentence.current?.focus();
      return;
    }
    if (reason === 'duplicate' && same.trim() === '') return setProblem('Say which case it is the same as.');
    const allow = allows ? requestOf(entry, note.trim()) : undefined;
    if (typeof allow === 'string') return setProblem(allow);
    busy.current = true;
    setBusy(true);
    const answer = await perform(session, of.id, { kind: 'close', reason, note: note.trim(), revision, ...(reason === 'duplicate' ? { same: same.trim() } : {}), ...(allow ? { allow } : {}) });
    busy.current = false;
    setBusy(false);
    if (answer.ok) {
      drop();
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
    const { closed, history, status } = answer.value;
    const news = history.slice(seen).map(({ by, said }) => `${by}: ${said}.`).join(' ');
    setStale(false);
    sentence.current?.focus();
    if (status === 'closed' && closed) return setProblem(`${closed.by} has closed it as ${reasonSays(closed.reason)}: ${closed.note} What you wrote stays here; copy it into a comment, if it still matters.`);
    change({ revision: answer.value.revision, seen: history.length });
    setProblem(`Read again.${news === '' ? '' : ` Since you began: ${news}`} If your answer still stands, send it.`);
  };

  const keys = {
    ...Object.fromEntries(REASONS.map((_, at) => [String(at + 1), () => choose(at)])),
    'ctrl+Enter': () => { void send(); },
  };
  return (
    <Dialog
      title={`Close ${of.id}`} onClose={leave} keys={keys}
      lead={<>{peopleSay(of.people.length)}. <Band band={of.band} chance={of.chance} /> {of.title}</>}
    >
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <fieldset ref={choices} onKeyDown={begin}>
          <legend class="lab">What was it? <span class="faint">required</span></legend>
          {REASONS.map(({ value, says, means }, at) => (
            <label class="opt" key={value}>
              <input type="radio" name="reason" value={value} checked={reason === value} onChange={() => take(value)} {...(at === 0 ? { 'data-first': '' } : {})} />
              <span><kbd aria-hidden="true">{at + 1}</kbd> <b>{says}</b> <small>{means}</small></span>
            </label>
          ))}
        </fieldset>
        <div>
          <label class="lab" for="why">Why, in a sentence others can check <span class="faint">required</span></label>
          <textarea ref={sentence} class="field" id="why" aria-describedby="close-problem" maxLength={4000} value={note} onInput={(event) => change({ note: event.currentTarget.value })} />
        </div>
        {reason === 'duplicate' && <SameCase of={of.id} same={same} onChange={(id) => change({ same: id })} />}
        {allows && <AllowFields caseId={of.id} entry={entry} onChange={(more) => change({ entry: { ...entry, ...more } })} />}
        <p id="close-problem" class="problem" role="alert">{problem}{stale && <> <button class="btn low" type="button" onClick={() => { void readAgain(); }}>Read it again</button></>}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={isBusy}>{isBusy ? 'Closing…' : `Close${reason === undefined ? ' case' : ` as ${reasonSays(reason)}`}${allows && entry.choice !== '' ? ', ask for the entry' : ''}`} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" onClick={leave}>Keep open <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}
