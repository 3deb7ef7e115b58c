import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { RevealView } from '../../src/api/contract.ts';
import { answerReveal } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { spread } from '../live.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { say } from '../kit/live-region.tsx';

/** A second person's answer to a reveal. `Ctrl Enter` grants it. */
export function AnswerDialog({ reveal, onClose }: { readonly reveal: RevealView; readonly onClose: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: { note }, change, drop } = useDraft(`answer ${reveal.id}`, session.user, { note: '' });
  const [problem, setProblem] = useState<string>();
  const [doing, setDoing] = useState<'grant' | 'refuse'>();
  const busy = useRef(false);

  const send = async (what: 'grant' | 'refuse'): Promise<void> => {
    if (busy.current) return;
    if (what === 'grant' && reveal.whyNotGrant !== undefined) return setProblem(reveal.whyNotGrant);
    if (what === 'refuse' && note.trim().length < 10) return setProblem('Say in a sentence why not; whoever asked reads it.');
    busy.current = true;
    setDoing(what);
    const answer = await answerReveal(session, reveal.id, what === 'refuse' ? note.trim() : undefined);
    busy.current = false;
    setDoing(undefined);
    say(answer.ok ? (what === 'grant' ? `Granted to ${reveal.by}.` : 'Refused, with your note.') : answer.problem.message);
    spread({ kind: 'waiting' });
    if (answer.ok) leave();
    else setProblem(answer.problem.message);
  };
  const leave = (): void => {
    drop();
    onClose();
  };

  return (
    <Dialog title={`Who is ${reveal.people.join(', ')}?`} lead={`${reveal.by} asks, in ${reveal.about}`} onClose={leave} keys={{ 'ctrl+Enter': () => { void send('grant'); } }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void send('grant'); }}>
        <p><b>{reveal.purpose}.</b> {reveal.reason}</p>
        <p class="soft">Granted, {reveal.by} alone may look at names, mail addresses and laptops for some hours. Refuse it where a pseudonym is enough.</p>
        {reveal.whyNotGrant !== undefined && <p class="refused"><span class="ask" aria-hidden="true">◇ </span>{reveal.whyNotGrant}</p>}
        <div>
          <label class="lab" for="reveal-note">Note <span class="faint">required to refuse</span></label>
          <textarea class="field" id="reveal-note" data-first="" aria-describedby="answer-problem" maxLength={2000} value={note} onInput={(event) => change({ note: event.currentTarget.value })} />
        </div>
        <p id="answer-problem" class="problem" role="alert">{problem}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={doing !== undefined || reveal.whyNotGrant !== undefined}>{doing === 'grant' ? 'Sending…' : 'Grant'} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" aria-disabled={doing !== undefined} onClick={() => { void send('refuse'); }}>{doing === 'refuse' ? 'Sending…' : 'Refuse with this note'}</button>
          <button class="btn" type="button" onClick={leave}>Close <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}
