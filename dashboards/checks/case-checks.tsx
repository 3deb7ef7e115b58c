import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CaseView, CheckKind, ChecksView, PersonSum } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Loading } from '../kit/states.tsx';
import { BeginDialog } from './begin-dialog.tsx';
import { CheckPanel } from './check-panel.tsx';
import { daySays, stateSays, stepsSay } from './words.ts';

/** Checks of the people of a case: those under way, what came of others, and a way to begin one. */
export function CaseChecks({ of, person, asked, onAsked }: { readonly of: CaseView; readonly person: PersonSum; /** A check that a line of the sum asks for. */ readonly asked: CheckKind | undefined; readonly onAsked: () => void }): JSX.Element {
  const { value, problem, reload } = useResource<ChecksView>(`/api/checks?case=${encodeURIComponent(of.id)}`);
  const [isBeginning, setBeginning] = useState(false);
  const [opened, setOpened] = useState<string>();
  useEffect(() => { if (asked !== undefined) setBeginning(true); }, [asked]);
  const done = (): void => {
    setBeginning(false);
    onAsked();
  };
  return (
    <section class="block" id="checks" aria-labelledby="checks-h">
      <header><h2 id="checks-h">Checks by people</h2><p>A call, a meeting, a photo. What comes of it is evidence, towards a farm or away from it.</p></header>
      {!value && !problem && <Loading what="checks" rows={2} />}
      {!value && problem && <p class="soft">{problem.message} <button class="btn low" type="button" onClick={reload}>Try now</button></p>}
      {value && value.rows.length === 0 && <p class="soft">No check was begun here in the last 30 days. What other systems told of calls, badges and meetings stands in the sum, under “What people checked”.</p>}
      {value && value.rows.length > 0 && (
        <Scroll label="Checks by people">
          <table class="plain-table checks">
            <thead><tr><th scope="col">Check</th><th scope="col">Whom</th><th scope="col">By</th><th scope="col">State</th><th scope="col">Owner</th></tr></thead>
            <tbody>
              {value.rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row"><button class="linkish" type="button" aria-haspopup="dialog" onClick={() => setOpened(row.id)}>{row.title}</button></th>
                  <td>{row.person}</td><td class="nowrap">{daySays(row.due)}</td><td>{stateSays(row, value.at)} {row.state === 'open' && <small class="faint">{stepsSay(row)}</small>}</td><td>{row.owner ?? <span class="faint">nobody yet</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {value && of.status === 'open' && <p class="btns after"><button class="btn" type="button" aria-haspopup="dialog" onClick={() => setBeginning(true)}>Begin a check…</button></p>}
      {isBeginning && value && <BeginDialog key={asked} kinds={value.kinds} documents={value.documents} kind={asked} whom={{ case: of.id, people: of.people.map(({ name }) => name), first: person.name, cohorts: value.cohorts }} onClose={done} />}
      {opened !== undefined && <CheckPanel key={opened} id={opened} onClose={() => setOpened(undefined)} />}
    </section>
  );
}
