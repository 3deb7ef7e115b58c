import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { RevealsView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { useKeys } from '../kit/keys.ts';
import { say } from '../kit/live-region.tsx';
import { When } from '../kit/when.tsx';
import { IdentityDialog } from './identity.tsx';

type Reveal = RevealsView['reveals'][number];

/** What the reader asked about a case or a person and may still come of it; nothing where they have not asked, and while that is not known. */
export function useOwnReveal(about: string | undefined): { readonly isKnown: boolean; readonly mine: Reveal | undefined } {
  const { value } = useResource<RevealsView>(about === undefined ? undefined : '/api/reveals');
  return { isKnown: value !== undefined, mine: value?.reveals.find((reveal) => reveal.isMine && reveal.about === about && reveal.state !== 'over') };
}

/** Who is behind the pseudonyms of a case or a person: waiting, refused, or to be looked at. The button that asks stands in the head of the page. */
export function CaseReveal({ mine, onAsk }: { readonly mine: Reveal | undefined; readonly onAsk: () => void }): JSX.Element | null {
  const [isShown, setShown] = useState(false);
  const look = useRef<HTMLButtonElement>(null);
  useKeys({
    'r': () => {
      if (mine === undefined || mine.state === 'refused') onAsk();
      // Goes there and does not look: every look is kept, and a key is pressed by mistake.
      else if (mine.state === 'open') look.current?.focus();
      else say('You asked who this is already; it waits for a second person.');
    },
  });
  if (mine === undefined) return null;
  return (
    <section class="note" aria-label="Who is this?">
      <span class="ask" aria-hidden="true">◇</span>
      {mine.state === 'waiting' && <p><b>You asked who this is.</b> {mine.alone ? mine.alone.opensAt === undefined ? `${mine.alone.reader}, the reader outside, is not told yet; it opens an hour after they were.` : <>It opens <When at={mine.alone.opensAt} zone={undefined} />, because nobody else here may grant it; {mine.alone.reader} was told.</> : 'It waits for a second person.'}</p>}
      {mine.state === 'refused' && <p><b>Refused by {mine.refused?.by}.</b> {mine.refused?.note}</p>}
      {mine.state === 'open' && mine.to !== undefined && <p><b>You may look who this is</b> until <When at={mine.to} zone={undefined} />. Every look is kept.</p>}
      <p class="btns">
        {mine.state === 'open' && <button ref={look} class="btn" type="button" aria-haspopup="dialog" onClick={() => setShown(true)}>Show who this is…</button>}
        {mine.state === 'refused' && <button class="btn" type="button" aria-haspopup="dialog" onClick={onAsk}>Ask again…</button>}
        <a class="btn plain" href="/reveals">All reveals</a>
      </p>
      {isShown && <IdentityDialog reveal={mine} onClose={() => setShown(false)} />}
    </section>
  );
}
