import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ResponseStepView, ResponseView } from '../../src/api/contract.ts';
import { actOnResponse } from '../api.ts';
import { spread } from '../live.ts';
import { useSession } from '../session.ts';
import { say } from '../kit/live-region.tsx';
import { When } from '../kit/when.tsx';
import { StepDialog, type Wish } from './step-dialog.tsx';
import { PERFORMS_NONE, STEP_SAYS, WAYS } from './words.ts';

/** The steps of a response in their order, each with its owner, its time and what shows it. */
export function ResponseSteps({ of }: { readonly of: ResponseView }): JSX.Element {
  const { session } = useSession();
  const [wish, setWish] = useState<Wish>();
  const [problem, setProblem] = useState<string>();
  const busy = useRef(false);
  const own = async ({ id, owner }: ResponseStepView): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    const isMine = owner === session.user;
    const answer = await actOnResponse(session, of.case, { kind: isMine ? 'disown' : 'own', step: id, revision: of.revision });
    busy.current = false;
    say(answer.ok ? (isMine ? 'Given back.' : 'The step is yours.') : answer.problem.message);
    setProblem(answer.ok ? undefined : answer.problem.message);
    spread({ kind: 'responses' });
  };
  const isOver = of.ended !== undefined;
  const open = of.steps.filter(({ state }) => state !== 'done' && state !== 'skipped').length;
  return (
    <>
      <p class="small soft">{PERFORMS_NONE} Two different people confirm first, and nobody is contacted before what exists is preserved.</p>
      {of.lacks.map((says) => <p class="small" key={says}><span class="ask" aria-hidden="true">◇ </span>The company’s plan takes from what protects people. {says}</p>)}
      <p class="problem" role="alert">{problem}</p>
      <ol class="response-steps">
        {of.steps.map((step) => (
          <li key={step.id} class={`step-${step.state}`} aria-label={step.title}>
            <div>
              <h3>{step.title} <span class={`step-state ${step.state === 'half' ? 'ask' : ''}`}>{STEP_SAYS[step.state]}</span></h3>
              {step.says !== '' && <p class="soft">{step.says}</p>}
              {step.added && <p class="small faint">Added by {step.added.by}: {step.added.text}</p>}
              {step.state !== 'done' && step.state !== 'skipped' && WAYS.filter(({ step: id, needs }) => id === step.id && session.may.includes(needs)).map(({ says, href }) => <p class="small" key={says}><a href={href(of.case)}>{says}</a></p>)}
              {step.state === 'locked' && <p class="small"><span class="ask" aria-hidden="true">◇ </span>After: {step.after.join('; ')}.{step.isContact && ' The person would notice it.'}</p>}
              {step.done.map(({ at, by, text }) => <p class="small" key={`${at} ${by}`}><b>{by}</b>, <When at={at} zone={undefined} short />: {text}</p>)}
              {step.skipped && <p class="small">Left out by <b>{step.skipped.by}</b>, <When at={step.skipped.at} zone={undefined} short />: {step.skipped.text}</p>}
              {(step.owner !== undefined || (step.state !== 'done' && step.state !== 'skipped')) && <p class="small faint">Owner: {step.owner ?? 'nobody yet'}{step.owner === undefined && step.plannedFor !== undefined && `; the plan has it for ${step.plannedFor}`}</p>}
              {step.dueAt !== undefined && step.state !== 'done' && step.state !== 'skipped' && <p class="small">{step.dueAt < of.at && <span class="ask">Late. </span>}Due <When at={step.dueAt} zone={undefined} short /></p>}
            </div>
            {!isOver && (
              <p class="btns">
                {(step.state === 'open' || step.state === 'half') && (step.refused === undefined
                  ? <button class="btn" type="button" aria-haspopup="dialog" onClick={() => setWish({ what: 'done', step: step.id, title: step.title })}>{step.id === 'confirm' ? 'Confirm…' : 'Done…'}<span class="unseen"> {step.title}</span></button>
                  : <small class="faint">{step.refused}</small>)}
                {step.state !== 'done' && step.state !== 'skipped' && <button class="btn low" type="button" onClick={() => { void own(step); }}>{step.owner === session.user ? 'Give back' : 'Take'}<span class="unseen"> {step.title}</span></button>}
                {step.state !== 'done' && step.state !== 'skipped' && !step.isFirm && <button class="btn low" type="button" aria-haspopup="dialog" onClick={() => setWish({ what: 'skip', step: step.id, title: `Leave out: ${step.title}` })}>Leave out…<span class="unseen"> {step.title}</span></button>}
                {(step.state === 'done' || step.state === 'skipped') && <button class="btn low" type="button" aria-haspopup="dialog" onClick={() => setWish({ what: 'undo', step: step.id, title: `Open again: ${step.title}` })}>Open again…<span class="unseen"> {step.title}</span></button>}
              </p>
            )}
          </li>
        ))}
      </ol>
      {of.ended && <p>Ended by <b>{of.ended.by}</b>, <When at={of.ended.at} zone={undefined} short />: {of.ended.text}</p>}
      {!isOver && (
        <p class="btns after">
          <button class="btn" type="button" aria-haspopup="dialog" onClick={() => setWish({ what: 'add', title: 'Add a step' })}>Add a step…</button>
          {open === 0 && <button class="btn main-act" type="button" aria-haspopup="dialog" onClick={() => setWish({ what: 'end', title: 'End the response' })}>End the response…</button>}
        </p>
      )}
      {wish && <StepDialog key={`${wish.what} ${wish.step ?? ''}`} of={of} wish={wish} onClose={() => setWish(undefined)} />}
    </>
  );
}
