import type { JSX } from 'preact';
import type { WeekView } from '../../src/api/contract.ts';
import { OVERVIEW } from '../soc/frame.tsx';
import { Ageing, Cases, Decisions } from './cases.tsx';
import { Allowed, Laptops, NotWatched, Scope, Sentences, TwelveWeeks, WouldItSee } from './parts.tsx';
import { WeekPage } from './week-page.tsx';
import { daySays, utcSays, weekHref, weekSays } from './words.ts';

const ANCHORS = [{ id: 'decisions', says: 'Decisions needed' }, { id: 'cases', says: 'Cases' }, { id: 'ageing', says: 'How long open' }, { id: 'unwatched', says: 'Not watched' }, { id: 'trend', says: 'Twelve weeks' }, { id: 'proof', says: 'Would it see a farm?' }, { id: 'allow', says: 'What is allowed' }];

/** Where a lead begins: what was looked at, what stands, what has to be decided, and what could not be seen. */
export function Overview(): JSX.Element {
  return (
    <WeekPage page="overview" here={OVERVIEW} usual="now" what="The overview" anchors={ANCHORS} head={(view) => <Head of={view} />}>
      {({ report }) => (
        <>
          <Scope of={report} />
          <Sentences of={report} />
          <Decisions of={report} />
          <Cases of={report} />
          <div class="over-2">
            <Ageing of={report} />
            <Laptops of={report} />
          </div>
          <NotWatched of={report} />
          <TwelveWeeks of={report} />
          <WouldItSee of={report} />
          <Allowed of={report} />
        </>
      )}
    </WeekPage>
  );
}

function Head({ of: { report, over } }: { readonly of: WeekView }): JSX.Element {
  return (
    <>
      <h1>Overview</h1>
      <p>
        {weekSays(report)}{over ? '' : ' so far'}, {daySays(report.monday)} to {daySays(report.sunday)}; {report.as_of === undefined ? 'nothing was judged' : `as of ${utcSays(Date.parse(report.as_of))}`}.
        {' '}<a href={weekHref('report', report.week)}>The report of this week</a>
      </p>
    </>
  );
}
