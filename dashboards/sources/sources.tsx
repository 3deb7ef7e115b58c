import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SourcesView, SourceView, TroubleView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { age, count, counted, ownMoment, share } from '../kit/format.ts';
import { CommonKeys } from '../kit/key-help.tsx';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { Shape } from '../kit/symbols.tsx';
import { Frame, SOURCES } from '../soc/frame.tsx';

/** How each source is doing, what it is missing since when, and what mends it. */
export function Sources(): JSX.Element {
  const { value, problem, readAt, reload } = useResource<SourcesView>('/api/sources');
  const { session } = useSession();
  useEffect(() => { document.title = 'Sources · Farmwatch'; }, []);
  return (
    <Frame here={SOURCES} simulated={value?.simulated ?? false}>
      <header class="top"><div>
        <h1>Sources</h1>
        <p class="lead">What comes in, what is missing, and what mends it. What a dark source would show cannot be seen, and counts for nobody.</p>
      </div></header>
      {value && problem && readAt !== undefined && <Stale what="the sources" readAt={readAt} now={Date.now()} problem={problem} onTry={reload} />}
      {value ? <Body of={value} /> : problem ? <Failed problem={problem} what="This page" session={session} onTry={reload} /> : <Loading what="sources" rows={10} />}
      <CommonKeys />
    </Frame>
  );
}

function Body({ of }: { readonly of: SourcesView }): JSX.Element {
  const broken = of.sources.filter(({ troubles }) => troubles.length > 0).length;
  const dark = of.sources.filter(({ state }) => state === 'dark').length;
  return (
    <div class="sources">
      {of.troubles.length > 0 && (
        <section class="note" aria-label="Troubles of no source alone">
          <span aria-hidden="true">◇</span>
          <div>{of.troubles.map((trouble) => <Trouble key={trouble.what} of={trouble} at={of.at} />)}</div>
        </section>
      )}
      {of.sources.length === 0
        ? <Empty lead="No source is connected.">Nothing has come in within 60 days, and none is configured. The command “farmwatch sources” lists the systems that records can come from, each with a piece of farmwatch.json to fill in.</Empty>
        : (
          <section class="block">
            <header>
              <h2>{counted(of.sources.length, 'source')}: {broken} with something to mend, {dark} dark</h2>
              <p>As of {ownMoment(of.at)}. Records are counted over the last two weeks on which some came.</p>
            </header>
            <Scroll label="Sources">
              <table class="plain-table">
                <caption class="unseen">Sources with their freshness, their last pull, what of their records could be used, and what is missing</caption>
                <thead>
                  <tr><th scope="col">Source</th><th scope="col">Last event</th><th scope="col">Last pull</th><th scope="col" class="num">Read</th><th scope="col" class="num">Used</th><th scope="col" class="num">Left out</th><th scope="col" class="num">Rejected</th><th scope="col">What is missing, and what mends it</th></tr>
                </thead>
                <tbody>{of.sources.map((source) => <Row key={source.name} of={source} at={of.at} />)}</tbody>
              </table>
            </Scroll>
          </section>
        )}
    </div>
  );
}

const STATE_SAYS: Readonly<Record<SourceView['state'], string>> = { fresh: 'fresh', late: 'late', dark: 'dark', replaced: 'replaced', none: 'no events' };

function Row({ of, at }: { readonly of: SourceView; readonly at: number }): JSX.Element {
  const { came } = of;
  return (
    <tr class={of.state === 'dark' ? 'is-dark' : ''}>
      <th scope="row"><b>{of.name}</b></th>
      <td>{of.state === 'dark' && <Shape name="v-dark" />}{STATE_SAYS[of.state]}<div class="small faint">{of.lastEventAt === undefined ? 'never' : agoSays(of.lastEventAt, at)}</div></td>
      <td><Pull of={of.pull} at={at} /></td>
      <td class="num">{came ? count(came.read) : '–'}</td>
      <td class="num">{came ? <>{count(came.used)}<div class="small faint">{came.read > 0 && share(came.used / came.read)}{came.repeats > 0 && `, ${counted(came.repeats, 'repeat')}`}</div></> : '–'}</td>
      <td class="num">{came ? count(came.leftOut) : '–'}</td>
      <td class="num">{came ? count(came.rejected) : '–'}</td>
      <td>
        {of.troubles.map((trouble) => <Trouble key={trouble.what} of={trouble} at={at} />)}
        {(of.troubles.length === 0 || of.state !== 'fresh') && <p class={of.state === 'fresh' ? 'faint' : ''}>{of.said}</p>}
      </td>
    </tr>
  );
}

function Pull({ of, at }: { readonly of: SourceView['pull']; readonly at: number }): JSX.Element {
  if (of === undefined) return <span class="faint">sent, or read from files</span>;
  return (
    <>
      {of.failing ? <b>fails</b> : 'came to its end'}
      <div class="small faint">{of.goodAt === undefined ? 'never to its end' : of.failing ? `last good ${agoSays(of.goodAt, at)}` : agoSays(of.goodAt, at)}</div>
    </>
  );
}

function Trouble({ of, at }: { readonly of: TroubleView; readonly at: number }): JSX.Element {
  return <p><b>{of.what}</b>{of.since !== undefined && `, since ${ownMoment(of.since)} (${age(at - of.since)})`}. {of.cure}</p>;
}

/** “12 min ago”, “just now”. */
function agoSays(then: number, at: number): string {
  return at - then < 60_000 ? 'just now' : `${age(at - then)} ago`;
}
