import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DutiesView } from '../../src/api/contract.ts';
import { recordDuties } from '../api.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { say } from '../kit/live-region.tsx';
import { useSending } from './use-sending.ts';

/** What is to be recorded before real people are watched; nothing where nothing lacks. */
export function DutiesForm({ onDone }: { readonly onDone: () => void }): JSX.Element | null {
  const { value, reload } = useResource<DutiesView>('/api/duties');
  const lacks = value?.lacks ?? [];
  if (!value || lacks.length === 0) return null;
  return (
    <section class="note" id="duties" aria-labelledby="duties-h">
      <span aria-hidden="true">◇</span>
      <div>
        <h2 id="duties-h" tabIndex={-1}>To be recorded first</h2>
        <p>Nothing is taken in, collected or run before it is recorded {lacks.join('; ')}. A notice to start from: <code>farmwatch notice</code>.</p>
        {value.mayRecord ? <Form of={value} onDone={() => { reload(); onDone(); }} /> : <p>An administrator or the privacy officer records it.</p>}
      </div>
    </section>
  );
}

function Form({ of, onDone }: { readonly of: DutiesView; readonly onDone: () => void }): JSX.Element {
  const { session } = useSession();
  const [what, setWhat] = useState({ noticeGivenOn: of.noticeGivenOn ?? '', purpose: of.purpose ?? '', owner: of.owner ?? '' });
  const { send, busy, problem } = useSending();
  const record = (): void => {
    const given = Object.fromEntries(Object.entries(what).filter(([, text]) => text.trim() !== ''));
    void send(() => recordDuties(session, given)).then((why) => {
      if (why !== undefined) return;
      say('Recorded.');
      onDone();
    });
  };
  return (
    <form class="dialog-form duties-form" onSubmit={(event) => { event.preventDefault(); record(); }}>
      <div><label class="lab" for="duty-day">Staff were told on</label><input class="field" id="duty-day" type="date" value={what.noticeGivenOn} onInput={(event) => setWhat({ ...what, noticeGivenOn: event.currentTarget.value })} /></div>
      <div><label class="lab" for="duty-purpose">What it is for, as they were told</label><input class="field" id="duty-purpose" maxLength={1000} value={what.purpose} onInput={(event) => setWhat({ ...what, purpose: event.currentTarget.value })} /></div>
      <div><label class="lab" for="duty-owner">Who answers for it</label><input class="field" id="duty-owner" maxLength={200} value={what.owner} onInput={(event) => setWhat({ ...what, owner: event.currentTarget.value })} /></div>
      <p class="problem" role="alert">{problem}</p>
      <p class="btns"><button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Recording…' : 'Record'}</button></p>
    </form>
  );
}
