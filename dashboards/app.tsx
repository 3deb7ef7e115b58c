import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Doing, SessionView } from '../src/api/contract.ts';
import { isAway, logout, pageIsOf, read, type Problem } from './api.ts';
import { listen, silence } from './live.ts';
import { keepDraftsOf } from './drafts.ts';
import { forgetAll, RETRY_MS } from './resource.ts';
import { followLinks, navigate, placeOf, usePlace, type Place } from './router.ts';
import { Session } from './session.ts';
import { useArrival } from './kit/arrival.ts';
import { ChanceProvider } from './kit/chance.tsx';
import { Empty, Failed, Loading } from './kit/states.tsx';
import { LiveRegion } from './kit/live-region.tsx';
import { Symbols } from './kit/symbols.tsx';
import { AccountPage } from './accounts/account.tsx';
import { AccountsPage } from './accounts/accounts.tsx';
import { FirstOfAll } from './accounts/first-of-all.tsx';
import { AuditPage } from './audit/audit.tsx';
import { ApprovalsPage } from './exports/approvals.tsx';
import { NothingYet } from './accounts/nothing-yet.tsx';
import { Applications } from './applications/applications.tsx';
import { Begin } from './begin/begin.tsx';
import { Hires } from './begin/hires.tsx';
import { Checks } from './checks/checks.tsx';
import { Detectors } from './detectors/detectors.tsx';
import { Help } from './help/help.tsx';
import { Devices } from './it/devices.tsx';
import { Overview } from './leads/overview.tsx';
import { Report } from './leads/report.tsx';
import { Login } from './login/login.tsx';
import { Messages } from './messages/messages.tsx';
import { Reveals } from './reveals/reveals.tsx';
import { PlanPage } from './response/plan.tsx';
import { Responses } from './response/responses.tsx';
import { AboutYou } from './rights/about-you.tsx';
import { Asks } from './rights/asks.tsx';
import { Holds } from './rights/holds.tsx';
import { CasePage } from './soc/case.tsx';
import { Queue } from './soc/queue.tsx';
import { WaitingPage } from './soc/waiting.tsx';
import { Sources } from './sources/sources.tsx';

/** Session, place and page: the one part that knows all pages. */
export function App(): JSX.Element {
  const place = usePlace();
  const [session, setSession] = useState<SessionView>();
  const [problem, setProblem] = useState<Problem>();
  const [tries, setTries] = useState(0);
  useArrival(Object.values(place).join(' '));
  const asking = session === undefined && place.page !== 'login' && place.page !== 'about-you';

  useEffect(() => {
    if (!asking) return;
    void read<SessionView>('/api/session').then((answer) => {
      setProblem(answer.ok ? undefined : answer.problem);
      if (answer.ok) setSession(answer.value);
      else if (answer.problem.kind === 'signed-out') toLogin();
    });
  }, [asking, tries]);

  useEffect(() => {
    if (!problem || !isAway(problem)) return undefined;
    const retry = setTimeout(() => setTries(tries + 1), RETRY_MS);
    return () => clearTimeout(retry);
  }, [problem]);

  useEffect(() => {
    const lost = ({ type }: Event): void => {
      silence();
      forgetAll();
      setSession(undefined);
      toLogin(type === 'farmwatch:signed-out');
    };
    addEventListener('farmwatch:signed-out', lost);
    addEventListener('farmwatch:left', lost);
    const anew = (event: Event): void => { if (event instanceof CustomEvent) setSession(event.detail as SessionView); };
    addEventListener('farmwatch:signed-in', anew);
    document.addEventListener('click', followLinks);
    return () => {
      removeEventListener('farmwatch:signed-out', lost);
      removeEventListener('farmwatch:left', lost);
      removeEventListener('farmwatch:signed-in', anew);
      document.removeEventListener('click', followLinks);
    };
  }, []);

  // With the drawing and not after it: what is sent by the first click already says whose it is.
  pageIsOf(session);
  useEffect(() => { if (session && session.owes === undefined) listen(); }, [session]);

  const askAnew = (): void => {
    void read<SessionView>('/api/session').then((answer) => {
      if (answer.ok) setSession(answer.value);
    });
  };
  const leave = (): void => {
    keepDraftsOf(undefined);
    if (session) void logout(session).then(() => dispatchEvent(new Event('farmwatch:left')));
  };

  return (
    <>
      <Symbols />
      <LiveRegion />
      {place.page === 'login' && <Login onDone={(done) => { keepDraftsOf(done.user); setSession(done); navigate(wayBack(), 'replace'); }} />}
      {place.page === 'about-you' && <AboutYou />}
      {asking && !problem && <main class="alone"><h1 class="unseen">Farmwatch</h1><Loading what="Farmwatch" rows={3} /></main>}
      {asking && problem && problem.kind !== 'signed-out' && (
        <main class="alone"><h1 class="unseen">Farmwatch</h1><Failed problem={problem} what="Farmwatch" session={undefined} onTry={() => setTries(tries + 1)} /></main>
      )}
      {session && place.page !== 'login' && place.page !== 'about-you' && (
        <Session.Provider value={{ session, leave }}>
          {session.owes === undefined ? <ChanceProvider><Home place={homeOf(session, place)} /></ChanceProvider> : <FirstOfAll onDone={askAnew} />}
        </Session.Provider>
      )}
    </>
  );
}

