import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RightName, RightsAskView, RightsView } from '../../src/api/contract.ts';
import { actOnAsk, noteAsk } from '../api.ts';
import { leftBehind, useDraft } from '../drafts.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { DAY } from '../kit/format.ts';
import { CommonKeys } from '../kit/key-help.tsx';
import { say } from '../kit/live-region.tsx';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading } from '../kit/states.tsx';
import { Frame, RIGHTS } from '../soc/frame.tsx';
import { CorrectionDialog } from './correction-dialog.tsx';
import { DutiesForm } from './duties-form.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { useSending } from './use-sending.ts';

const NAMES: Readonly<Record<RightName, string>> = { access: 'A copy of what is held', correction: 'A correction', erasure: 'Deletion', restriction: 'A restriction of use', objection: 'An objection', review: 'A human look at a decision' };
const WHOSE = 'What people ask for is for the privacy officer.';
type Asked = { readonly what: 'note' | 'correction' } | { readonly what: 'prepare' | 'answer' | 'erase'; readonly ask: RightsAskView };

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What people asked for about their data: due dates, copies, answers. */
export function Asks(): JSX.Element {
  const { value, problem, reload } = useResource<RightsView>('/api/rights');
  const { session } = useSession();
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => { document.title = 'Rights · Farmwatch'; }, []);
  // What somebody was writing when their sign-in ended is before them again.
  useEffect(() => {
    const left = value && leftBehind(session.user);
    const ask = value?.asks.find(({ id }) => id === left?.id);
    if (left?.what === 'ask') setAsked({ what: 'note' });
    if (left?.what === 'correction') setAsked({ what: 'correction' });
    if (ask && (left?.what === 'prepare' || left?.what === 'answer' || left?.what === 'erase')) setAsked({ what: left.what, ask });
  }, [value !== undefined]);
  const close = (): void => setAsked(undefined);
  return (
    <Frame here={RIGHTS} simulated={session.demo}>
      <header class="top">
        <div><h1>What people ask for</h1><p class="lead">Each is answered within 30 days. A copy is looked over before it is written, and nobody else is in it. What everybody may read without asking: <a href="/about-you">what Farmwatch keeps about you</a>.</p></div>
        {value && <p class="btns"><button class="btn main-act" type="button" onClick={() => setAsked({ what: 'note' })}>Note an ask</button><button class="btn" type="button" onClick={() => setAsked({ what: 'correction' })}>Write a correction</button></p>}
      </header>
      <DutiesForm onDone={reload} />
      {value ? <><Table of={value} onAct={setAsked} /><Erased of={value.erased} /></> : problem ? <Failed problem={problem} what="This page" whose={WHOSE} session={session} onTry={reload} /> : <Loading what="what people ask for" />}
      <CommonKeys />
      {asked?.what === 'note' && value && <NoteDialog now={value.now} onClose={close} onDone={reload} />}
      {asked?.what === 'correction' && <CorrectionDialog onClose={close} />}
      {asked?.what === 'erase' && <EraseDialog ask={asked.ask} onClose={close} onDone={reload} />}
      {(asked?.what === 'prepare' || asked?.what === 'answer') && <ActDialog what={asked.what} ask={asked.ask} mayWithhold={value?.mayWithhold === true} onClose={close} onDone={reload} />}
    </Frame>
  );
}

