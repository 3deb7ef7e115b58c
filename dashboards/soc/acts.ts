import type { CaseAct, CaseView, SessionView } from '../../src/api/contract.ts';
import { act, read, type Answer } from '../api.ts';
import { say } from '../kit/live-region.tsx';
import { spread } from '../live.ts';

const DONE = {
  take: 'You have taken', release: 'You have released', note: 'Comment added to', close: 'Closed', reopen: 'Opened again:',
} as const satisfies Record<CaseAct['kind'], string>;

/** Sends an act, says what came of it and lets every page read anew. */
export async function perform(session: SessionView, id: string, body: CaseAct): Promise<Answer<unknown>> {
  const answer = await act(session, id, body);
  say(answer.ok ? `${DONE[body.kind]} ${id}.` : answer.problem.message);
  // A refused act as well: the page then shows what somebody else did first.
  spread({ kind: 'case', id });
  return answer;
}

/** The case as it is now, for acting on it from the list. */
export function readCase(id: string): Promise<Answer<CaseView>> {
  return read<CaseView>(`/api/cases/${encodeURIComponent(id)}`);
}
