import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { WaitingActsView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { When } from '../kit/when.tsx';
import { WaitingDialog } from './waiting-dialog.tsx';
import { itemsOf } from './waiting-items.ts';

/** A line for each thing that waits for a word about this case. */
export function CaseWaiting({ id }: { readonly id: string }): JSX.Element | null {
  const { value } = useResource<WaitingActsView>('/api/device-acts/waiting');
  const [asked, setAsked] = useState<string>();
  const items = value ? itemsOf(value).filter(({ cases }) => cases.some((about) => about.id === id)) : [];
  const chosen = items.find((item) => item.id === asked);
  if (items.length === 0) return null;
  return (
    <section class="note waits" aria-label="Waiting for a word">
      <span class="ask" aria-hidden="true">◇</span>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <span><b>{item.by} wants to: {item.wants}{item.person !== undefined && ` (${item.person})`}.</b> Since <When at={item.at} zone={undefined} />. {item.refused ?? 'It waits for your word.'}</span>
            <button class="btn" type="button" onClick={() => setAsked(item.id)}>{item.refused === undefined ? `${item.verb}…` : 'Look…'}<span class="unseen"> {item.wants}</span></button>
          </li>
        ))}
      </ul>
      <a href="/waiting">All that waits</a>
      {chosen && <WaitingDialog key={chosen.id} item={chosen} onClose={() => setAsked(undefined)} />}
    </section>
  );
}
