import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { CheckKind, CheckKindView, CheckRequest, ChecksBegun, CohortView } from '../../src/api/contract.ts';
import { beginChecks } from '../api.ts';
import { spread } from '../live.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { counted } from '../kit/format.ts';
import { say } from '../kit/live-region.tsx';
import { twoWeeksOn } from './words.ts';

/** Whom a check can be begun about. */
export type Whom = { readonly cohorts: readonly CohortView[] } | { readonly case: string; readonly people: readonly string[]; readonly first: string; readonly cohorts: readonly CohortView[] } | { readonly applicant: string };

/** Begins the same check for somebody, or for everybody of a cohort. `Ctrl Enter` sends. */
export function BeginDialog({ kinds, whom, kind: wanted, documents, onClose }: {
  readonly kinds: readonly CheckKindView[]; readonly whom: Whom; readonly kind?: CheckKind | undefined; readonly documents: string; readonly onClose: () => void;
}): JSX.Element {
  const { session } = useSession();
  const [kind, setKind] = useState(wanted ?? kinds.find(({ refused }) => refused === undefined)?.kind ?? 'hr-call');
  const [due, setDue] = useState(twoWeeksOn(Date.now()));
  const [people, setPeople] = useState<readonly string[]>('case' in whom ? [whom.first] : []);
  const [cohort, setCohort] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const busy = useRef(false);
  const refused = kinds.find((one) => one.kind === kind)?.refused;

  const about = (): CheckRequest['about'] | string => {
    if ('applicant' in whom) return { applicant: whom.applicant };
    if (cohort !== '') return { cohort };
    if (!('case' in whom)) return 'Choose a cohort.';
    return people.length === 0 ? 'Choose somebody, or a cohort.' : { case: whom.case, people };
  };
  const send = async (): Promise<void> => {
    if (busy.current) return;
    const chosen = about();
    if (refused !== undefined) return setProblem(refused);
    if (typeof chosen === 'string') return setProblem(chosen);
    if (due === '') return setProblem('Name the day by which it should be done.');
    busy.current = true;
    setBusy(true);
    const answer = await beginChecks(session, { kind, due, about: chosen });
    busy.current = false;
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem.message);
    say(begunSays(answer.value));
    spread({ kind: 'checks' });
    onClose();
  };

  return (
    <Dialog title="Begin a check" lead={'applicant' in whom ? whom.applicant : 'case' in whom ? 'It becomes a task, and its outcome evidence.' : 'The same check for everybody of a cohort, so that nobody is singled out.'} onClose={onClose} keys={{ 'ctrl+Enter': () => { void send(); } }}>
      <form class="dialog-form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <div>
          <label class="lab" for="check-kind">Check</label>
          <select class="field" id="check-kind" data-first="" value={kind} aria-describedby="check-kind-more" onChange={(event) => { setKind(event.currentTarget.value as CheckKind); setProblem(undefined); }}>
            {kinds.map((one) => <option key={one.kind} value={one.kind}>{one.title}</option>)}
          </select>
          <p class="small soft" id="check-kind-more">{refused ?? (kind === 'video-document' ? documents : '')}</p>
        </div>
        {'case' in whom && (
          <fieldset>
            <legend class="lab">Whom</legend>
            {whom.people.map((name) => (
              <label class="opt" key={name}><input type="checkbox" checked={people.includes(name)} disabled={cohort !== ''} onChange={() => setPeople(people.includes(name) ? people.filter((one) => one !== name) : [...people, name])} /><span>{name}</span></label>
            ))}
          </fieldset>
        )}
        {'cohorts' in whom && (
          <div>
            <label class="lab" for="check-cohort">{'case' in whom ? 'Or everybody of a cohort' : 'Cohort'}</label>
            <select class="field" id="check-cohort" value={cohort} aria-describedby="check-cohort-more" onChange={(event) => { setCohort(event.currentTarget.value); setProblem(undefined); }}>
              <option value="">{'case' in whom ? 'no, only the people above' : 'choose one'}</option>
              {whom.cohorts.map(({ id, says, people: size, refused: why }) => <option key={id} value={id} disabled={why !== undefined}>{says} ({size}){why === undefined ? '' : ', too small'}</option>)}
            </select>
            <p class="small soft" id="check-cohort-more">{cohort === '' ? 'A cohort hides why. Whoever does the checks sees the cohort alone.' : 'All of them are checked alike. No case is named, and none of these checks waits for anybody.'}</p>
          </div>
        )}
        <div>
          <label class="lab" for="check-due">To be done by</label>
          <input class="field" id="check-due" type="date" value={due} onInput={(event) => setDue(event.currentTarget.value)} />
        </div>
        <p class="problem" role="alert">{problem}</p>
        <p class="btns">
          <button class="btn main-act" type="submit" aria-disabled={isBusy}>{isBusy ? 'Sending…' : 'Begin'} <kbd aria-hidden="true">Ctrl Enter</kbd></button>
          <button class="btn" type="button" onClick={onClose}>Close <kbd aria-hidden="true">Esc</kbd></button>
        </p>
      </form>
    </Dialog>
  );
}

/** “3 checks begun, 1 of them on hold.” */
function begunSays({ begun, onHold, known }: ChecksBegun): string {
  const held = onHold === 0 ? '' : `, ${onHold} of them on hold until the owner of the case lets ${onHold === 1 ? 'it' : 'them'} go`;
  return `${counted(begun, 'check')} begun${held}.${known > 0 ? ` ${known} had the same check open already.` : ''}`;
}
