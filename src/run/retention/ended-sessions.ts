import type { Instant } from '../../core/time.ts';
import type { Identified, Store } from '../../store/store.ts';

/** Of a session housekeeping knows no more than when it ends. */
interface Ending extends Identified { readonly until: Instant }

/** Takes out sessions that are over: nobody asks for one any more whose browser forgot it. */
export async function removeEndedSessions(store: Pick<Store, 'shelf'>, now: Instant): Promise<void> {
  const sessions = store.shelf<Ending>('sessions');
  const ended = (await Array.fromAsync(sessions.list())).filter(({ value: { until } }) => until <= now);
  for (const { value: { id } } of ended) await sessions.remove(id);
}