/** The first page of whoever may do this, and not what stands before it. */
const HOMES: readonly { readonly needs: Doing; readonly path: string }[] = [
  { needs: 'read-cases', path: '/' }, { needs: 'read-devices', path: '/devices' }, { needs: 'read-reports', path: '/overview' }, { needs: 'work-checks', path: '/checks' },
  { needs: 'approve-exports', path: '/approvals' }, { needs: 'answer-rights', path: '/rights' }, { needs: 'read-audit', path: '/audit' },
];

/** Everybody begins on a page of their own; where there is none, that is said. */
function homeOf({ may }: SessionView, place: Place): Place | undefined {
  if (place.page !== 'queue') return place;
  const path = HOMES.find(({ needs }) => may.includes(needs))?.path;
  return path === undefined ? undefined : placeOf(path);
}

function Home({ place }: { readonly place: Place | undefined }): JSX.Element {
  return place === undefined ? <NothingYet /> : <Page place={place} />;
}

function Page({ place }: { readonly place: Place }): JSX.Element {
  switch (place.page) {
    case 'queue': return <Queue />;
    case 'case': return <CasePage key={place.id} kind="case" id={place.id} />;
    case 'person': return <CasePage key={place.id} kind="person" id={place.id} />;
    case 'detectors': return <Detectors />;
    case 'waiting': return <WaitingPage />;
    case 'devices': return <Devices />;
    case 'sources': return <Sources />;
    case 'overview': return <Overview />;
    case 'report': return <Report />;
    case 'messages': return <Messages />;
    case 'reveals': return <Reveals />;
    case 'approvals': return <ApprovalsPage />;
    case 'audit': return <AuditPage />;
    case 'checks': return <Checks />;
    case 'applications': return <Applications />;
    case 'response': return <Responses />;
    case 'response-plan': return <PlanPage />;
    case 'begin': return <Begin />;
    case 'hires': return <Hires />;
    case 'account': return <AccountPage />;
    case 'accounts': return <AccountsPage />;
    case 'holds': return <Holds />;
    case 'rights': return <Asks />;
    case 'help': return <Help guide={place.guide} />;
    default: return <Nowhere />;
  }
}

function Nowhere(): JSX.Element {
  useEffect(() => { document.title = 'No such page · Farmwatch'; }, []);
  return <main class="alone"><h1 class="unseen">No such page</h1><Empty lead="There is no such page." acts={<a class="btn" href="/">To your first page</a>}>The address may be mistyped, or of another version.</Empty></main>;
}

/** @param hasEnded somebody was signed in here, and is not any more */
function toLogin(hasEnded = false): void {
  if (location.pathname === '/login') return;
  navigate(`/login?next=${encodeURIComponent(location.pathname + location.search + location.hash)}${hasEnded ? '&ended' : ''}`, 'replace');
}

/** Where the reader wanted to go before signing in; only ever a page of this server. */
function wayBack(): string {
  const next = new URLSearchParams(location.search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/';
}
