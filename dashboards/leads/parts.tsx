import type { JSX } from 'preact';
import type { QuarterlyReport, Share, WeeklyReport } from '../../src/api/contract.ts';
import { capital, count, counted } from '../kit/format.ts';
import { VERDICT_SAYS } from '../kit/words.ts';
import { Dot, Length, Multiple } from './pictures.tsx';
import { Queries, Section, Table } from './section.tsx';
import { kindSays, pageSays, partSays, queriesOf, spread } from './words.ts';

interface Of { readonly of: WeeklyReport }

/** What was looked at: every number with what it is a part of. */
export function Scope({ of: { scope } }: Of): JSX.Element {
  return (
    <>
      <dl class="scope">
        <div><dt>Hires in their first months</dt><dd>{count(scope.hires.value)}</dd></div>
        <div><dt>Laptops sent to them</dt><dd>{count(scope.laptops.value)}</dd></div>
        <div><dt>Sources fresh, of {count(scope.sources.value)}</dt><dd>{count(scope.sources.fresh)}</dd></div>
        <div><dt>Hire-days with data, of {count(scope.hire_days.of)}</dt><dd>{partSays(scope.hire_days)}</dd></div>
        <div><dt>Cases open</dt><dd>{count(scope.open_cases.value)} <small>{counted(scope.open_cases.people, 'person', 'people')}</small></dd></div>
      </dl>
      <Queries of={queriesOf([scope.hires, scope.laptops, scope.sources, scope.hire_days, scope.open_cases])} />
    </>
  );
}

/** The week in sentences, before any number. */
export function Sentences({ of }: Of): JSX.Element {
  return <p class="summary">{of.sentences.map(pageSays).join(' ')}</p>;
}

export function TwelveWeeks({ of: { weeks } }: Of): JSX.Element {
  const before = weeks.at(-2);
  const sum = (which: 'opened' | 'closed'): string => count(weeks.reduce((so, one) => so + one[which], 0));
  return (
    <Section id="trend" title="Twelve weeks" queries={queriesOf(weeks).slice(-1)}>
      <div class="mults">
        <Multiple id="m-hires" title="Hires in their first months" says={`${count(before?.hires ?? 0)} the week before`} weeks={weeks} valueOf={({ hires }) => hires} />
        <Multiple id="m-opened" title="Cases opened" says={`${count(before?.opened ?? 0)} the week before; ${sum('opened')} in all`} weeks={weeks} valueOf={({ opened }) => opened} />
        <Multiple id="m-closed" title="Cases closed" says={`${count(before?.closed ?? 0)} the week before; ${sum('closed')} in all`} weeks={weeks} valueOf={({ closed }) => closed} />
        <Multiple id="m-open" title="Cases open at the end" says={`${count(before?.open ?? 0)} the week before`} weeks={weeks} valueOf={({ open }) => open} />
      </div>
    </Section>
  );
}

export function WouldItSee({ of: { proof } }: Of): JSX.Element {
  const hits = ({ hits: found, of }: Share): string => (of === 0 ? 'none planted' : `${count(found)} of ${count(of)}`);
  return (
    <Section id="proof" title="Would it have seen a farm?" queries={queriesOf([...proof.planted.map(({ weeks }) => weeks), ...(proof.false_alerts ? [proof.false_alerts] : []), proof.verdict_days])}>
      {proof.planted.length > 0 && (
        <Table caption="Planted, simulated farms found within 72 hours" none="" head={['Planted, simulated', ['This week', 'num'], ['12 weeks', 'num'], ['Found in 72 h, 95 % interval', 'num'], 'From 0 to 100 %', ['To reach', 'num']]}
          rows={proof.planted.map(({ kind, now, weeks, goal }) => [kind, hits(now), hits(weeks), spread(weeks), <Dot of={weeks} goal={goal} />, `${100 * goal} %`])} />
      )}
      <ul class="bullets">{proof.said.map((said) => <li key={said}>{said}</li>)}</ul>
    </Section>
  );
}

/** How much of what was expected came; a week that has just begun has nothing to expect yet. */
function daysMissed({ of, hits }: Share, isOver: boolean): string {
  if (of === 0) return isOver ? 'No working day of anybody fell into this week.' : 'No working day is over yet.';
  return `${count(of - hits)} of ${counted(of, 'hire-day')} without any data.`;
}

export function NotWatched({ of }: Of): JSX.Element {
  const { hire_days: days } = of.scope;
  const most = Math.max(1, ...of.not_watched.map(({ hire_days: lost }) => lost?.value ?? 0));
  return (
    <Section id="unwatched" title="What was not watched" says={daysMissed(days, of.so_far !== true)} queries={queriesOf(of.not_watched.flatMap(({ hire_days: lost }) => lost ?? []))}>
      <Table caption="What was not watched" none="Nothing is known to be missing." head={['What', 'When', 'What it means', ['Hire-days', 'num'], '']}
        rows={of.not_watched.map(({ what, since, means, hire_days: lost }) => [kindSays(what), pageSays(since), capital(means), lost ? count(lost.value) : '', lost ? <Length of={lost.value} most={most} hatched /> : ''])} />
    </Section>
  );
}

