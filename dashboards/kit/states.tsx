import type { ComponentChildren, JSX } from 'preact';
import type { SessionView } from '../../src/api/contract.ts';
import { isAway, type Problem } from '../api.ts';
import { age, timeOfDay, zoneName } from './format.ts';
import { ROLE_SAYS } from './words.ts';

/** What stands in place of a table that has nothing to show: first what was looked at, then what to do. */
export function Empty({ lead, children, acts }: { readonly lead: string; readonly children?: ComponentChildren; readonly acts?: ComponentChildren }): JSX.Element {
  return (
    <div class="state-box">
      <div class="empty">
        <p class="lead">{lead}</p>
        {children !== undefined && <p>{children}</p>}
        {acts !== undefined && <p class="btns">{acts}</p>}
      </div>
    </div>
  );
}

/** The first page on its way: rows keep their height, nothing jumps. */
export function Loading({ what, rows = 6 }: { readonly what: string; readonly rows?: number }): JSX.Element {
  return (
    <div class="skeleton" role="status" aria-busy="true">
      <span class="unseen">Loading {what}</span>
      {Array.from({ length: rows }, (_, at) => <i key={at} />)}
    </div>
  );
}

/** Old data stays and says how old it is. */
export function Stale({ what, readAt, now, problem, isReadOnly = false, onTry }: { /** Nothing can be done on this page but read. */ readonly isReadOnly?: boolean; readonly what: string; readonly readAt: number; readonly now: number; readonly problem: Problem; readonly onTry: () => void }): JSX.Element {
  const unreachable = problem.kind === 'unreachable';
  return (
    <section class="note" role="status">
      <span aria-hidden="true">◇</span>
      <p>
        <b>Showing {what} of {timeOfDay(readAt)} {zoneName(readAt)}. {unreachable ? `The server has not answered${since(now - readAt)}.` : problem.message}</b>
        {' '}You can read on.{!isReadOnly && ' Taking, commenting and closing have to wait; what you type in a dialog stays there.'}
      </p>
      <button class="btn" type="button" onClick={onTry}>Try now</button>
    </section>
  );
}

const since = (ms: number): string => (ms < 60_000 ? ' just now' : ` for ${age(ms)}`);

/** Nothing could be read at all: failed, forbidden or not there. */
export function Failed({ problem, what, whose = `${what} is for analysts.`, session, onTry }: { /** For whom the page is, as a sentence. */ readonly whose?: string; readonly problem: Problem; readonly what: string; readonly session: SessionView | undefined; readonly onTry: () => void }): JSX.Element {
  if (problem.kind === 'forbidden') {
    return (
      <Empty lead={whose} acts={<a class="btn" href="/">To your first page</a>}>
        {session && <>You are signed in as {ROLE_SAYS[session.role]}. </>}{problem.message} If your work needs it, ask whoever looks after Farmwatch here.
      </Empty>
    );
  }
  if (problem.kind === 'missing') {
    return <Empty lead="There is nothing under this address." acts={<a class="btn" href="/">To your first page</a>}>{problem.message} The time to keep it may have run out, or the address is mistyped. A case that nobody had written for may go by another name since earlier days were judged anew: look for its people among those there are.</Empty>;
  }
  return (
    <Empty lead={`${what} cannot be read.`} acts={<button class="btn" type="button" onClick={onTry}>Try now</button>}>
      {problem.message} That says nothing about anybody.{isAway(problem) && ' It is asked again by itself.'}
    </Empty>
  );
}
