import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SessionView } from '../src/api/contract.ts';
import { isAway, logout, read, type Problem } from './api.ts';
import { listen, silence } from './live.ts';
import { keepDraftsOf } from './drafts.ts';
import { forgetAll, RETRY_MS } from './resource.ts';
import { followLinks, navigate, usePlace, type Place } from './router.ts';
import { Session } from './session.ts';
import { ChanceProvider } from './kit/chance.tsx';
import { Empty, Failed, Loading } from './kit/states.tsx';
import { LiveRegion } from './kit/live-region.tsx';
import { Symbols } from './kit/symbols.tsx';
import { Begin } from './begin/begin.tsx';
import { Hires } from './begin/hires.tsx';
import { Detectors } from './detectors/detectors.tsx';
import { Help } from './help/help.tsx';
import { Devices } from './it/devices.tsx';
import { Overview } from './leads/overview.tsx';
import { Report } from './leads/report.tsx';
import { Login } from './login/login.tsx';
import { Messages } from './messages/messages.tsx';
import { Reveals } from './reveals/reveals.tsx';
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
  const asking = session === undefined && place.page !== 'login';

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
    document.addEventListener('click', followLinks);
    return () => {
      removeEventListener('farmwatch:signed-out', lost);
      removeEventListener('farmwatch:left', lost);
      document.removeEventListener('click', followLinks);
    };
  }, []);

  useEffect(() => { if (session) listen(); }, [session]);

  const leave = (): void => {
    keepDraftsOf(undefined);
    if (session) void logout(session).then(() => dispatchEvent(new Event('farmwatch:left')));
  };

  return (
    <>
      <Symbols />
      <LiveRegion />
      {place.page === 'login' && <Login onDone={(done) => { keepDraftsOf(done.user); setSession(done); navigate(wayBack(), 'replace'); }} />}
      {asking && !problem && <main class="alone"><h1 class="unseen">Farmwatch</h1><Loading what="Farmwatch" rows={3} /></main>}
      {asking && problem && problem.kind !== 'signed-out' && (
        <main class="alone"><h1 class="unseen">Farmwatch</h1><Failed problem={problem} what="Farmwatch" session={undefined} onTry={() => setTries(tries + 1)} /></main>
      )}
      {session && place.page !== 'login' && (
        <Session.Provider value={{ session, leave }}>
          <ChanceProvider><Page place={homeOf(session, place)} /></ChanceProvider>
        </Session.Provider>
      )}
    </>
  );
}

/** IT staff begin where the laptops are, leads with the overview; the queue is not for them. */
function homeOf({ role }: SessionView, place: Place): Place {
  if (place.page !== 'queue') return place;
  return role === 'it' ? { page: 'devices' } : role === 'lead' ? { page: 'overview' } : place;
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
    case 'begin': return <Begin />;
    case 'hires': return <Hires />;
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
  navigate(`/login?next=${encodeURIComponent(location.pathname + location.search)}${hasEnded ? '&ended' : ''}`, 'replace');
}

/** Where the reader wanted to go before signing in; only ever a page of this server. */
function wayBack(): string {
  const next = new URLSearchParams(location.search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/';
}
