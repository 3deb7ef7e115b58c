import type { JSX } from 'preact';
import type { Band as BandName, WeeklyReport } from '../../src/api/contract.ts';
import { caseHref } from '../router.ts';
import { useSession } from '../session.ts';
import { Band } from '../kit/band.tsx';
import { count, counted } from '../kit/format.ts';
import { REASONS } from '../kit/words.ts';
import { Length } from './pictures.tsx';
import { Section, Table } from './section.tsx';
import { daySays, endOf, queriesOf, signed } from './words.ts';

interface Of { readonly of: WeeklyReport }

const STEPS = [['Open on Monday', 'openBefore', false], ['Opened, or opened again', 'opened', true], ['Changed band', 'changed', true], ['Closed, withdrawn or merged', 'gone', true], ['Open', 'openAfter', false]] as const;

/** Cases by band and by why they were closed, beside last week. */
export function Cases({ of }: Of): JSX.Element {
  const total = (when: 'now' | 'before', step: (typeof STEPS)[number][1]): number => of.movement.reduce((sum, one) => sum + one[when][step], 0);
  return (
    <Section id="cases" title="Cases" says={of.closed_said} queries={queriesOf([...of.movement, ...of.closed_as])}>
      <div class="over-2">
        <Table caption="Cases by band, this week and last week" none=""
          head={['', ...of.movement.flatMap(({ band }) => [[band === 'act' ? 'Act' : 'Review', 'num'], ['last week', 'num']] as const), ['All', 'num'], ['last week', 'num']]}
          rows={STEPS.map(([says, step, isChange]) => {
            const said = (value: number): string => (isChange ? signed(value) : count(value));
            const cells = [...of.movement.map(({ now, before }) => [now[step], before[step]]), [total('now', step), total('before', step)]];
            return [step === 'openAfter' ? `${says} ${endOf(of)}` : says, ...cells.flatMap(([now, before]) => [<b>{said(now!)}</b>, <span class="soft">{said(before!)}</span>])];
          })} />
        <Table caption="Why cases were closed" none="" head={['Closed as', ['this week', 'num'], ['last week', 'num'], ['12 weeks', 'num']]}
          rows={of.closed_as.map(({ reason, now, before, weeks }) => [REASONS.find(({ value }) => value === reason)!.says, <b>{count(now)}</b>, <span class="soft">{count(before)}</span>, count(weeks)])} />
      </div>
    </Section>
  );
}

export function Decisions({ of }: Of): JSX.Element {
  return (
    <Section id="decisions" title="Decisions needed" queries={[]}>
      <Table caption="Decisions needed" none="Nothing waits for a decision." head={['Decide', 'Who', ['By', 'num']]} rows={of.decisions.map(({ decide, who, by, overdue }) => [decide, who, overdue ? `${daySays(by)}, overdue` : daySays(by)])} />
    </Section>
  );
}

/** Open cases by how long they have been open. */
export function Ageing({ of }: Of): JSX.Element {
  const most = Math.max(1, ...of.ageing.map(({ act, review }) => act + review));
  const ownerless = of.open.filter(({ owner }) => owner === 'nobody').length;
  return (
    <Section id="ageing" title="How long cases have been open" says={of.open.length === 0 ? '' : `${counted(ownerless, 'case')} without an owner.`} queries={queriesOf(of.ageing)}>
      {of.open.length === 0
        ? <p class="soft">No case is open among {counted(of.scope.hires.value, 'hire')} that were looked at.</p>
        : <Table caption="Open cases by days open" none="" head={['Days open', ['Act', 'num'], ['Review', 'num'], '']} rows={of.ageing.map(({ days, act, review }) => [days, count(act), count(review), <Length of={act + review} most={most} />])} />}
    </Section>
  );
}

/** A way to the case, for those who may open it. */
function CaseId({ id }: { readonly id: string }): JSX.Element {
  const { session } = useSession();
  return session.may.includes('read-cases') ? <a href={caseHref(id)}>{id}</a> : <>{id}</>;
}

export function OpenCases({ of }: Of): JSX.Element {
  return (
    <Section id="open" title={`Open ${endOf(of)}, and for how long`} queries={queriesOf(of.open)}>
      <Table caption="Open cases" none={`No case is open among ${counted(of.scope.hires.value, 'hire')} that were looked at.`} head={['Case', 'Band', ['People', 'num'], ['Days open', 'num'], 'Strongest evidence', 'Owner']}
        rows={of.open.map((one) => [<CaseId id={one.id} />, <Band band={one.band as BandName} />, count(one.people), one.days.toFixed(1), one.families.join(', '), one.owner])} />
    </Section>
  );
}

export function ClosedCases({ of }: Of): JSX.Element {
  return (
    <Section id="closed" title="Closed this week, and what was learned" says="Names of people are left out of notes." queries={queriesOf(of.closed)}>
      <Table caption="Cases closed this week" none="No case was closed." head={['Case', 'Closed as', ['People', 'num'], ['Days', 'num'], 'What it was']}
        rows={of.closed.map(({ id, reason, people, days, note }) => [<CaseId id={id} />, REASONS.find(({ value }) => value === reason)!.says, count(people), days.toFixed(1), note])} />
    </Section>
  );
}
