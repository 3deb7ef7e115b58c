import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PlanStepView, PlanVersionView, ResponsePlanView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { counted } from '../kit/format.ts';
import { CommonKeys } from '../kit/key-help.tsx';
import { Failed, Loading } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';
import { Frame, PLAN } from '../soc/frame.tsx';
import { PlanAnswer } from './plan-answer.tsx';
import { PlanEditor } from './plan-editor.tsx';
import { PlanSteps } from './plan-steps.tsx';
import { PERFORMS_NONE } from './words.ts';

const FROM = {
  shipped: 'This is the plan that Farmwatch ships; nobody has written another one.',
  written: 'This is the plan of this company.',
  file: 'This is the plan of this company, from a file of the configuration.',
} as const satisfies Record<ResponsePlanView['from'], string>;
const STATES = { holds: 'holds', held: 'held before', waits: 'waits for a second person', 'turned-down': 'turned down' } as const satisfies Record<PlanVersionView['state'], string>;

/** The plan that responses begin with: read, written anew, put back, with its history. */
export function PlanPage(): JSX.Element {
  const { session } = useSession();
  const { value, problem, reload } = useResource<ResponsePlanView>('/api/response-plan');
  const [isWriting, setWriting] = useState(false);
  useEffect(() => { document.title = 'Response plan · Farmwatch'; }, []);
  return (
    <Frame here={PLAN} simulated={value?.simulated ?? session.demo}>
      <header class="top">
        <div><h1>Response plan</h1><p>What people do about a confirmed case, in this order. {PERFORMS_NONE}</p></div>
        {value?.mayWrite === true && value.fixed === undefined && !isWriting && value.waiting === undefined && <p class="btns"><button class="btn main-act" type="button" onClick={() => setWriting(true)}>Change the plan</button></p>}
      </header>
      {!value && problem && <Failed problem={problem} what="The plan" whose="The plan is for analysts, administrators and HR." session={session} onTry={reload} />}
      {!value && !problem && <Loading what="the plan" rows={6} />}
      {value?.waiting && <Waiting of={value.waiting} mayWrite={value.mayWrite} before={value.steps} onChange={reload} />}
      {value && isWriting && <PlanEditor of={value} onClose={() => setWriting(false)} onDone={() => { setWriting(false); reload(); }} />}
      {value && !isWriting && (
        <section class="block" id="plan" aria-labelledby="plan-h">
          <header><h2 id="plan-h">The plan that holds</h2></header>
          <p class="soft">{FROM[value.from]} {value.fixed} {value.underWay > 0 && `${counted(value.underWay, 'response')} under way ${value.underWay === 1 ? 'keeps the plan it' : 'keep the plan they'} began with.`}</p>
          <PlanSteps steps={value.steps} owners={value.owners} />
        </section>
      )}
      {value && (
        <section class="block" id="history" aria-labelledby="history-h">
          <header><h2 id="history-h">History</h2></header>
          {value.history.length === 0 && <p class="soft">Nobody has changed the plan here.</p>}
          <ol class="plan-history">{value.history.map((version) => <li key={version.id}><Version of={version} /></li>)}</ol>
        </section>
      )}
      <CommonKeys />
    </Frame>
  );
}

function Version({ of }: { readonly of: PlanVersionView }): JSX.Element {
  return (
    <>
      <p><b>{of.by}</b>, <When at={of.at} zone={undefined} short /> <span class="step-state">{STATES[of.state]}</span>{of.isReset && <span class="step-state">back to the plan that ships</span>}</p>
      <p><bdi>{of.why}</bdi></p>
      <ul class="small soft">{of.changes.map((says) => <li key={says}><bdi>{says}</bdi></li>)}</ul>
      {of.confirmed && <p class="small">Confirmed by <b>{of.confirmed.by}</b>, <When at={of.confirmed.at} zone={undefined} short /></p>}
      {of.turnedDown && <p class="small">Turned down by <b>{of.turnedDown.by}</b>, <When at={of.turnedDown.at} zone={undefined} short />: <bdi>{of.turnedDown.note}</bdi></p>}
    </>
  );
}

/** A change that takes from what protects people: it holds once somebody else has said so. */
function Waiting({ of, mayWrite, before, onChange }: { readonly of: NonNullable<ResponsePlanView['waiting']>; readonly mayWrite: boolean; readonly before: readonly PlanStepView[]; readonly onChange: () => void }): JSX.Element {
  return (
    <section class="block" id="waits" aria-labelledby="waits-h">
      <header><h2 id="waits-h">A change waits for a second person</h2></header>
      {of.weakens.map((says) => <p key={says}><span class="ask" aria-hidden="true">◇ </span><bdi>{says}</bdi></p>)}
      <Version of={of} />
      <p class="small faint">{counted(of.steps.length, 'step')} instead of {before.length}. Until it is confirmed, the plan below holds.</p>
      {mayWrite && <PlanAnswer of={of} onChange={onChange} />}
    </section>
  );
}