function Erased({ of }: { readonly of: RightsView['erased'] }): JSX.Element | null {
  if (of.length === 0) return null;
  return (
    <section class="block">
      <header><h2>Deleted on request</h2><p>Whom it was about nobody can tell any more.</p></header>
      <Scroll label="Deleted on request">
        <table class="plain-table">
          <caption class="unseen">What was deleted on request, the newest first</caption>
          <thead><tr><th scope="col">Ask</th><th scope="col">When, by whom</th><th scope="col">Ground</th><th scope="col">Why</th></tr></thead>
          <tbody>{of.map(({ ask, at, isDone, by, ground, reason, decision }) => (
            <tr key={ask}>
              <th scope="row">{ask}</th>
              <td>{day(at)} by {by}{!isDone && <div class="small">begun, and not ended yet</div>}</td>
              <td>{ground}</td>
              <td>{reason}{decision && <div class="small">Decided by {decision.by} although something spoke against it: {decision.why}</div>}</td>
            </tr>
          ))}</tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Table({ of, onAct }: { readonly of: RightsView; readonly onAct: (asked: Asked) => void }): JSX.Element {
  if (of.asks.length === 0) return <Empty lead="Nobody has asked for anything yet.">When somebody does, note it here on the day it comes: the page says until when they are answered.</Empty>;
  return (
    <section class="block">
      <Scroll label="What people asked for">
        <table class="plain-table asked-for">
          <caption class="unseen">What people asked for, what is due first on top</caption>
          <thead><tr><th scope="col">Ask</th><th scope="col">Hire</th><th scope="col">What</th><th scope="col">Received</th><th scope="col">Answer due</th><th scope="col">State</th><th scope="col"><span class="unseen">Act</span></th></tr></thead>
          <tbody>{of.asks.map((ask) => <Row key={ask.id} ask={ask} now={of.now} onAct={onAct} />)}</tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Row({ ask, now, onAct }: { readonly ask: RightsAskView; readonly now: number; readonly onAct: (asked: Asked) => void }): JSX.Element {
  const left = Math.floor((ask.dueAt - now) / DAY);
  const hidden = <span class="unseen"> {ask.id}</span>;
  return (
    <tr>
      <th scope="row">{ask.id}</th>
      <td>{ask.hire}</td>
      <td>{NAMES[ask.right]}{ask.note !== '' && <div class="small faint">{ask.note}</div>}</td>
      <td>{day(ask.receivedAt)}</td>
      <td>{day(ask.dueAt)}{!ask.answered && <div class="small">{left < 0 ? <b>{-left} {left === -1 ? 'day' : 'days'} over</b> : `${left} ${left === 1 ? 'day' : 'days'} left`}</div>}</td>
      <td>{ask.answered ? <>Answered {day(ask.answered.at)} by {ask.answered.by}<div class="small faint">{ask.answered.note}</div></> : ask.prepared ? <>Prepared by {ask.prepared.by}{ask.prepared.isWithheld && <div class="small">Something is withheld, and the copy says so</div>}</> : 'Open'}</td>
      <td>
        <span class="btns">
          {!ask.answered && ask.right === 'access' && !ask.prepared && <a class="btn" href={`/api/rights/${encodeURIComponent(ask.id)}/copy`} download={`${ask.id}-to-look-over.zip`} target="_self">Look it over{hidden}</a>}
          {!ask.answered && ask.right === 'access' && <button class="btn" type="button" onClick={() => onAct({ what: 'prepare', ask })}>Prepare…{hidden}</button>}
          {ask.right === 'access' && ask.prepared && <a class="btn" href={`/api/rights/${encodeURIComponent(ask.id)}/copy`} download={`${ask.id}.zip`} target="_self">Copy{hidden}</a>}
          {!ask.answered && (ask.right === 'erasure' || ask.right === 'objection') && <button class="btn" type="button" onClick={() => onAct({ what: 'erase', ask })}>Delete…{hidden}</button>}
          {!ask.answered && (ask.right !== 'access' || ask.prepared) && <button class="btn" type="button" onClick={() => onAct({ what: 'answer', ask })}>Answered…{hidden}</button>}
        </span>
      </td>
    </tr>
  );
}

function NoteDialog({ now, onClose, onDone }: { readonly now: number; readonly onClose: () => void; readonly onDone: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: of, change, drop } = useDraft<{ hire: string; right: RightName; note: string; received: string }>('ask', session.user, { hire: '', right: 'access', note: '', received: day(now) });
  const { send, busy, problem } = useSending();
  const ask = (): void => {
    void send(() => noteAsk(session, { hire: of.hire, right: of.right, note: of.note, receivedAt: Date.parse(of.received) })).then((why) => {
      if (why !== undefined) return;
      say('Noted.');
      onDone();
      leave();
    });
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  return (
    <Dialog title="Note an ask" lead="An answer is due 30 days after it was received." onClose={leave} keys={{ 'ctrl+Enter': ask }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); ask(); }}>
        <div><label class="lab" for="ask-hire">Hire <span class="faint">required, id of people.csv</span></label><input class="field" id="ask-hire" data-first="" value={of.hire} onInput={(event) => change({ hire: event.currentTarget.value })} /></div>
        <div><label class="lab" for="ask-right">What they ask for</label><select class="field" id="ask-right" value={of.right} onChange={(event) => change({ right: event.currentTarget.value as RightName })}>{Object.entries(NAMES).map(([right, says]) => <option key={right} value={right}>{says}</option>)}</select></div>
        <div><label class="lab" for="ask-received">Received on <span class="faint">required</span></label><input class="field" id="ask-received" type="date" value={of.received} onInput={(event) => change({ received: event.currentTarget.value })} /></div>
        <div><label class="lab" for="ask-note">In their words</label><textarea class="field" id="ask-note" maxLength={2000} value={of.note} onInput={(event) => change({ note: event.currentTarget.value })} /></div>
        <p class="problem" role="alert">{problem}</p>
        <p class="btns"><button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Noting…' : 'Note'} <kbd aria-hidden="true">Ctrl Enter</kbd></button><button class="btn" type="button" onClick={leave}>Leave it <kbd aria-hidden="true">Esc</kbd></button></p>
      </form>
    </Dialog>
  );
}

function ActDialog({ what, ask, mayWithhold, onClose, onDone }: { readonly what: 'prepare' | 'answer'; readonly ask: RightsAskView; readonly mayWithhold: boolean; readonly onClose: () => void; readonly onDone: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft: { text }, change, drop } = useDraft(`${what} ${ask.id}`, session.user, { text: '' });
  const { send, busy, problem } = useSending();
  const isPreparing = what === 'prepare';
  const act = (): void => {
    void send(() => actOnAsk(session, ask.id, isPreparing ? { prepare: text.trim() === '' ? {} : { withhold: text } } : { answer: { note: text } })).then((why) => {
      if (why !== undefined) return;
      say(isPreparing ? 'Prepared. The copy can be written.' : 'Answered.');
      onDone();
      leave();
    });
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  return (
    <Dialog title={isPreparing ? `Prepare the copy of ${ask.id}` : `${ask.id} was answered`} lead={isPreparing ? 'Say that you looked over what is held: “Look it over” beside the ask has all of it. Nobody else’s data is in the copy.' : NAMES[ask.right]} onClose={leave} keys={{ 'ctrl+Enter': act }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); act(); }}>
        {isPreparing && !mayWithhold && <p class="soft">This company withholds nothing.</p>}
        {(!isPreparing || mayWithhold) && (
          <div>
            <label class="lab" for="act-text">{isPreparing ? 'Withhold what belongs to an inquiry that goes on, because' : 'How'} <span class="faint">{isPreparing ? 'empty: withhold nothing' : 'required'}</span></label>
            <textarea class="field" id="act-text" data-first="" maxLength={1000} value={text} onInput={(event) => change({ text: event.currentTarget.value })} />
          </div>
        )}
        <p class="problem" role="alert">{problem}</p>
        <p class="btns"><button class="btn main-act" type="submit" aria-disabled={busy}>{busy ? 'Sending…' : isPreparing ? 'Looked over' : 'Answered'} <kbd aria-hidden="true">Ctrl Enter</kbd></button><button class="btn" type="button" onClick={leave}>Leave it <kbd aria-hidden="true">Esc</kbd></button></p>
      </form>
    </Dialog>
  );
}
