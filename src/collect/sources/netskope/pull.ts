import { MINUTE, SECOND } from '../../../core/time.ts';
import { hostProblem } from '../../pull/access.ts';
import { anotherPage, listIn, memberOf } from '../../pull/answers.ts';
import { fixedHeader } from '../../pull/auth.ts';
import { definePull } from '../../pull/pull.ts';

/** Events by which a laptop with the client shows itself. */
const KINDS: ReadonlySet<string> = new Set(['page', 'application', 'network', 'connection']);
const LONGEST_PAUSE = MINUTE;

/**
 * Events of one kind. Netskope itself remembers under a name where a reader was, and moves on with every page that it gives
 * away, kept or not: so each pull, and each further try, begins with the page that was given last.
 */
export const pull = definePull({
  access: {
    url: { doc: 'the address of the tenant, such as https://acme.goskope.com', problem: hostProblem },
    token: { doc: 'a REST API v2 token', secret: true },
    kind: { doc: `the kind of events: ${[...KINDS].join(', ')}`, is: 'page', problem: (text) => (KINDS.has(text) ? undefined : `there are ${[...KINDS].join(', ')}`) },
    index: { doc: 'the name under which Netskope remembers the place; nobody else may use it', is: 'farmwatch', problem: (text) => (/^\w{1,60}$/.test(text) ? undefined : 'this is no name; write letters, digits and _') },
  },
  needs: 'A REST API v2 token with the privilege Read for /api/v2/events/dataexport/events/ and the kind of events.',
  async* pages(from, { access, http, since, now }) {
    const netskope = http.at(access.url, fixedHeader('netskope-api-token', access.token));
    const began = now();
    const asking = (operation: string | number): Readonly<Record<string, string | number>> => ({ operation, index: access.index });
    const url = `api/v2/events/dataexport/events/${access.kind}`;
    let answer = (await netskope.send({ url, query: asking(from?.['begun'] === true ? 'resend' : Math.floor(since / SECOND)) })).json();
    // How far Netskope has read; empty pages come where nothing happened for an hour, and at the end.
    let mark: unknown = null;
    // After a failure the page before may come once more.
    let [older, records]: [readonly unknown[], readonly unknown[]] = [[], []];
    for (;;) {
      [older, records] = [records, anotherPage('netskope', older, listIn('netskope', answer, 'result'))];
      yield { records, cursor: { begun: true } };
      const reached = memberOf(answer, 'timestamp_hwm');
      if ((records.length === 0 && reached === mark) || Number(reached) * SECOND >= began) return;
      mark = reached;
      const wait = Number(memberOf(answer, 'wait_time')) * SECOND;
      if (wait > 0) await http.pause(Math.min(wait, LONGEST_PAUSE));
      answer = (await netskope.send({ url, query: asking('next'), again: asking('resend') })).json();
    }
  },
});
