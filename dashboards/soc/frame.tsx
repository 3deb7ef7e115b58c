import type { ComponentChildren, JSX } from 'preact';
import type { Doing, QueueView, SourceHealth, WaitingActsView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { toggleTheme } from '../theme.ts';
import { age, counted } from '../kit/format.ts';
import { Shape } from '../kit/symbols.tsx';
import { ROLE_SAYS } from '../kit/words.ts';
import { desk } from './desk.ts';
import { countOf, VIEWS, type ViewName } from './views.ts';

export const DETECTORS = 'Detectors';
export const LAPTOPS = 'Where laptops are';
export const SOURCES = 'Sources';
export const WAITING = 'Waiting for a word';
export const REVEALS = 'Reveals';
export const MESSAGES = 'Messages';
export const OVERVIEW = 'Overview';
export const REPORT = 'Weekly report';
export const HIRES = 'Hires';
export const BEGIN = 'Bring files';
export const APPROVALS = 'Approvals';
export const AUDIT = 'Audit';
export const CHECKS = 'Checks';
export const APPLICATIONS = 'Applications';
export const RESPONSE = 'Response';
export const PLAN = 'Response plan';
export const HOLDS = 'Legal holds';
export const RIGHTS = 'What people ask for';
export const HELP = 'Help';
export const ACCOUNTS = 'Accounts';
export const ACCOUNT = 'Your sessions';

/** The pages that the side bar leads to besides the queue, with what one has to be allowed to see them. */
const PAGES: readonly { readonly says: string; readonly href: string; readonly needs: Doing; readonly or?: Doing }[] = [
  { says: WAITING, href: '/waiting', needs: 'work-cases' },
  { says: REVEALS, href: '/reveals', needs: 'ask-reveal', or: 'grant-reveal' },
  { says: CHECKS, href: '/checks', needs: 'work-checks' },
  { says: APPLICATIONS, href: '/applications', needs: 'read-applications' },
  { says: RESPONSE, href: '/response', needs: 'work-response' },
  { says: OVERVIEW, href: '/overview', needs: 'read-reports' },
  { says: REPORT, href: '/report', needs: 'read-reports' },
  { says: HIRES, href: '/hires', needs: 'read-cases' },
  { says: LAPTOPS, href: '/devices', needs: 'read-devices' },
  { says: DETECTORS, href: '/detectors', needs: 'read-closings' },
  { says: SOURCES, href: '/sources', needs: 'read-sources' },
  { says: MESSAGES, href: '/messages', needs: 'read-messages' },
  { says: BEGIN, href: '/begin', needs: 'bring-files' },
  { says: ACCOUNTS, href: '/accounts', needs: 'manage-accounts' },
  { says: APPROVALS, href: '/approvals', needs: 'approve-exports' },
  { says: AUDIT, href: '/audit', needs: 'read-audit' },
  { says: RIGHTS, href: '/rights', needs: 'answer-rights' },
  { says: HOLDS, href: '/holds', needs: 'hold-records' },
];

/** A section the side bar leads to. */
export interface Anchor { readonly id: string; readonly says: string }

/** Side bar and main part, the same on every page of the desk. */
export function Frame({ view, here, anchors, simulated, beside, foot, children }: {
  readonly view?: ViewName; /** More for the side bar, and for its foot. */ readonly beside?: ComponentChildren; readonly foot?: ComponentChildren; readonly here?: string; readonly anchors?: readonly Anchor[]; readonly simulated?: boolean; readonly children: ComponentChildren;
}): JSX.Element {
  const { session, leave } = useSession();
  const pages = PAGES.filter(({ needs, or }) => session.may.includes(needs) || (or !== undefined && session.may.includes(or)));
  const seesQueue = session.may.includes('read-cases');
  const queue = useResource<QueueView>(seesQueue ? '/api/queue' : undefined).value;
  const waiting = useResource<WaitingActsView>(pages.some(({ says }) => says === WAITING) ? '/api/device-acts/waiting' : undefined).value;
  const countBeside = (page: string): number | undefined => (page === WAITING && waiting ? waiting.acts.length + waiting.allowances.length + (waiting.checks?.length ?? 0) || undefined : undefined);
  return (
    <>
      <a class="skip" href="#main">Skip to content</a>
      <div class="frame">
        <div class="side">
          <header><a class="brand" href="/"><Shape name="mark" />Farmwatch</a></header>
          <nav aria-label="Work">
            <ul>
              {seesQueue && <li><a href={here === undefined ? '/' : desk.queueHref} {...(here === undefined ? { 'aria-current': 'page' as const } : {})}><span>Queue</span><span>{queue && countOf('open', queue.rows, session.user)}</span></a></li>}
              {here !== undefined && here !== HELP && here !== ACCOUNT && PAGES.every(({ says }) => says !== here) && <li><a href={location.pathname} aria-current="page"><span>{here}</span><span /></a></li>}
              {pages.map(({ says, href }) => <li key={href}><a href={href} {...(here === says ? { 'aria-current': 'page' as const } : {})}><span>{says}</span><span>{countBeside(says)}</span></a></li>)}
            </ul>
          </nav>
          {anchors !== undefined && anchors.length > 0 && (
            <nav aria-label="On this page">
              <h2>On this page</h2>
              <ul>{anchors.map(({ id, says }) => <li key={id}><a href={`#${id}`}><span>{says}</span></a></li>)}</ul>
            </nav>
          )}
          {view !== undefined && (
            <nav aria-label="Saved views">
              <h2>Saved views</h2>
              <ul>
                {VIEWS.filter(({ name }) => isOffered(name, view, queue, session.user)).map(({ name, says }) => (
                  <li key={name}><a href={name === 'open' ? '/' : `/?view=${name}`} {...(name === view ? { 'aria-current': 'true' as const } : {})}><span>{says}</span><span>{queue && countOf(name, queue.rows, session.user, queue.asOf)}</span></a></li>
                ))}
              </ul>
            </nav>
          )}
          {beside}
          <footer class="side-foot">
            {foot}
            {queue && <Health queue={queue} mending={session.may.includes('read-sources') ? '/sources' : '/#sources'} />}
            <p><a href="/account" {...(here === ACCOUNT ? { 'aria-current': 'page' as const } : {})}>{session.user}, {ROLE_SAYS[session.role]}<span class="unseen">: {ACCOUNT}</span></a></p>
            <div class="btns">
              <a class="btn plain" href="/help" {...(here === HELP ? { 'aria-current': 'page' as const } : {})}>{HELP}</a>
              <button class="btn plain" type="button" onClick={toggleTheme}>Light or dark</button>
              <button class="btn plain" type="button" onClick={leave}>Sign out</button>
            </div>
          </footer>
        </div>
        <main class="main" id="main" tabIndex={-1}>
          {(simulated === true || session.simulated === true) && <p class="made-up"><b>Simulated company.</b> The people, laptops and events on this page are made up.</p>}
          {children}
        </main>
      </div>
    </>
  );
}

/** Views that nothing can be in today are left out, except the one that is shown. */
function isOffered(name: ViewName, shown: ViewName, queue: QueueView | undefined, user: string): boolean {
  if (name === shown || (name !== 'closed' && name !== 'waiting')) return true;
  return queue !== undefined && countOf(name, queue.rows, user, queue.asOf) > 0;
}

/** Sources and jobs in two lines; a link for each that needs a look. */
function Health({ queue, mending }: { readonly queue: QueueView; /** Where it is said what broke and what mends it. */ readonly mending: string }): JSX.Element {
  const fresh = queue.sources.filter(({ state }) => state === 'fresh').length;
  const failed = queue.jobs.filter(({ state }) => state === 'failed' || state === 'late');
  return (
    <div class="health">
      <p>{queue.sources.length === 0 ? 'No source connected' : `${fresh} of ${counted(queue.sources.length, 'source')} fresh`}</p>
      {queue.sources.filter(({ state }) => state !== 'fresh').map((source) => (
        <p key={source.name}><a href={mending}>{sourceSays(source, queue.asOf)}</a></p>
      ))}
      {failed.map(({ job, state, said }) => <p key={job}><a href="/#sources" title={said}>{job} {state}</a></p>)}
    </div>
  );
}

/** “Jamf dark 2 d 11 h”. */
function sourceSays({ name, state, lastEventAt }: SourceHealth, asOf: number | undefined): string {
  if (lastEventAt === undefined || asOf === undefined) return `${name} ${state}`;
  return `${name} ${state} ${age(asOf - lastEventAt)}`;
}
