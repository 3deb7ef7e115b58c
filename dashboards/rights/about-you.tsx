import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AboutYouView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { toggleTheme } from '../theme.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Failed, Loading } from '../kit/states.tsx';
import { Shape } from '../kit/symbols.tsx';

/** What Farmwatch keeps about whoever is watched: open to everybody, and about nobody in particular. */
export function AboutYou(): JSX.Element {
  const { value: of, problem, reload } = useResource<AboutYouView>('/api/about-you');
  useEffect(() => { document.title = 'What Farmwatch keeps about you · Farmwatch'; }, []);
  return (
    <main class="alone about-you" id="main" tabIndex={-1}>
      <p class="brand"><Shape name="mark" />Farmwatch</p>
      <h1>What Farmwatch keeps about you</h1>
      {of ? <Kept of={of} /> : problem ? <Failed problem={problem} what="This page" session={undefined} onTry={reload} /> : <Loading what="what is kept" />}
      <p class="btns"><button class="btn plain" type="button" onClick={toggleTheme}>Light or dark</button><a class="btn plain" href="/login">Sign in</a></p>
    </main>
  );
}

function Kept({ of }: { readonly of: AboutYouView }): JSX.Element {
  return (
    <>
      {of.simulated && <p class="made-up"><b>Simulated company.</b> Nobody real is watched here.</p>}
      <p class="lead">{of.company} looks, from {of.daysBefore} days before to {of.daysAfter} days after somebody’s first day, for signs that a company laptop stands somewhere else than with the person it was sent to. A sign is a question. People decide, and two of them have to agree.</p>
      <section class="block">
        <header><h2>Why, and since when</h2></header>
        <p>{of.purpose ?? 'The company has not written down the purpose yet. Nobody real is watched until it has.'}</p>
        <p>{of.legalGround === '' ? 'The company has not written down yet on which legal ground.' : <>On the legal ground: {of.legalGround}</>}</p>
        <p>{of.noticeGivenOn === undefined ? 'No notice to staff is on record yet.' : <>Staff have been told since <time dateTime={of.noticeGivenOn}>{of.noticeGivenOn}</time>.</>} {of.contact === undefined ? 'Ask whoever answers for data protection in your company.' : <>Questions: <b>{of.contact}</b></>}</p>
      </section>
      <section class="block">
        <header><h2>What is read</h2></header>
        <p>From the company’s own lists:</p>
        <Bullets of={of.lists} />
        <p>From records that its systems write:</p>
        <Bullets of={of.reads} />
        <p>{of.sources.length === 0 ? 'Nothing is held, and no system is connected yet.' : `It comes from: ${of.sources.join(', ')}.`}</p>
      </section>
      <section class="block">
        <header><h2>What stays after your first months</h2></header>
        <Bullets of={of.afterwards} />
      </section>
      <section class="block">
        <header><h2>Who outside may get something</h2></header>
        <Bullets of={of.outside} />
        {of.transfers !== '' && <p>{of.transfers}</p>}
      </section>
      <section class="block">
        <header><h2>What is never read</h2></header>
        <Bullets of={of.never} />
      </section>
      <section class="block">
        <header><h2>Your rights</h2><p>You may</p></header>
        <Bullets of={of.rights} />
      </section>
      <section class="block">
        <header><h2>How long it is kept</h2></header>
        <Scroll label="How long it is kept">
          <table class="plain-table">
            <caption class="unseen">What is kept, and how long</caption>
            <thead><tr><th scope="col">What</th><th scope="col">How long</th></tr></thead>
            <tbody>{of.kept.map(({ what, kept }) => <tr key={what}><th scope="row">{what}</th><td>{kept}</td></tr>)}</tbody>
          </table>
        </Scroll>
      </section>
    </>
  );
}

function Bullets({ of }: { readonly of: readonly string[] }): JSX.Element {
  return <ul class="bullets wide">{of.map((says) => <li key={says}>{says}</li>)}</ul>;
}
