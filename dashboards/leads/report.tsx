import type { JSX } from 'preact';
import type { WeekView } from '../../src/api/contract.ts';
import { REPORT } from '../soc/frame.tsx';
import { Ageing, Cases, ClosedCases, Decisions, OpenCases } from './cases.tsx';
import { Allowed, Laptops, NotWatched, Privacy, Quarter, Scope, Sentences, SingledOut, TwelveWeeks, WouldItSee } from './parts.tsx';
import { WeekPage } from './week-page.tsx';
import { daySays, utcSays, weekSays } from './words.ts';

const ANCHORS = [{ id: 'decisions', says: 'Decisions needed' }, { id: 'cases', says: 'Cases' }, { id: 'open', says: 'Open cases' }, { id: 'closed', says: 'Closed cases' }, { id: 'proof', says: 'Would it see a farm?' }, { id: 'unwatched', says: 'Not watched' }, { id: 'laptops', says: 'Laptops' }, { id: 'allow', says: 'What is allowed' }, { id: 'groups', says: 'Anyone singled out?' }, { id: 'privacy', says: 'Privacy' }];

/** One week whole, as it is sent and printed. */
export function Report(): JSX.Element {
  return (
    <WeekPage page="report" here={REPORT} usual={undefined} what="The weekly report" anchors={ANCHORS} head={(view) => <Head of={view} />}>
      {(view) => (
        <>
          <Downloads of={view} />
          <Scope of={view.report} />
          <Sentences of={view.report} />
          <Decisions of={view.report} />
          <Cases of={view.report} />
          <OpenCases of={view.report} />
          <Ageing of={view.report} />
          <ClosedCases of={view.report} />
          <TwelveWeeks of={view.report} />
          <WouldItSee of={view.report} />
          <NotWatched of={view.report} />
          <Laptops of={view.report} />
          <Allowed of={view.report} />
          <SingledOut of={view.report} />
          <Privacy of={view.report} />
          {view.report.quarter && <Quarter of={view.report.quarter} />}
          <p class="small soft after">{view.over ? 'The same week gives the same bytes again, whenever it is asked for.' : 'This week goes on: its numbers still change.'} {view.report.versions !== '' && `Versions: ${view.report.versions}.`}</p>
        </>
      )}
    </WeekPage>
  );
}

function Head({ of: { report, over } }: { readonly of: WeekView }): JSX.Element {
  return (
    <>
      <p class="crumb">{report.company}, weekly report</p>
      <h1>{weekSays(report)}: {daySays(report.monday)} to {daySays(report.sunday)}{over ? '' : ', so far'}</h1>
      <p>{report.as_of === undefined ? 'Nothing was judged in it.' : `As of ${utcSays(Date.parse(report.as_of))}. Counts only: it names nobody.`}</p>
    </>
  );
}

/** The same to take along. Links that save a file leave this page as it is. */
function Downloads({ of: { report, pdf } }: { readonly of: WeekView }): JSX.Element {
  const href = (format: string): string => `/api/reports/weekly/${report.week}/${format}`;
  return (
    <div class="btns downloads" role="group" aria-label="Take it along">
      {pdf ? <a class="btn" href={href('pdf')} download target="_self">PDF for print</a> : <span class="btn" aria-disabled="true" title="This server has no Chromium to print with.">PDF: no Chromium on this server</span>}
      <a class="btn" href={href('md')} download target="_self">Markdown</a>
      <a class="btn" href={href('json')} download target="_self">JSON with queries</a>
    </div>
  );
}
