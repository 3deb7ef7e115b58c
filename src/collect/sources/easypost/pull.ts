import { DAY, type Instant } from '../../../core/time.ts';
import { addressProblem } from '../../pull/access.ts';
import { anotherPlace, listIn, memberOf, textIn } from '../../pull/answers.ts';
import { basic } from '../../pull/auth.ts';
import { definePull } from '../../pull/pull.ts';
import { cursorAt, endedAt } from '../../pull/windows.ts';
import { utcTime } from '../../utc-time.ts';

/** The most there is. */
const PAGE = 100;
/** A tracker keeps its place by when it was made, and is told anew with each scan: those of parcels that may still be on their way are asked for again. */
const OVERLAP = 45 * DAY;

/** Trackers, the newest first, back to where parcels have arrived. */
export const pull = definePull({
  access: {
    url: { doc: 'the address of EasyPost', is: 'https://api.easypost.com', problem: addressProblem },
    key: { doc: 'a production API key', secret: true },
  },
  needs: 'A production API key of the EasyPost account with which laptops are sent.',
  async* pages(from, { access, http, since, now }) {
    const easypost = http.at(access.url, basic(access.key, ''));
    const began = now();
    const ended = endedAt(from);
    const back = ended === undefined ? since : ended - OVERLAP;
    let before: string | undefined;
    do {
      const answer = (await easypost.send({ url: 'v2/trackers', query: { page_size: PAGE, ...(before === undefined ? {} : { before_id: before }) } })).json();
      const records = listIn('easypost', answer, 'trackers');
      const recent = records.filter((record) => madeAt(record) >= back);
      yield { records: recent, cursor: from ?? {} };
      const isLast = memberOf(answer, 'has_more') !== true || recent.length < records.length;
      before = isLast ? undefined : anotherPlace('easypost', before, textIn(records.at(-1), 'id'));
    } while (before !== undefined);
    yield { records: [], cursor: cursorAt(began) };
  },
});

/** When a tracker was made; one that does not say counts as new. */
function madeAt(record: unknown): Instant {
  return utcTime(textIn(record, 'created_at')) ?? Infinity;
}
