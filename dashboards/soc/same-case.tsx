import type { JSX } from 'preact';
import type { QueueView, SimilarView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';

/** Which other case tells the same: those that are like it are offered first, then those of the queue; any other by its id. */
export function SameCase({ of, same, onChange }: { readonly of: string; readonly same: string; readonly onChange: (id: string) => void }): JSX.Element {
  const similar = useResource<SimilarView>(`/api/cases/${encodeURIComponent(of)}/similar`).value?.cases ?? [];
  const queue = useResource<QueueView>('/api/queue').value?.rows.filter(({ kind }) => kind === 'case') ?? [];
  const offered = new Map<string, string>();
  for (const { id, status, title } of similar) offered.set(id, `${status}: ${title}`);
  for (const { id, status, people } of queue) if (id !== of && !offered.has(id)) offered.set(id, `${status}: ${people.map(({ name }) => name).join(', ')}`);
  return (
    <div>
      <label class="lab" for="same">The same as which case? <span class="faint">required; choose one, or write its id</span></label>
      <input class="field" id="same" list="same-cases" autocomplete="off" spellcheck={false} maxLength={200} aria-describedby="close-problem" value={same} onInput={(event) => onChange(event.currentTarget.value)} />
      <datalist id="same-cases">{[...offered].map(([id, says]) => <option key={id} value={id}>{says}</option>)}</datalist>
    </div>
  );
}