export function Laptops({ of: { laptops, laptops_said: says } }: Of): JSX.Element {
  return (
    <Section id="laptops" title="Where the laptops are" says={says} queries={queriesOf(laptops.map(({ many }) => many))}>
      <dl class="scope">{laptops.map(({ verdict, many }) => <div key={verdict}><dt>{VERDICT_SAYS[verdict]}</dt><dd>{count(many.value)}</dd></div>)}</dl>
    </Section>
  );
}

export function Allowed({ of }: Of): JSX.Element {
  const most = Math.max(1, ...of.allowed.map(({ hid }) => hid?.value ?? 0));
  return (
    <Section id="allow" title="What is allowed, and what it hid" says={of.allowed_said} queries={queriesOf(of.allowed.flatMap(({ hid }) => hid ?? []))}>
      <Table caption="Permissions and vouched places" none="Nothing is allowed or vouched for." head={['Allowed', 'For', 'Owner', 'Until', 'Note', ['Findings hidden', 'num'], '']}
        rows={of.allowed.map((row) => [row.allowed, row.scope, row.owner, row.until, row.note === '' ? '' : <b>{row.note}</b>, row.hid ? count(row.hid.value) : <span class="soft">not counted</span>, row.hid ? <Length of={row.hid.value} most={most} /> : ''])} />
      {of.muted.length > 0 && <ul class="bullets">{of.muted.map((said) => <li key={said}>{said}</li>)}</ul>}
    </Section>
  );
}

export function Privacy({ of: { privacy } }: Of): JSX.Element {
  return (
    <Section id="privacy" title="Privacy" says="Pages know people by pseudonym; every look is kept with who looked." queries={queriesOf(privacy.map(({ many }) => many))}>
      <Table caption="Who looked, and what was deleted" none="" head={['What', ['In this week', 'num']]} rows={privacy.map(({ what, many }) => [what, count(many.value)])} />
    </Section>
  );
}

export function SingledOut({ of }: Of): JSX.Element {
  return (
    <Section id="groups" title="Is anyone singled out?" says="People in a case by what they claim. Groups under ten people stand together. Name, nationality and language are never used." queries={queriesOf([...of.zones, ...of.regions].map(({ share }) => share))}>
      <div class="over-2">
        <Groups head="Claimed zone" lines={of.zones.map(({ zone, share }) => ({ name: zone, share }))} said={of.zones_said} />
        <Groups head="Claimed region" lines={of.regions.map(({ region, share }) => ({ name: region, share }))} said={of.regions_said} />
      </div>
    </Section>
  );
}

function Groups({ head, lines, said }: { readonly head: string; readonly lines: readonly { readonly name: string; readonly share: Share }[]; readonly said: string }): JSX.Element {
  const most = Math.max(0.01, ...lines.map(({ share }) => share.atMost));
  return (
    <div>
      <Table caption={`People in a case by ${head.toLowerCase()}`} none="Nobody is in scope." head={[head, ['Hires', 'num'], ['In a case', 'num'], ['Share, 95 % interval', 'num'], `From 0 to ${Math.round(100 * most)} %`]}
        rows={lines.map(({ name, share }) => [name, count(share.of), count(share.hits), spread(share), <Dot of={share} most={most} />])} />
      <p class="small soft after">{said}</p>
    </div>
  );
}

/** Five quarters, in the first week of a new one. */
export function Quarter({ of }: { readonly of: QuarterlyReport }): JSX.Element {
  const rate = (share: Share | undefined): JSX.Element | string => (share ? `${((1_000 * share.hits) / share.of).toFixed(1)} (${(1_000 * share.atLeast).toFixed(1)}–${(1_000 * share.atMost).toFixed(1)})` : <span class="hatched">nobody watched</span>);
  return (
    <Section id="quarter" title={`Five quarters, to ${of.quarter}`} says={of.changes.join(' ')} queries={[of.query]}>
      <Table caption="Five quarters" none="" head={['Quarter', ['Applications seen', 'num'], ['held', 'num'], ['confirmed', 'num'], ['Hires watched', 'num'], ['Cases opened', 'num'], ['confirmed', 'num'], ['In a case, per 1,000', 'num'], ['Confirmed, per 1,000', 'num']]}
        rows={of.quarters.map(({ name, applications, hires, cases, in_case: inCase, confirmed }) => [name, count(applications.seen), count(applications.held), count(applications.confirmed), count(hires.watched), count(cases.opened), count(cases.confirmed), rate(inCase), rate(confirmed)])} />
      <ul class="bullets">{of.notes.map((said) => <li key={said}>{said}</li>)}</ul>
    </Section>
  );
}
