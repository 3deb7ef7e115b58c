import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { RevealsView } from '../../src/api/contract.ts';
import { askReveal } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { spread } from '../live.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { say } from '../kit/live-region.tsx';

/** Asks who is behind the pseudonyms of a case: a purpose, and a sentence that a second person reads. */
export function AskDialog({ about, people, onClose }: { readonly about: string; readonly people: readonly string[]; readonly onClose: () => void }): JSX.Element {
  const { session } = useSession();
  const purposes = useResource<RevealsView>('/api/reveals').value?.purposes ?? [];
  const { draft: { purpose, reason }, change, drop } = useDraft(`reveal ${about}`, session.user, { purpose: '', reason: '' });
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  // At once, not with the next drawing: two quick clicks are one.
  const busy = useRef(false);

  const send = async (): Promise<void> => {
    if (busy.current) return;
    if (purpose === '') return setProblem('Choose what it is for.');
    if (reason.trim().length < 10) return setProblem('Say in a sentence why it has to be known who this is.');
    busy.current = true;
    setBusy(true);
    const answer = await askReveal(session, { about, purpose, reason: reason.trim() });
    busy.current = false;
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem.message);
    say('Asked. It waits for a second person.');
    spread({ kind: 'waiting' });
    leave();
  };
  const leave = (): void => {
    drop();
    onClose();
  };

  return (
    <Dialog title="Who is this?" lead={`${people.join(', ')} · ${about}`} onClose={leave} keys={{ 'ctrl+Enter': () => { void send(); } }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <p class="soft">Names, mail addresses and laptops are shown to you alone, for some hours, once a second person has granted it. Every look is kept, and the person concerned may read of it.</p>
        <div>
          <label class="lab" for="reveal-purpose">What for</label>
          <select class="field" id="reveal-purpose" data-first="" value={purpose} onChange={(event) => change({ purpose: event.currentTarget.value })}>
            <option value="">choose</option>
            {purposes.map(({ id, says }) => <option key={id} value={id}>{says}</option>)}
          </select>
        </div>
        <div>
          <label class="lab" for="reveal-reason">Why <span class="faint">whoever grants it reads this</span></label>
          <textarea class="field" id="reveal-reason" aria-describedby="reveal-problem" maxLength={2000} value={reason} onInput={(event) => change({ reason: event.currentTarget.value })} />
        </div>
        <p id="reveal-problem" class="problem" role="alert">{problem}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={isBusy}>{isBusy ? 'Sending…' : 'Ask'} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" onClick={leave}>Leave it <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}
