import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ApplicationGroup, ApplicationRow, ApplicationsView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { CheckPanel } from '../checks/check-panel.tsx';
import { daySays, isOverdue, isToDo, stateSays } from '../checks/words.ts';
import { counted } from '../kit/format.ts';
import { KeyFoot, KeyHelp } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { APPLICATIONS, Frame } from '../soc/frame.tsx';
import { useCursor } from '../soc/use-cursor.ts';
import { ApplicationPanel } from './application-panel.tsx';
import { appliedSays } from './words.ts';

const FOOT = [{ keys: ['j', 'k'], does: 'move' }, { keys: ['Enter'], does: 'open the application' }] as const;
const ALL = [{ keys: ['j', 'k'], does: 'next, previous application; the arrow keys do the same' }, { keys: ['Enter'], does: 'open the application' }, { keys: ['Esc'], does: 'close' }, { keys: ['?'], does: 'these keys' }] as const;
const held = { cursor: undefined as string | undefined, cursorAt: 0, returning: false };
const ANCHORS = [{ id: 'groups', says: 'What several share' }, { id: 'stage', says: 'Checks due' }, { id: 'all', says: 'Applications' }] as const;

/** What applications share, which checks of applicants are due, and the applications by the day they came. */
export function Applications(): JSX.Element {
  const { session } = useSession();
  const { value, problem, readAt, reload } = useResource<ApplicationsView>('/api/applications');
  const [opened, setOpened] = useState<string>();
  const [check, setCheck] = useState<string>();
  const [isHelp, setHelp] = useState(false);
  const marks = useMemo(() => (value?.applications ?? []).map(({ mark }) => mark), [value]);
  const { cursor, put, move } = useCursor(marks, held);
  useEffect(() => { document.title = 'Applications · Farmwatch'; }, []);
  useKeys({
    'j': () => move(1), 'ArrowDown': () => move(1), 'k': () => move(-1), 'ArrowUp': () => move(-1), 'Enter': () => { if (cursor !== undefined && marks.length > 0) setOpened(cursor); }, '?': () => setHelp(true),
  });
  return (
    <Frame here={APPLICATIONS} anchors={value && value.all > 0 ? ANCHORS : []} simulated={value?.simulated ?? session.demo}>
      <header class="top"><div><h1>Applications</h1><p>Small things that several applications share. Alone this means nothing: families share a phone, agencies write one text for many. It turns nobody down and puts nobody before anybody.</p></div></header>
      {value && problem && readAt !== undefined && <Stale what="the applications" readAt={readAt} now={Date.now()} problem={problem} onTry={reload} />}
      {!value && problem && <Failed problem={problem} what="Applications" whose="Applications are for HR and legal." session={session} onTry={reload} />}
      {!value && !problem && <Loading what="applications" rows={6} />}
      {value && value.all === 0 && <div class="applications"><Empty lead="There are no applications here.">{value.at === undefined ? 'Nothing has run yet; the first run follows the first import.' : 'Import applications.csv. Those of people who were not hired are kept for 180 days, or for as long as the configuration says.'}</Empty></div>}
      {value && value.all > 0 && (
        <div class="applications">
          <section class="block" id="groups" aria-labelledby="groups-h">
            <header><h2 id="groups-h">What several share</h2><p>Applications of different people. The largest group stands first; inside, by the day they came. One person who applied twice is no group.</p></header>
            {value.groups.length === 0 ? <p class="soft">Phones, profiles, portfolios, references and résumés of {counted(value.all, 'application')} were compared. No two people share one.</p> : value.groups.map((group) => <Group key={group.id} of={group} onOpen={setOpened} />)}
          </section>
          <section class="block" id="stage" aria-labelledby="stage-h">
            <header><h2 id="stage-h">Checks due</h2><p>By the company’s rule, for everybody at a stage, or asked for here.</p></header>
            <Due of={value} onOpen={setCheck} />
          </section>
          <section class="block" id="all" aria-labelledby="all-h">
            <header><h2 id="all-h">Applications</h2><p>By the day they came, the newest first. Nothing else orders them.{value.all > value.applications.length && ` ${value.applications.length} of ${value.all} are listed.`}</p></header>
            <Scroll label="Applications">
              <table class="list">
                <thead><tr><th scope="col">Applicant</th><th scope="col">Applied</th><th scope="col">Role</th><th scope="col">Hired</th></tr></thead>
                <tbody>
                  {value.applications.map((row) => (
                    <tr key={row.mark} data-row={row.mark} class={row.mark === cursor ? 'is-at' : ''} onClick={() => put(row.mark)}>
                      <th scope="row"><button class="linkish" type="button" data-cursor="" aria-haspopup="dialog" onFocus={() => put(row.mark)} onClick={() => setOpened(row.mark)}>{row.mark}</button></th>
                      <td class="nowrap">{appliedSays(row)}</td><td>{row.role ?? <span class="faint">not said</span>}</td><td>{row.isHired ? 'yes' : 'not yet'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          </section>
          <KeyFoot lines={FOOT} onAll={() => setHelp(true)} />
        </div>
      )}
      {opened !== undefined && value && <ApplicationPanel key={opened} mark={opened} kinds={value.kinds} onCheck={(id) => { setOpened(undefined); setCheck(id); }} onClose={() => setOpened(undefined)} />}
      {check !== undefined && <CheckPanel key={check} id={check} onClose={() => setCheck(undefined)} />}
      {isHelp && <KeyHelp lines={ALL} onClose={() => setHelp(false)} />}
    </Frame>
  );
}

function Group({ of, onOpen }: { readonly of: ApplicationGroup; readonly onOpen: (mark: string) => void }): JSX.Element {
  return (
    // A group and no landmark: there may be dozens, and several are called alike.
    <div role="group" class="well share-group" aria-labelledby={of.id}>
      <h3 id={of.id}>{of.says}</h3>
      <p class="small soft">Rule out first: {of.ruleOut}</p>
      <ul>{of.applications.map((row) => <li key={row.mark}><Link of={row} onOpen={onOpen} /></li>)}</ul>
    </div>
  );
}

function Link({ of, onOpen }: { readonly of: ApplicationRow; readonly onOpen: (mark: string) => void }): JSX.Element {
  return <><button class="linkish" type="button" aria-haspopup="dialog" onClick={() => onOpen(of.mark)}>{of.mark}</button> <span class="faint">{appliedSays(of)}{of.role !== undefined && `, ${of.role}`}{of.isHired && ', hired'}</span></>;
}

function Due({ of, onOpen }: { readonly of: ApplicationsView; readonly onOpen: (id: string) => void }): JSX.Element {
  const due = of.checks.filter(isToDo);
  if (due.length === 0) return <p class="soft">No check of an applicant is due. {of.checks.length > 0 && `${counted(of.checks.length, 'check')} ended in the last 30 days.`}</p>;
  return (
    <Scroll label="Checks due">
      <table class="plain-table">
        <thead><tr><th scope="col">Check</th><th scope="col">Applicant</th><th scope="col">Stage</th><th scope="col">By</th><th scope="col">State</th></tr></thead>
        <tbody>{due.map((row) => <tr key={row.id}><th scope="row"><button class="linkish" type="button" aria-haspopup="dialog" onClick={() => onOpen(row.id)}>{row.title}</button></th><td class="nowrap">{row.person}</td><td>{row.from}</td><td class="nowrap">{daySays(row.due)}</td><td class={isOverdue(row, of.at ?? row.due) ? 'ask' : ''}>{stateSays(row, of.at ?? row.due)}</td></tr>)}</tbody>
      </table>
    </Scroll>
  );
}
