import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ClosingsView, DetectorsView, DetectorView, ShareView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { counted } from '../kit/format.ts';
import { CommonKeys } from '../kit/key-help.tsx';
import { Scroll } from '../kit/scroll.tsx';
import { Failed, Loading, Stale } from '../kit/states.tsx';
import { REASONS } from '../kit/words.ts';
import { DETECTORS, Frame } from '../soc/frame.tsx';

const DECIDED = ['true', 'benign-true', 'false'] as const;
const headOf = (reason: (typeof DECIDED)[number]): string => REASONS.find(({ value }) => value === reason)!.says;

/** What closed cases say of each detector. */
export function Detectors(): JSX.Element {
  const { value, problem, readAt, reload } = useResource<DetectorsView>('/api/detectors');
  const { session } = useSession();
  useEffect(() => { document.title = 'Detectors · Farmwatch'; }, []);
  return (
    <Frame here={DETECTORS} simulated={value?.simulated ?? false}>
      <header class="top"><div>
        <h1>What closed cases say of each detector</h1>
        <p class="lead">A case counts for every detector that spoke for a farm in it, whichever misled. A closing is an opinion, and so is what it says of a detector.</p>
      </div></header>
      {value && problem && readAt !== undefined && <Stale what="the detectors" readAt={readAt} now={Date.now()} problem={problem} isReadOnly onTry={reload} />}
      {value ? <Table of={value} /> : problem ? <Failed problem={problem} what="The list of detectors" whose="What closed cases say of detectors is for analysts and leads." session={session} onTry={reload} /> : <Loading what="detectors" rows={15} />}
      <CommonKeys />
    </Frame>
  );
}

function Table({ of }: { readonly of: DetectorsView }): JSX.Element {
  return (
    <section class="block">
      <header>
        <h2>{counted(of.all.opened, 'case')} opened, {of.all.decided} decided</h2>
        <p>Decided is closed as one of the three below. Shares of the decided cases, with exact 95 % intervals; under {of.fewest} it is too few to judge.</p>
      </header>
      <Scroll label="Detectors">
        <table class="plain-table">
          <caption class="unseen">Detectors with what became of the cases in which they spoke</caption>
          <thead>
            <tr>
              <th scope="col">Detector asks</th><th scope="col">Family</th><th scope="col" class="num">Speaks of, now</th><th scope="col" class="num">Cases</th><th scope="col" class="num">Decided</th>
              {DECIDED.map((reason) => <th scope="col" class="num" key={reason}>{headOf(reason)}</th>)}<th scope="col" class="num">Undecided</th>
            </tr>
          </thead>
          <tbody>
            <tr><th scope="row">All cases</th><td /><td /><Cells of={of.all} fewest={of.fewest} /></tr>
            {of.detectors.map((detector) => <Row key={detector.id} of={detector} fewest={of.fewest} />)}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Row({ of, fewest }: { readonly of: DetectorView; readonly fewest: number }): JSX.Element {
  return (
    <tr>
      <th scope="row">{of.question}<div class="small faint">{of.id}, version {of.version}</div>{of.muted.map((said) => <div class="small" key={said}><b>muted</b> for {said}</div>)}</th>
      <td>{of.family}</td>
      <td class="num">{of.speaks}</td>
      <Cells of={of.closings} fewest={fewest} />
    </tr>
  );
}

function Cells({ of, fewest }: { readonly of: ClosingsView; readonly fewest: number }): JSX.Element {
  return (
    <>
      <td class="num">{of.opened}</td>
      <td class="num">{of.decided}</td>
      {DECIDED.map((reason) => (
        <td class="num" key={reason}>
          {of.closed[reason]}
          {of.decided > 0 && <div class="small faint">{of.shares ? shareSays(of.shares[reason]) : `too few to judge, under ${fewest}`}</div>}
        </td>
      ))}
      <td class="num">{of.opened - of.decided}</td>
    </>
  );
}

/** “38 % (22–56)”. */
function shareSays({ share, atLeast, atMost }: ShareView): string {
  const [is, from, to] = [share, atLeast, atMost].map((one) => Math.round(100 * one));
  return `${is} % (${from}–${to})`;
}
