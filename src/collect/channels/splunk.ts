import { FarmwatchError } from '../../errors.ts';
import { DAY, MINUTE, SECOND } from '../../core/time.ts';
import { parseJson } from '../json.ts';
import { addressProblem } from '../pull/access.ts';
import { listIn, memberOf, textIn } from '../pull/answers.ts';
import { fixedHeader } from '../pull/auth.ts';
import type { TimeWindow } from '../pull/windows.ts';
import { defineChannel, type Part } from './channel.ts';
import { pagesOverTime } from './wide-windows.ts';

/** A row is found some seconds after it came in, later where indexers catch up. */
const WINDOW = { overlap: 10 * MINUTE, span: DAY, most: 20_000 };
/** A search looks through what was indexed, and says nothing before it has found something. */
const FOUND_WITHIN = 4 * MINUTE;
/** An event may come in so long after it happened; without a bound Splunk would look through everything it has. */
const OLDEST = 30 * DAY;
/** Clocks of senders run ahead. */
const AHEAD = DAY;
const SOURCE = 'Splunk';

/**
 * What a Splunk has indexed: the text of each event as it was received.
 *
 * @see https://help.splunk.com/en/splunk-enterprise/rest-api-reference, search/v2/jobs/export
 */
export const splunk = defineChannel({
  kind: 'splunk',
  title: 'Splunk Enterprise and Splunk Cloud Platform',
  access: {
    url: { doc: 'the address of the management port of a search head, such as https://splunk.acme.example:8089', problem: addressProblem },
    token: { doc: 'an authentication token of an account that may do nothing but search', secret: true },
  },
  needs: 'A role with the capability search whose searched indexes are those that are named, and an authentication token of a user with that role alone.',
  example: { okta: 'okta#OktaIM2:log', windows: 'wineventlog' },
  place: { is: 'index', example: 'okta', fits: /^[a-z0-9_*][\w*-]{0,79}$/ },
  kindOfRecord: { is: 'source type', example: 'OktaIM2:log', fits: /^[\w:.*/ -]{1,100}$/ },
  async* pages(from, io, part) {
    const searches = io.http.at(io.access.url, fixedHeader('authorization', `Bearer ${io.access.token}`));
    yield* pagesOverTime(from, { since: io.since, now: io.now() }, WINDOW, async (window, isLeast) => {
      const { bytes } = await searches.send({ url: 'services/search/v2/jobs/export', form: formOf(window, part, isLeast), within: FOUND_WITHIN, canAskLess: !isLeast });
      const rows = rowsOf(bytes.toString());
      return !isLeast && rows.length >= WINDOW.most ? 'too much' : rows;
    });
  },
});

/** A search for what was indexed during a stretch. Names were checked: nothing in them ends a quoted text. */
function formOf({ from, to }: TimeWindow, { places, kinds }: Part, isLeast: boolean): Readonly<Record<string, string>> {
  const oneOf = (field: string, names: readonly string[]): string => `(${names.map((name) => `${field}="${name}"`).join(' OR ')})`;
  const seconds = (at: number): string => String(Math.floor(at / SECOND));
  const asked = [oneOf('index', places), ...(kinds.length === 0 ? [] : [oneOf('sourcetype', kinds)]), `_index_earliest=${seconds(from)}`, `_index_latest=${seconds(to)}`];
  // The newest come first; an answer that is full is thrown away and asked for in halves.
  const search = ['search', ...asked, '| fields _raw, _time, host, source, sourcetype', ...(isLeast ? [] : [`| head ${WINDOW.most}`])].join(' ');
  return { search, earliest_time: seconds(from - OLDEST), latest_time: seconds(to + AHEAD), output_mode: 'json', preview: 'false', adhoc_search_level: 'fast' };
}

/**
 * The events in an answer of one JSON value a line.
 *
 * @throws FarmwatchError where the search failed, or says that its result lacks something
 */
function rowsOf(text: string): readonly unknown[] {
  const rows: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const value = valueOf(line);
    for (const message of memberOf(value, 'messages') === undefined ? [] : listIn(SOURCE, value, 'messages')) throwIfWrong(message);
    const result = memberOf(value, 'result');
    if (memberOf(value, 'preview') !== true && result !== undefined) rows.push(result);
  }
  return rows;
}

function throwIfWrong(message: unknown): void {
  const text = textIn(message, 'text') ?? 'it does not say why';
  if (/^(?:ERROR|FATAL)$/i.test(textIn(message, 'type') ?? '') || /incomplete/i.test(text)) throw new FarmwatchError('source.away', { source: SOURCE, why: `a search failed: ${text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 200)}` });
}

function valueOf(line: string): unknown {
  try {
    return parseJson(line);
  } catch (cause) {
    throw new FarmwatchError('source.odd', { source: SOURCE, why: 'a line of an export is no JSON' }, { cause });
  }
}
