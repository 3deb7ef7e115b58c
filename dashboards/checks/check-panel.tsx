import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CheckAct, CheckOutcome, CheckView } from '../../src/api/contract.ts';
import { actOnCheck } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { spread } from '../live.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { useFocusReturn } from '../kit/focus.ts';
import { useKeys } from '../kit/keys.ts';
import { say } from '../kit/live-region.tsx';
import { Loading } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';
import { daySays, OUTCOME_SAYS, OUTCOMES, stateSays } from './words.ts';

/** An act without the revision that goes with every one. */
type Wish = CheckAct extends infer Act ? (Act extends unknown ? Omit<Act, 'revision'> : never) : never;

/** One check beside the list: what to do, and what came of it. `Esc` goes back to its row. */
export function CheckPanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }): JSX.Element {
  const box = useRef<HTMLElement>(null);
  const { value, problem } = useResource<CheckView>(`/api/checks/${encodeURIComponent(id)}`);
  useFocusReturn();
  useLayoutEffect(() => box.current?.focus({ preventScroll: true }), []);
  useKeys({ Escape: onClose });
  return (
    <section ref={box} class="drawer beside one-laptop one-check" role="dialog" aria-labelledby="check-h" tabIndex={-1}>
      <header>
        <div><h2 id="check-h">{value ? value.title : 'One check'}</h2>{value && <p>{value.person}</p>}</div>
        <button class="btn" type="button" onClick={onClose}>Close <kbd aria-hidden="true">Esc</kbd></button>
      </header>
      {!value && !problem && <Loading what="the check" rows={4} />}
      {!value && problem && <p class="problem" role="alert">{problem.message}</p>}
      {value && <Inside of={value} />}
    </section>
  );
}

function Inside({ of }: { readonly of: CheckView }): JSX.Element {
  const { session } = useSession();
  const [problem, setProblem] = useState<string>();
  const [code, setCode] = useState<string>();
  const busy = useRef(false);
  // What was ticked and is not answered yet: quick ticks go one after the other, each upon the state that the one before left.
  const ticked = useRef(new Map<number, boolean>());
  const [ticks, setTicks] = useState<ReadonlyMap<number, boolean>>(new Map());
  const revision = useRef(of.revision);
  useEffect(() => {
    if (busy.current) return;
    revision.current = of.revision;
    setTicks(new Map());
  }, [of.revision]);
  const isOpen = of.state === 'open';

  const tick = async (step: number, isDone: boolean): Promise<void> => {
    ticked.current.set(step, isDone);
    setTicks((before) => new Map([...before, [step, isDone]]));
    if (!busy.current) await sendTicks();
  };
  /** The map grows under the loop where more is ticked meanwhile; after a refusal the page shows what is kept. */
  const sendTicks = async (): Promise<void> => {
    for (const [step, isDone] of ticked.current) {
      ticked.current.delete(step);
      if (await sendNow({ kind: 'step', step, isDone }, isDone ? 'Step done.' : 'Step open again.')) continue;
      ticked.current.clear();
      setTicks(new Map());
    }
  };
  const send = async (wish: Wish, said: string): Promise<boolean> => {
    if (busy.current) {
      setProblem('Something else is still on its way. Try again in a moment.');
      return false;
    }
    const isDone = await sendNow(wish, said);
    await sendTicks();
    return isDone;
  };
  const sendNow = async (wish: Wish, said: string): Promise<boolean> => {
    busy.current = true;
    setProblem(undefined);
    const answer = await actOnCheck(session, of.id, { ...wish, revision: revision.current } as CheckAct);
    busy.current = false;
    if (answer.ok) revision.current = answer.value.check.revision;
    if (answer.ok && answer.value.code !== undefined) setCode(answer.value.code);
    const isWrong = answer.ok && answer.value.isRight === false;
    if (answer.ok) say(isWrong ? 'That is not the code.' : said);
    setProblem(!answer.ok ? answer.problem.message : isWrong ? 'That is not the code. Read it in the profile once more.' : undefined);
    spread({ kind: 'checks' });
    return answer.ok && !isWrong;
  };

  return (
    <>
      <dl class="facts">
        <dt>State</dt><dd>{stateSays(of, Date.now())}</dd>
        <dt>To be done by</dt><dd>{daySays(of.due)}</dd>
        <dt>From</dt><dd>{of.from}</dd>
        <dt>Owner</dt><dd>{of.owner ?? <span class="faint">nobody yet</span>}</dd>
        {of.about.map(({ label, value }) => <><dt>{label}</dt><dd>{value}</dd></>)}
      </dl>
      {isOpen && (
        <p class="btns">
          {of.owner === session.user
            ? <button class="btn" type="button" onClick={() => { void send({ kind: 'give-back' }, 'Given back.'); }}>Give back</button>
            : <button class="btn" type="button" onClick={() => { void send({ kind: 'take' }, 'You have taken it.'); }}>{of.owner === undefined ? 'Take' : 'Take over'}</button>}
        </p>
      )}
      {of.state === 'on-hold' && <p class="refused"><span class="ask" aria-hidden="true">◇ </span>On hold. It is recorded and waits until it is let go; please do not write or call.</p>}
      <section aria-labelledby="todo-h">
        <h3 id="todo-h">What to do</h3>
        <ul class="todo">
          {of.todo.map(({ says, isDone }, step) => (
            <li key={says}><label class="opt"><input type="checkbox" checked={ticks.get(step) ?? isDone} disabled={!isOpen} onChange={(event) => { void tick(step, event.currentTarget.checked); }} /><span>{says}</span></label></li>
          ))}
        </ul>
        <p class="small soft">Give notice, keep to reasonable hours, and ask nothing about family, origin or faith. Help somebody who needs another way.</p>
        {of.documents !== undefined && <p class="small soft">{of.documents}</p>}
      </section>
      {of.kind === 'profile-code' && isOpen && <Code of={of} fresh={code} onSend={send} />}
      <p class="problem" role="alert">{problem}</p>
      {isOpen && <Result of={of} onSend={send} />}
      {of.notes.length > 0 && (
        <section aria-labelledby="said-h">
          <h3 id="said-h">{of.outcome === undefined ? 'What was said' : OUTCOME_SAYS[of.outcome]}</h3>
          <ol class="notes">{of.notes.map(({ at, by, text }) => <li key={`${at} ${by}`}><p class="small faint">{by}, <When at={at} zone={undefined} short /></p><p>{text}</p></li>)}</ol>
        </section>
      )}
    </>
  );
}

