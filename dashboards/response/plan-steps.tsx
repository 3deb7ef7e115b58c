import type { JSX } from 'preact';
import type { PlanStepView, ResponsePlanView } from '../../src/api/contract.ts';

/** Steps of a plan as somebody meets them who responds to a case. */
export function PlanSteps({ steps, owners }: { readonly steps: readonly PlanStepView[]; readonly owners: ResponsePlanView['owners'] }): JSX.Element {
  return (
    <ol class="response-steps plan-steps">
      {steps.map((step) => (
        <li key={step.id} aria-label={step.title}>
          <div>
            <h3><bdi>{step.title}</bdi>{step.isProtecting && <span class="step-state">protects people</span>}{step.isContact && <span class="step-state">the person would notice it</span>}</h3>
            {step.says !== '' && <p class="soft"><bdi>{step.says}</bdi></p>}
            <p class="small faint">{step.owner === undefined ? 'For whoever takes it' : `For ${owners.find(({ id }) => id === step.owner)?.says ?? step.owner}`}{step.dueHours === undefined ? '' : `; due ${step.dueHours} h after the beginning`}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
