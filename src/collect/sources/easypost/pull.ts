import { DAY, isoOf } from '../../../core/time.ts';
import { addressProblem } from '../../pull/access.ts';
import { anotherPlace, listIn, memberOf, textIn } from '../../pull/answers.ts';
import { basic } from '../../pull/auth.ts';
import { definePull } from '../../pull/pull.ts';
import { pagesByWindow } from '../../pull/windows.ts';

/** The most there is. */
const PAGE = 100;
/**
 * A tracker keeps its place by when it was made, and is told anew with each scan: those of parcels that may still be on their
 * way are asked for again. Without both ends of a stretch EasyPost gives a month, so none is longer.
 */
const WINDOW = { overlap: 45 * DAY, span: 28 * DAY };

/** Trackers by when they were made, in each stretch the newest first. */
export const pull = definePull({
  access: {
    url: { doc: 'the address of EasyPost', is: 'https://api.easypost.com', problem: addressProblem },
    key: { doc: 'a production API key', secret: true },
  },
  needs: 'A production API key of the EasyPost account with which laptops are sent.',
  pages(from, { access, http, since, now }) {
    const easypost = http.at(access.url, basic(access.key, ''));
    return pagesByWindow(from, { since, now }, WINDOW, async function* trackers(window) {
      let before: string | undefined;
      do {
        const query = { page_size: PAGE, start_datetime: isoOf(window.from), end_datetime: isoOf(window.to) };
        const answer = (await easypost.send({ url: 'v2/trackers', query: { ...query, ...(before === undefined ? {} : { before_id: before }) } })).json();
        const records = listIn('easypost', answer, 'trackers');
        yield records;
        before = memberOf(answer, 'has_more') === true ? anotherPlace('easypost', before, textIn(records.at(-1), 'id')) : undefined;
      } while (before !== undefined);
    });
  },
});