type Send = (wish: Wish, said: string) => Promise<boolean>;

/** A code to be placed in the profile: told once, entered once. */
function Code({ of, fresh, onSend }: { readonly of: CheckView; readonly fresh: string | undefined; readonly onSend: Send }): JSX.Element {
  const [typed, setTyped] = useState('');
  const { code } = of;
  return (
    <section class="well" aria-labelledby="code-h">
      <h3 id="code-h">The code</h3>
      {fresh !== undefined && !code?.isUsed && <p>Give this to the person. It is shown once: <b class="mono">{fresh}</b></p>}
      {code?.isUsed && <p>The code stood in the profile. It works no second time.</p>}
      {code && !code.isUsed && <p class="small soft">{code.isExpired ? 'It has expired. Make another.' : <>It holds until <When at={code.until} zone={undefined} short />; {code.triesLeft} tries are left.</>}</p>}
      {!code?.isUsed && (
        <form class="btns" onSubmit={(event) => { event.preventDefault(); void onSend({ kind: 'try-code', code: typed }, 'That is the code.'); }}>
          <button class="btn" type="button" onClick={() => { void onSend({ kind: 'make-code' }, 'A code was made.'); }}>{code ? 'Make another' : 'Make a code'}</button>
          {code && <><label class="unseen" for="seen-code">Code seen in the profile</label><input class="field code-field" id="seen-code" placeholder="Code seen in the profile" autocomplete="off" maxLength={40} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} /><button class="btn" type="submit">Enter it</button></>}
        </form>
      )}
    </section>
  );
}

/** What came of it: one of three outcomes, with a sentence. */
function Result({ of, onSend }: { readonly of: CheckView; readonly onSend: Send }): JSX.Element {
  const { session } = useSession();
  const { draft: { outcome, note }, change, drop } = useDraft<{ outcome: CheckOutcome | ''; note: string }>(`check ${of.id}`, session.user, { outcome: '', note: '' });
  const [missing, setMissing] = useState<string>();
  const send = async (): Promise<void> => {
    if (outcome === '') return setMissing('Choose an outcome.');
    if (note.trim() === '') return setMissing('Say in a sentence what was seen.');
    setMissing(undefined);
    if (await onSend({ kind: 'done', outcome, note: note.trim() }, `${OUTCOME_SAYS[outcome]}. The next run weighs it.`)) drop();
  };
  return (
    <form class="dialog-form" aria-labelledby="result-h" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <h3 id="result-h">What came of it</h3>
      <fieldset>
        <legend class="unseen">Outcome</legend>
        {OUTCOMES.map((one) => <label class="opt" key={one}><input type="radio" name="outcome" value={one} checked={outcome === one} onChange={() => change({ outcome: one })} /><span><b>{OUTCOME_SAYS[one]}</b> <small>{of.means[one]}</small></span></label>)}
      </fieldset>
      <div>
        <label class="lab" for="result-note">What was seen, in a sentence <span class="faint">required</span></label>
        <textarea class="field" id="result-note" maxLength={4000} value={note} onInput={(event) => change({ note: event.currentTarget.value })} />
      </div>
      <p class="problem" role="alert">{missing}</p>
      <p class="btns">
        <button class="btn main-act" type="submit">Enter the outcome</button>
        <button class="btn" type="button" onClick={() => { if (note.trim() === '') setMissing('Say in a sentence why it is dropped.'); else void onSend({ kind: 'drop', note: note.trim() }, 'Dropped.').then((isGone) => { if (isGone) drop(); }); }}>Drop it</button>
      </p>
      <p class="small faint">The next run weighs the outcome. “Could not be told” counts nothing, and no answer is not a refusal.</p>
    </form>
  );
}
