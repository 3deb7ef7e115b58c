import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { leaveOnHold, letGo, tryAllowance, type Answer } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { spread } from '../live.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { say } from '../kit/live-region.tsx';
import { trialSays, type Item } from './waiting-items.ts';

/** A word about something that waits: let it go, or leave it with a note. `Ctrl Enter` lets go. */
export function WaitingDialog({ item, onClose }: { readonly item: Item; readonly onClose: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: { note }, change, drop } = useDraft(`waiting ${item.id}`, session.user, { note: '' });
  const [problem, setProblem] = useState<string>();
  const [trial, setTrial] = useState<string>();
  const [doing, setDoing] = useState<'release' | 'hold' | 'try'>();
  // At once, not with the next drawing: two quick clicks are one.
  const busy = useRef(false);

  const once = async (what: 'release' | 'hold' | 'try', work: () => Promise<void>): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setDoing(what);
    setProblem(undefined);
    await work();
    busy.current = false;
    setDoing(undefined);
  };
  const send = (what: 'release' | 'hold'): Promise<void> => once(what, async () => {
    const said = note.trim();
    if (what === 'release' && item.refused !== undefined) return setProblem(item.refused);
    if (what === 'hold' && said === '') return setProblem('Say in a sentence what it waits for.');
    const answer: Answer<unknown> = await (what === 'release' ? letGo : leaveOnHold)(session, item.kind, item.id, said);
    say(answer.ok ? (what === 'release' ? `Done: ${item.wants}.` : 'It stays on hold, with your note.') : answer.problem.message);
    spread({ kind: 'waiting' });
    if (!answer.ok) return setProblem(answer.problem.message);
    drop();
    onClose();
  });
  const tryIt = (): Promise<void> => once('try', async () => {
    const answer = await tryAllowance(session, { waiting: item.id });
    if (answer.ok) setTrial(trialSays(answer.value));
    else setProblem(answer.problem.message);
  });
  const leave = (): void => {
    drop();
    onClose();
  };

  return (
    <Dialog title={item.wants} lead={item.more} onClose={leave} keys={{ 'ctrl+Enter': () => { void send('release'); } }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void send('release'); }}>
        <p class="soft">{item.then}</p>
        {item.kind === 'allowances' && (
          <div class="well trial">
            <button class="btn" type="button" aria-disabled={doing === 'try'} onClick={() => { void tryIt(); }}>{doing === 'try' ? 'Trying it out…' : 'Show what it would hide'}</button>
            <p role="status">{trial}</p>
          </div>
        )}
        {item.notes.length > 0 && <ol class="notes" aria-label="Notes so far">{item.notes.map(({ at, by, text }) => <li key={`${at} ${by}`}><span class="faint small">{by}: </span>{text}</li>)}</ol>}
        {item.refused !== undefined && <p class="refused"><span class="ask" aria-hidden="true">◇ </span>{item.refused}</p>}
        <div>
          <label class="lab" for="word">Note <span class="faint">required to leave it on hold</span></label>
          <textarea class="field" id="word" data-first="" aria-describedby="word-problem" maxLength={4000} value={note} onInput={(event) => change({ note: event.currentTarget.value })} />
        </div>
        <p id="word-problem" class="problem" role="alert">{problem}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={doing !== undefined || item.refused !== undefined}>{doing === 'release' ? 'Sending…' : item.verb} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" aria-disabled={doing !== undefined} onClick={() => { void send('hold'); }}>{doing === 'hold' ? 'Sending…' : 'Leave it on hold with this note'}</button>
          <button class="btn" type="button" onClick={leave}>Close <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}
