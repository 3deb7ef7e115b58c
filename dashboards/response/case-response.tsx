import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CaseView, ResponsesView, ResponseView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { Loading } from '../kit/states.tsx';
import { ResponseSteps } from './response-steps.tsx';
import { StepDialog } from './step-dialog.tsx';

/** What people do about a case that was confirmed, on its page. */
export function CaseResponse({ of }: { readonly of: CaseView }): JSX.Element {
  const { value, problem, reload } = useResource<ResponsesView>('/api/responses');
  const isUnderWay = value?.rows.some(({ case: id }) => id === of.id) ?? false;
  const response = useResource<ResponseView>(isUnderWay ? `/api/responses/${encodeURIComponent(of.id)}` : undefined).value;
  const [isBeginning, setBeginning] = useState(false);
  return (
    <section class="block" id="response" aria-labelledby="response-h">
      <header><h2 id="response-h">Response</h2></header>
      {!value && !problem && <Loading what="the response" rows={2} />}
      {!value && problem && <p class="soft">{problem.message} <button class="btn low" type="button" onClick={reload}>Try now</button></p>}
      {value && !isUnderWay && <p class="soft">None. It begins when the case is closed as a laptop farm. {of.status === 'open' && <button class="btn low" type="button" aria-haspopup="dialog" onClick={() => setBeginning(true)}>Begin it by hand…</button>}</p>}
      {isUnderWay && response && <ResponseSteps of={response} />}
      {isBeginning && <StepDialog of={{ case: of.id, revision: 0 }} wish={{ what: 'start', title: `Begin the response to ${of.id}` }} onClose={() => setBeginning(false)} />}
    </section>
  );
}
