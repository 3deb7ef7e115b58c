import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RevealsView, RevealView } from '../../src/api/contract.ts';
import { leftBehind } from '../drafts.ts';
import { useResource } from '../resource.ts';
import { caseHref } from '../router.ts';
import { useSession } from '../session.ts';
import { counted } from '../kit/format.ts';
import { CommonKeys } from '../kit/key-help.tsx';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';
import { Frame, REVEALS } from '../soc/frame.tsx';
import { AnswerDialog } from './answer-dialog.tsx';
import { IdentityDialog } from './identity.tsx';

const STATES = { waiting: 'waits', open: 'granted', refused: 'refused', over: 'over' } as const satisfies Record<RevealView['state'], string>;

/** Who asked who is behind a pseudonym, and what became of it. */
export function Reveals(): JSX.Element {
  const { session } = useSession();
  const { value, problem, readAt, reload } = useResource<RevealsView>('/api/reveals');
  const [asked, setAsked] = useState<{ readonly what: 'answer' | 'look'; readonly id: string }>();
  useEffect(() => { document.title = 'Reveals · Farmwatch'; }, []);
  // What somebody was writing when their sign-in ended is before them again.
  useEffect(() => {
    const left = value && leftBehind(session.user);
    if (left?.what === 'answer') setAsked({ what: 'answer', id: left.id });
  }, [value !== undefined]);
  const chosen = value?.reveals.find(({ id }) => id === asked?.id);
  const done = (): void => setAsked(undefined);
  const isMine = value === undefined || value.mayAsk || value.mayGrant;
  return (
    <Frame here={REVEALS} simulated={session.demo}>
      <header class="top"><div><h1>Reveals</h1><p>Who asked who is behind a pseudonym, what for, and who let them. Nobody grants their own.</p></div></header>
      {value && problem && readAt !== undefined && <Stale what="reveals" readAt={readAt} now={Date.now()} problem={problem} onTry={reload} />}
      {!value && problem && <Failed problem={problem} what="Reveals" session={session} onTry={reload} />}
      {!value && !problem && <Loading what="reveals" rows={4} />}
      {!isMine && <Empty lead="Reveals is for those who ask who somebody is, and for those who grant it." acts={<a class="btn" href="/">To your first page</a>}>You are signed in as {session.role}, and your role may do neither.</Empty>}
      {value && isMine && value.reveals.length === 0 && <Empty lead="Nobody has asked.">{value.mayAsk ? 'Ask with “Who is this?” on the page of a case or a person. ' : ''}Work goes on by pseudonym until somebody has to be spoken to.</Empty>}
      {value && value.reveals.length > 0 && (
        <Scroll label="Reveals">
          <table class="list waiting reveals">
            <caption class="unseen">{counted(value.reveals.length, 'reveal')}, newest first.</caption>
            <thead><tr><th scope="col">Who, and what for</th><th scope="col">In</th><th scope="col">Asked by</th><th scope="col">State</th><th scope="col">Looks</th><th scope="col"><span class="unseen">Answer or look</span></th></tr></thead>
            <tbody>{value.reveals.map((reveal) => <Row key={reveal.id} reveal={reveal} mayGrant={value.mayGrant} seesCases={session.may.includes('read-cases')} onAnswer={() => setAsked({ what: 'answer', id: reveal.id })} onLook={() => setAsked({ what: 'look', id: reveal.id })} />)}</tbody>
          </table>
        </Scroll>
      )}
      <CommonKeys />
      {chosen && asked?.what === 'answer' && <AnswerDialog key={chosen.id} reveal={chosen} onClose={done} />}
      {chosen && asked?.what === 'look' && <IdentityDialog key={chosen.id} reveal={chosen} onClose={done} />}
    </Frame>
  );
}

function Row({ reveal, mayGrant, seesCases, onAnswer, onLook }: { readonly reveal: RevealView; readonly mayGrant: boolean; readonly seesCases: boolean; readonly onAnswer: () => void; readonly onLook: () => void }): JSX.Element {
  const { about, people, purpose, reason, by, at, state, granted, refused, alone, to, isMine, looks } = reveal;
  const isCase = people.length > 1 || people[0] !== about;
  return (
    <tr>
      <th scope="row">{people.join(', ')}<small class="faint">{purpose}</small><small><bdi>{reason}</bdi></small></th>
      <td class="nowrap">{seesCases && isCase ? <a href={caseHref(about)}>{about}</a> : about}</td>
      <td>{by}<small class="faint"><When at={at} zone={undefined} short /></small></td>
      <td>
        {STATES[state]}
        {state === 'waiting' && <small class="faint">{!alone ? 'for a second person' : alone.opensAt === undefined ? <>{alone.reader} is not told yet{alone.why === undefined ? '' : <> (<bdi>{alone.why}</bdi>)</>}; it opens an hour after they were</> : <>opens <When at={alone.opensAt} zone={undefined} short />; {alone.reader} was told</>}</small>}
        {granted && state !== 'refused' && <small class="faint">by {granted.by}</small>}
        {state === 'open' && to !== undefined && <small class="faint">until <When at={to} zone={undefined} short /></small>}
        {refused && <small><bdi>{refused.by}: {refused.note}</bdi></small>}
      </td>
      <td>{looks}</td>
      <td class="act-cell">
        {state === 'open' && isMine && <button class="btn low" type="button" aria-haspopup="dialog" onClick={onLook}>Look…<span class="unseen"> who {people.join(', ')} is</span></button>}
        {mayGrant && (state === 'waiting' || state === 'open') && <button class="btn low" type="button" aria-haspopup="dialog" onClick={onAnswer}>{state === 'open' ? 'End…' : 'Answer…'}<span class="unseen"> {by} about {people.join(', ')}</span></button>}
      </td>
    </tr>
  );
}
