import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { IdentityView, RevealView } from '../../src/api/contract.ts';
import { lookAtReveal } from '../api.ts';
import { useSession } from '../session.ts';
import { Dialog } from '../kit/dialog.tsx';
import { Loading } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';

/** Who it is: read when it is opened, held nowhere, gone when it is closed. */
export function IdentityDialog({ reveal, onClose }: { readonly reveal: RevealView; readonly onClose: () => void }): JSX.Element {
  const { session } = useSession();
  const [shown, setShown] = useState<IdentityView>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    void lookAtReveal(session, reveal.id).then((answer) => { if (answer.ok) setShown(answer.value); else setProblem(answer.problem.message); });
  }, []);
  return (
    <Dialog title={`Who is ${reveal.people.join(', ')}?`} lead={`${reveal.about}. This look is kept.`} onClose={onClose}>
      <div class="dialog-form">
        {!shown && problem === undefined && <Loading what="who it is" rows={2} />}
        {problem !== undefined && <p class="problem" role="alert">{problem}</p>}
        {shown && shown.people.map((person) => (
          <dl class="facts" key={person.pseudonym}>
            <Fact says="Pseudonym" values={[person.pseudonym]} />
            <Fact says="Name" values={[person.name]} /><Fact says="Mail" values={[person.email]} /><Fact says="Number" values={[person.hireId]} />
            <Fact says="Laptops" values={person.serials} /><Fact says="Hosts" values={person.hosts} /><Fact says="Addresses" values={person.addresses} />
          </dl>
        ))}
        {shown && <p class="soft">You may look until <When at={shown.until} zone={undefined} />. Hosts and addresses are those of the last 30 days.</p>}
        <p class="btns"><button class="btn main-act" type="button" data-first="" onClick={onClose}>Close <kbd aria-hidden="true">Esc</kbd></button></p>
      </div>
    </Dialog>
  );
}

function Fact({ says, values }: { readonly says: string; readonly values: readonly (string | undefined)[] }): JSX.Element {
  const known = values.filter((value) => value !== undefined && value !== '');
  return <><dt>{says}</dt><dd>{known.length === 0 ? <span class="faint">not known</span> : <bdi>{known.join(', ')}</bdi>}</dd></>;
}
