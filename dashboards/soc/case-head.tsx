import type { JSX } from 'preact';
import type { CaseView } from '../../src/api/contract.ts';
import { caseHref } from '../router.ts';
import { Band } from '../kit/band.tsx';
import { ChanceButton } from '../kit/chance.tsx';
import { age } from '../kit/format.ts';
import { When } from '../kit/when.tsx';
import { familiesSay, reasonSays } from '../kit/words.ts';
import { desk } from './desk.ts';

interface Props {
  readonly of: CaseView; readonly user: string; readonly asOf: number; readonly busy: boolean;
  readonly onTake: () => void; readonly onRelease: () => void; readonly onNote: () => void; readonly onClose: () => void; readonly onReopen: () => void;
  /** Asks who this is; absent where that was asked already, or is not the reader’s to ask. */ readonly onWho: (() => void) | undefined;
}

/** A case by its id; a watched person by pseudonym, never by what else the address holds. */
export function nameOf(of: CaseView): string {
  return of.status === 'watched' ? of.people[0]?.name ?? 'One person' : of.id;
}

/** Whether a case speaks of a watched person, and which. */
export function Watched({ of: { inCase } }: { readonly of: CaseView }): JSX.Element {
  if (inCase === undefined) return <>watched, no case open</>;
  const link = <a href={caseHref(inCase.id)}>{inCase.id}</a>;
  return inCase.closedAs === undefined ? <>in case {link}</> : <>watched, no case open; {link} was closed as {reasonSays(inCase.closedAs)}</>;
}

/** The question, the band with its words, and what can be done. */
export function CaseHead({ of, user, asOf, busy, onTake, onRelease, onNote, onClose, onReopen, onWho }: Props): JSX.Element {
  const { index, of: total, previous, next } = of.position;
  const isOpen = of.status === 'open';
  return (
    <header class="case-top" id="case-top">
      <p class="crumb">
        <a href={desk.queueHref}>Queue</a> / {nameOf(of)}
        {isOpen && total > 0 && (
          <span class="push">{index + 1} of {total}{' '}
            {previous === undefined ? <kbd aria-hidden="true">[</kbd> : <a href={caseHref(previous)} aria-label={`Previous case, ${previous}`}><kbd>[</kbd></a>}{' '}
            {next === undefined ? <kbd aria-hidden="true">]</kbd> : <a href={caseHref(next)} aria-label={`Next case, ${next}`}><kbd>]</kbd></a>}
          </span>
        )}
      </p>
      <div class="top">
        <div>
          <h1 tabIndex={-1}>{of.title}</h1>
          <p><Band band={of.band} chance={of.chance} /> <span class="faint">·</span> {familiesSay(of.people.map(({ families }) => families))} <span class="faint">·</span> {of.status === 'watched' ? <Watched of={of} /> : isOpen ? `open for ${age(asOf - of.openedAt)}` : of.status}</p>
        </div>
        <div class="btns">
          <ChanceButton />
          {onWho && <button class="btn" type="button" aria-haspopup="dialog" onClick={onWho}>Who is this? <kbd aria-hidden="true">r</kbd></button>}
          {of.status !== 'watched' && <button class="btn" type="button" onClick={onNote}>Comment <kbd aria-hidden="true">c</kbd></button>}
          {isOpen && (of.owner === user
            ? <button class="btn" type="button" aria-disabled={busy} onClick={onRelease}>Release</button>
            : <button class="btn" type="button" aria-disabled={busy} onClick={onTake}>{of.owner === undefined ? 'Take' : 'Take over'} <kbd aria-hidden="true">a</kbd></button>)}
          <button class="btn" type="button" onClick={() => print()}>Print</button>
          {isOpen && <button class="btn main-act" type="button" onClick={onClose}>Close… <kbd aria-hidden="true">s</kbd></button>}
          {of.status === 'closed' && <button class="btn main-act" type="button" onClick={onReopen}>Open again…</button>}
        </div>
      </div>
      {of.closed && of.status === 'closed' && <section class="note" aria-label="How it was closed"><span aria-hidden="true">◇</span><p><b>Closed as {reasonSays(of.closed.reason)}</b>{of.closed.same !== undefined && <>, <a href={caseHref(of.closed.same)}>{of.closed.same}</a>,</>} by {of.closed.by}, <When at={of.closed.at} zone={undefined} />. {of.closed.note}</p></section>}
      {of.status === 'merged' && <section class="note" aria-label="Merged"><span aria-hidden="true">◇</span><p><b>This case became part of another.</b> {of.mergedInto !== undefined && <a href={caseHref(of.mergedInto)}>{of.mergedInto}</a>}</p></section>}
      {of.status === 'retracted' && <section class="note" aria-label="Retracted"><span aria-hidden="true">◇</span><p><b>Later evidence took this case back.</b> The history says what arrived; the sum below is the newest.</p></section>}
    </header>
  );
}
