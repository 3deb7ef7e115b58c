import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ResponseAct, ResponseView } from '../../src/api/contract.ts';
import { actOnResponse } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { spread } from '../live.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { say } from '../kit/live-region.tsx';

/** What somebody wants to write down. */
export type Wish = { readonly what: 'done' | 'skip' | 'undo'; readonly step: string; readonly title: string } | { readonly what: 'add' | 'end' | 'start'; readonly step?: undefined; readonly title: string };

const SAYS = {
  done: { label: 'What shows it: a reference, a ticket, the id of an export', verb: 'Write down as done', said: 'Written down.' },
  skip: { label: 'Why it is left out, in a sentence', verb: 'Leave it out', said: 'Left out.' },
  undo: { label: 'Why it is open again, in a sentence', verb: 'Open it again', said: 'Open again.' },
  add: { label: 'Why it is added, in a sentence', verb: 'Add the step', said: 'Step added.' },
  end: { label: 'How it ended, in a sentence', verb: 'End the response', said: 'The response has ended.' },
  start: { label: 'Why it begins before the case is closed, in a sentence', verb: 'Begin the response', said: 'The response has begun.' },
} as const satisfies Record<Wish['what'], unknown>;

/** A sentence about a step, or about the whole response. `Ctrl Enter` sends. */
export function StepDialog({ of, wish, onClose }: { readonly of: Pick<ResponseView, 'case' | 'revision'>; readonly wish: Wish; readonly onClose: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: { note, title, isContact }, change, drop } = useDraft(`response ${of.case} ${wish.what} ${wish.step ?? ''}`, session.user, { note: '', title: '', isContact: false });
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const busy = useRef(false);
  const { label, verb, said } = SAYS[wish.what];

  const send = async (): Promise<void> => {
    if (busy.current) return;
    if (note.trim() === '') return setProblem('Write a sentence first.');
    if (wish.what === 'add' && title.trim() === '') return setProblem('Name the step.');
    busy.current = true;
    setBusy(true);
    const answer = await actOnResponse(session, of.case, { revision: of.revision, ...bodyOf(wish, note.trim(), title.trim(), isContact) });
    busy.current = false;
    setBusy(false);
    say(answer.ok ? said : answer.problem.message);
    spread({ kind: 'responses' });
    if (!answer.ok) return setProblem(answer.problem.message);
    drop();
    onClose();
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  return (
    <Dialog title={wish.title} lead={`Response to ${of.case}. Farmwatch performs nothing; this is written down with your name.`} onClose={leave} keys={{ 'ctrl+Enter': () => { void send(); } }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        {wish.what === 'add' && (
          <>
            <div><label class="lab" for="step-title">Step</label><input class="field" id="step-title" data-first="" maxLength={120} value={title} onInput={(event) => change({ title: event.currentTarget.value })} /></div>
            <label class="opt"><input type="checkbox" checked={isContact} onChange={() => change({ isContact: !isContact })} /><span>The person would notice it <small>It stays locked until what exists is preserved.</small></span></label>
          </>
        )}
        <div>
          <label class="lab" for="step-note">{label} <span class="faint">required</span></label>
          <textarea class="field" id="step-note" {...(wish.what === 'add' ? {} : { 'data-first': '' })} maxLength={4000} value={note} onInput={(event) => change({ note: event.currentTarget.value })} />
        </div>
        <p class="problem" role="alert">{problem}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={isBusy}>{isBusy ? 'Sending…' : verb} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" onClick={leave}>Close <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}

/** The act without the revision. */
function bodyOf(wish: Wish, text: string, title: string, isContact: boolean): ResponseAct extends infer Act ? (Act extends unknown ? Omit<Act, 'revision'> : never) : never {
  switch (wish.what) {
    case 'done': return { kind: 'done', step: wish.step, evidence: text };
    case 'skip':
    case 'undo': return { kind: wish.what, step: wish.step, note: text };
    case 'add': return { kind: 'add', title, isContact, note: text };
    case 'end':
    case 'start': return { kind: wish.what, note: text };
  }
}
