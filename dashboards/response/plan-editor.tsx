import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PlanOwnerId, PlanStepView, PlanStepWish, PlanTrialView, ResponsePlanView } from '../../src/api/contract.ts';
import { useDraft } from '../drafts.ts';
import { useSession } from '../session.ts';
import { say } from '../kit/live-region.tsx';
import { useSending } from '../rights/use-sending.ts';
import { tryPlan, writePlan } from './plan-requests.ts';
import { PlanSteps } from './plan-steps.tsx';

const wishOf = ({ id, title, says, isContact, owner, dueHours }: PlanStepWish): PlanStepWish => ({ id, title, says, isContact, owner, dueHours });

/** The steps as fields: words, for whom, until when, order, steps of one's own. What is tried is shown before it is written. */
export function PlanEditor({ of, onClose, onDone }: { readonly of: ResponsePlanView; readonly onClose: () => void; readonly onDone: () => void }): JSX.Element {
  const { session } = useSession();
  const { draft, change: changeDraft, drop } = useDraft<{ steps: readonly PlanStepView[]; why: string; isReset: boolean; revision: number }>('plan written', session.user, { steps: of.steps, why: '', isReset: false, revision: of.revision });
  const { steps, why, isReset, revision } = draft;
  const [trial, setTrial] = useState<PlanTrialView>();
  const { send, busy, problem } = useSending();
  const [lack, setLack] = useState<string>();

  const change = (more: Partial<typeof draft>): void => {
    // What was shown is of other steps now.
    if (more.why === undefined) setTrial(undefined);
    changeDraft({ ...(more.steps ? { isReset: false } : {}), ...more });
  };
  const put = (id: string, more: Partial<PlanStepWish>): void => change({ steps: steps.map((step) => (step.id === id ? { ...step, ...more } : step)) });
  const move = (at: number, by: -1 | 1): void => {
    const [step, next] = [steps[at], steps[at + by]];
    if (!step || !next) return;
    const moved = [...steps];
    [moved[at], moved[at + by]] = [next, step];
    change({ steps: moved });
    say(`${step.title} is step ${at + by + 1} of ${steps.length}.`);
  };
  const remove = (id: string): void => change({ steps: steps.filter((step) => step.id !== id) });
  const add = (): void => {
    const last = Math.max(0, ...[...of.steps, ...steps].map(({ id }) => Number(/^step-(\d+)$/.exec(id)?.[1] ?? 0)));
    change({ steps: [...steps, { id: `step-${last + 1}`, title: '', says: '', isContact: false, isProtecting: false, isFirm: false, isShippedContact: false }] });
  };
  const back = (): void => change({ steps: of.shipped, isReset: true });
  const wanted = (): readonly PlanStepWish[] | null => (isReset ? null : steps.map(wishOf));
  const isWhole = (): boolean => {
    const unnamed = steps.some(({ title }) => title.trim() === '');
    setLack(unnamed ? 'A step has no name yet.' : undefined);
    return !unnamed;
  };
  const preview = (): void => {
    if (!isWhole()) return;
    void send(async () => {
      const answer = await tryPlan(session, { steps: wanted() });
      if (answer.ok) setTrial(answer.value);
      return answer;
    });
  };
  const write = (): void => {
    if (!isWhole()) return;
    if (why.trim().length < 10) return setLack('Say in a sentence why the plan changes.');
    void send(() => writePlan(session, { steps: wanted(), why: why.trim(), revision })).then((refused) => {
      if (refused !== undefined) return;
      say(trial && trial.weakens.length > 0 ? 'It waits for a second person.' : 'The plan holds for responses that begin from now on.');
      drop();
      onDone();
    });
  };
  const leave = (): void => {
    drop();
    onClose();
  };
  return (
    <section class="block" aria-labelledby="write-h">
      <header><h2 id="write-h">Change the plan</h2></header>
      <p class="soft">It holds for responses that begin from then on. Two people confirm and what exists is preserved in every plan; the words of steps that protect people are Farmwatch’s. Whoever leaves counsel out, or contacts somebody before counsel decided, needs a second person.</p>
      <form onSubmit={(event) => { event.preventDefault(); if (trial) write(); else preview(); }}>
        <ol class="plan-fields">
          {steps.map((step, at) => <Fields key={step.id} of={step} at={at} many={steps.length} owners={of.owners} onChange={(more) => put(step.id, more)} onMove={(by) => move(at, by)} onRemove={() => remove(step.id)} />)}
        </ol>
        <p class="btns">
          <button class="btn" type="button" onClick={add}>Add a step</button>
          <button class="btn low" type="button" onClick={back}>Back to the plan that ships</button>
        </p>
        {trial && (
          <div class="plan-preview" id="preview" role="group" aria-labelledby="preview-h">
            <h3 id="preview-h">What would change</h3>
            {trial.changes.length === 0 ? <p class="soft">Nothing.</p> : <ul>{trial.changes.map((says) => <li key={says}><bdi>{says}</bdi></li>)}</ul>}
            {trial.problems.map((says) => <p key={says} class="problem">This plan cannot be: <bdi>{says}</bdi>.</p>)}
            {trial.weakens.map((says) => <p key={says}><span class="ask" aria-hidden="true">◇ </span><bdi>{says}</bdi> A second person has to confirm that.</p>)}
            <h3>As it would stand on a case</h3>
            <PlanSteps steps={trial.steps} owners={of.owners} />
          </div>
        )}
        {trial && trial.problems.length === 0 && trial.changes.length > 0 && (
          <div>
            <label class="lab" for="plan-why">Why it changes, in a sentence <span class="faint">required</span></label>
            <textarea class="field" id="plan-why" maxLength={1000} value={why} onInput={(event) => change({ why: event.currentTarget.value })} />
          </div>
        )}
        <p class="problem" role="alert">{lack ?? problem}</p>
        <p class="btns">
          <button class={`btn${trial ? '' : ' main-act'}`} type="button" aria-disabled={busy} onClick={preview}>Show what would change</button>
          {trial && trial.problems.length === 0 && trial.changes.length > 0 && <button class="btn main-act" type="submit" aria-disabled={busy}>{trial.weakens.length > 0 ? 'Ask a second person' : 'Let it hold'}</button>}
          <button class="btn" type="button" onClick={leave}>Leave it as it is</button>
        </p>
      </form>
    </section>
  );
}

