import { isRejected } from '../../../core/parse-event.ts';
import { DAY, HOUR, MINUTE, SECOND, isoOf, offsetMinutes, type Instant } from '../../../core/time.ts';
import { FarmwatchError } from '../../../errors.ts';
import { zoneOf } from '../../device-clock.ts';
import { addressProblem } from '../../pull/access.ts';
import { anotherPage, memberOf, textIn } from '../../pull/answers.ts';
import { fixedHeader } from '../../pull/auth.ts';
import type { Http } from '../../pull/http.ts';
import { definePull } from '../../pull/pull.ts';
import { pagesByWindow } from '../../pull/windows.ts';
import { xmlReader } from '../../xml.ts';

/** The most there is. */
const PAGE = 5_000;
/** A firewall is asked by its own clock, on which autumn repeats an hour. */
const WINDOW = { overlap: 2 * HOUR, span: DAY };
const EVENTS = "((eventid eq 'gateway-connected') or (eventid eq 'gateway-logout') or (eventid eq 'gateway-tunnel-latency'))";
/** A search is looked after so often and so long. */
const LOOK_EVERY = 2 * SECOND;
const LOOKS = 90;

/** The GlobalProtect log of a firewall or of Panorama: each page is a search, which is begun, looked after, and read. */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the firewall or of Panorama', problem: addressProblem },
    key: { doc: 'an API key', secret: true },
  },
  needs: 'An API key of an administrator whose role may use the XML API for logs.',
  async* pages(from, { access, options, http, since, now }) {
    const zone = zoneOf(options['zone'], undefined);
    if (isRejected(zone)) throw new FarmwatchError('source.refused', { source: 'globalprotect', why: zone.rejected, cure: 'Write a zone such as America/Chicago.' });
    const firewall = http.at(access.url, fixedHeader('x-pan-key', access.key));
    yield* pagesByWindow(from, { since, now }, WINDOW, async function* records(window) {
      const query = `(receive_time geq '${onClock(window.from, zone)}') and (receive_time leq '${onClock(window.to, zone)}') and ${EVENTS}`;
      let entries: readonly unknown[] = [];
      for (let skip = 0; ; ) {
        entries = anotherPage('globalprotect', entries, await search(firewall, { type: 'log', 'log-type': 'globalprotect', dir: 'forward', nlogs: PAGE, skip, query }));
        if (entries.length === 0) return;
        yield entries;
        skip += entries.length;
      }
    });
  },
});

/** Begins a search, waits for its end, and reads what it found. */
async function search(firewall: Http, query: Readonly<Record<string, string | number>>): Promise<readonly unknown[]> {
  const job = textIn(await ask(firewall, query), 'job');
  if (job === undefined || !/^\d+$/.test(job)) throw odd('it begins no search');
  for (let look = 1; look <= LOOKS; look++) {
    const result = await ask(firewall, { type: 'log', action: 'get', 'job-id': job });
    if (textIn(result, 'job', 'status') === 'FIN') {
      const logs = memberOf(result, 'log', 'logs');
      if (logs === undefined) throw odd('a search ended without a list');
      return (memberOf(logs, 'entry') as readonly unknown[] | undefined) ?? [];
    }
    await firewall.pause(LOOK_EVERY);
  }
  throw new FarmwatchError('source.away', { source: 'globalprotect', why: `a search took longer than ${(LOOKS * LOOK_EVERY) / SECOND} s` });
}

const read = xmlReader(['entry']);

/** What stands in `<result>` of an answer that says that all is well. */
async function ask(firewall: Http, query: Readonly<Record<string, string | number>>): Promise<unknown> {
  const answer = await firewall.send({ url: 'api/', query, headers: { accept: 'application/xml' } });
  const tree = read(answer.bytes.toString());
  if (isRejected(tree)) throw odd('it answers with something that cannot be read as XML');
  if (memberOf(tree, 'response', '@status') !== 'success') throw odd('it does not answer with success');
  return memberOf(tree, 'response', 'result');
}

function odd(why: string): FarmwatchError {
  return new FarmwatchError('source.odd', { source: 'globalprotect', why });
}

/** As the clock of the firewall shows it. */
function onClock(at: Instant, zone: string): string {
  return isoOf(at + offsetMinutes(zone, at) * MINUTE).slice(0, 19).replace('T', ' ').replaceAll('-', '/');
}
