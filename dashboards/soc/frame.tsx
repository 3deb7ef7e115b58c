import type { ComponentChildren, JSX } from 'preact';
import type { QueueView, Role, SourceHealth, WaitingActsView } from '../../src/api/contract.ts';
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
export const HELP = 'Help';

/** The pages that the side bar leads to besides the queue, for the roles that may see them. */
const PAGES: readonly { readonly says: string; readonly href: string; readonly roles: readonly Role[] }[] = [
  { says: WAITING, href: '/waiting', roles: ['analyst', 'admin'] },
  { says: REVEALS, href: '/reveals', roles: ['analyst', 'hr', 'privacy'] },
  { says: OVERVIEW, href: '/overview', roles: ['lead', 'admin'] },
  { says: REPORT, href: '/report', roles: ['lead', 'admin'] },
  { says: HIRES, href: '/hires', roles: ['analyst', 'admin'] },
  { says: LAPTOPS, href: '/devices', roles: ['it', 'admin'] },
  { says: DETECTORS, href: '/detectors', roles: ['analyst', 'admin', 'lead'] },
  { says: SOURCES, href: '/sources', roles: ['analyst', 'it', 'admin'] },
  { says: MESSAGES, href: '/messages', roles: ['analyst', 'admin'] },
  { says: BEGIN, href: '/begin', roles: ['analyst', 'admin'] },
];
const QUEUE_ROLES: readonly Role[] = ['analyst', 'admin'];

/** A section the side bar leads to. */
export interface Anchor { readonly id: string; readonly says: string }

/** Side bar and main part, the same on every page of the desk. */
export function Frame({ view, here, anchors, simulated, beside, foot, children }: {
  readonly view?: ViewName; /** More for the side bar, and for its foot. */ readonly beside?: ComponentChildren; readonly foot?: ComponentChildren; readonly here?: string; readonly anchors?: readonly Anchor[]; readonly simulated?: boolean; readonly children: ComponentChildren;
}): JSX.Element {
  const { session, leave } = useSession();
  const pages = PAGES.filter(({ roles }) => roles.includes(session.role));
  const seesQueue = QUEUE_ROLES.includes(session.role);
  const queue = useResource<QueueView>(seesQueue ? '/api/queue' : undefined).value;
  const waiting = useResource<WaitingActsView>(pages.some(({ says }) => says === WAITING) ? '/api/device-acts/waiting' : undefined).value;
  const countBeside = (page: string): number | undefined => (page === WAITING && waiting && waiting.acts.length + waiting.allowances.length > 0 ? waiting.acts.length + waiting.allowances.length : undefined);
  return (
    <>
      <a class="skip" href="#main">Skip to content</a>
      <div class="frame">
        <div class="side">
          <header><a class="brand" href="/"><Shape name="mark" />Farmwatch</a></header>
          <nav aria-label="Work">
            <ul>
              {seesQueue && <li><a href={here === undefined ? '/' : desk.queueHref} {...(here === undefined ? { 'aria-current': 'page' as const } : {})}><span>Queue</span><span>{queue && countOf('open', queue.rows, session.user)}</span></a></li>}
              {here !== undefined && here !== HELP && PAGES.every(({ says }) => says !== here) && <li><a href={location.pathname} aria-current="page"><span>{here}</span><span /></a></li>}
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
            {queue && <Health queue={queue} />}
            <p>{session.user}, {ROLE_SAYS[session.role]}</p>
            <div class="btns">
              <a class="btn plain" href="/help" {...(here === HELP ? { 'aria-current': 'page' as const } : {})}>{HELP}</a>
              <button class="btn plain" type="button" onClick={toggleTheme}>Light or dark</button>
              <button class="btn plain" type="button" onClick={leave}>Sign out</button>
            </div>
          </footer>
        </div>
        <main class="main" id="main" tabIndex={-1}>
          {simulated === true && <p class="made-up"><b>Simulated company.</b> The people, laptops and events on this page are made up.</p>}
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
function Health({ queue }: { readonly queue: QueueView }): JSX.Element {
  const fresh = queue.sources.filter(({ state }) => state === 'fresh').length;
  const failed = queue.jobs.filter(({ state }) => state === 'failed' || state === 'late');
  return (
    <div class="health">
      <p>{queue.sources.length === 0 ? 'No source connected' : `${fresh} of ${counted(queue.sources.length, 'source')} fresh`}</p>
      {queue.sources.filter(({ state }) => state !== 'fresh').map((source) => (
        <p key={source.name}><a href="/#sources">{sourceSays(source, queue.asOf)}</a></p>
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