function Fields({ of: step, at, many, owners, onChange, onMove, onRemove }: {
  readonly of: PlanStepView; readonly at: number; readonly many: number; readonly owners: ResponsePlanView['owners'];
  readonly onChange: (more: Partial<PlanStepWish>) => void; readonly onMove: (by: -1 | 1) => void; readonly onRemove: () => void;
}): JSX.Element {
  const named = step.title.trim() === '' ? 'the new step' : step.title;
  const id = (what: string): string => `plan-${step.id}-${what}`;
  return (
    <li aria-label={`Step ${at + 1}: ${named}`}>
      {step.isProtecting
        ? <div><h3>{step.title} <span class="step-state">protects people</span></h3><p class="soft">{step.says}</p></div>
        : (
          <div class="plan-words">
            <div><label class="lab" for={id('title')}>Step {at + 1}</label><input class="field" id={id('title')} maxLength={120} value={step.title} onInput={(event) => onChange({ title: event.currentTarget.value })} /></div>
            <div><label class="lab" for={id('says')}>What to do</label><textarea class="field" id={id('says')} maxLength={2000} value={step.says} onInput={(event) => onChange({ says: event.currentTarget.value })} /></div>
            {step.isShippedContact
              ? <p class="small faint">The person would notice it. It stays locked until what exists is preserved.</p>
              : <label class="opt"><input type="checkbox" checked={step.isContact} onChange={() => onChange({ isContact: !step.isContact })} /><span>The person would notice it <small>It stays locked until what exists is preserved.</small></span></label>}
          </div>
        )}
      <div class="plan-more">
        <div>
          <label class="lab" for={id('owner')}>For<span class="unseen">: {named}</span></label>
          <select class="field" id={id('owner')} value={step.owner ?? ''} onChange={(event) => onChange({ owner: (event.currentTarget.value || undefined) as PlanOwnerId | undefined })}>
            <option value="">whoever takes it</option>
            {owners.map((owner) => <option key={owner.id} value={owner.id}>{owner.says}</option>)}
          </select>
        </div>
        <div>
          <label class="lab" for={id('due')}>Due after hours<span class="unseen">: {named}</span></label>
          <input class="field" id={id('due')} type="number" min={1} max={8760} step={1} value={step.dueHours ?? ''} onInput={(event) => { const hours = event.currentTarget.valueAsNumber; onChange({ dueHours: Number.isInteger(hours) ? hours : undefined }); }} />
        </div>
        <p class="btns">
          <button class="btn low" type="button" aria-disabled={at === 0} onClick={() => onMove(-1)}>Up<span class="unseen"> {named}</span></button>
          <button class="btn low" type="button" aria-disabled={at === many - 1} onClick={() => onMove(1)}>Down<span class="unseen"> {named}</span></button>
          {!step.isFirm && <button class="btn low" type="button" onClick={onRemove}>Take out<span class="unseen"> {named}</span></button>}
        </p>
      </div>
    </li>
  );
}
