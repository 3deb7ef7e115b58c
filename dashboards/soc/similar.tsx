import type { JSX } from 'preact';
import type { SimilarCase, SimilarView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { caseHref } from '../router.ts';
import { Band } from '../kit/band.tsx';
import { counted } from '../kit/format.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Loading } from '../kit/states.tsx';
import { When } from '../kit/when.tsx';
import { reasonSays } from '../kit/words.ts';

/** Reasons shown of one case. */
const REASONS_SHOWN = 4;

/** Other and earlier cases with the same people, place, line, tool or token: why they are like this one, and what became of them. */
export function Similar({ id }: { readonly id: string }): JSX.Element {
  const { value, problem, reload } = useResource<SimilarView>(`/api/cases/${encodeURIComponent(id)}/similar`);
  return (
    <section class="block" id="similar" aria-labelledby="sim-h">
      <header><h2 id="sim-h">Similar and earlier cases</h2>{value && <p>{lookedSays(value)}</p>}</header>
      {!value && !problem && <Loading what="similar cases" rows={2} />}
      {!value && problem && <p class="soft">{problem.message} <button class="btn low" type="button" onClick={reload}>Try now</button></p>}
      {value && value.lookedAt > 0 && value.cases.length === 0 && <p class="soft">None of them has a person, place, line, tool, laptop or token in common with this one. That is no proof that the story is new.</p>}
      {value && value.cases.length > 0 && (
        <Scroll label="Similar and earlier cases">
          <table class="plain-table similar">
            <thead><tr><th scope="col">Case</th><th scope="col">Why it is like this one</th><th scope="col">Highest</th><th scope="col">What became of it</th></tr></thead>
            <tbody>{value.cases.map((one) => <Row key={one.id} one={one} />)}</tbody>
          </table>
        </Scroll>
      )}
      {value && value.more > 0 && <p class="small soft after">And {counted(value.more, 'more case')} with less in common.</p>}
    </section>
  );
}

function Row({ one }: { readonly one: SimilarCase }): JSX.Element {
  const left = one.because.length - REASONS_SHOWN;
  return (
    <tr>
      <th scope="row"><a href={caseHref(one.id)}>{one.id}</a><small class="faint fam-part">{one.title}</small></th>
      <td>{one.because.slice(0, REASONS_SHOWN).map((says) => <span class="fam-part" key={says}>{says}</span>)}{left > 0 && <span class="fam-part faint">and {counted(left, 'more thing')}</span>}</td>
      <td class="nowrap"><Band band={one.peak} /></td>
      <td>{one.closed && one.status === 'closed'
        ? <><b>{reasonSays(one.closed.reason)}</b>, {one.closed.by}, <When at={one.closed.at} zone={undefined} short />. <span class="soft">{one.closed.note}</span></>
        : <>{one.status === 'retracted' ? 'taken back by later evidence' : one.status}, opened <When at={one.openedAt} zone={undefined} short /></>}</td>
    </tr>
  );
}

function lookedSays({ lookedAt, byPeopleAlone }: SimilarView): string {
  if (lookedAt === 0) return 'There is no other case to compare with.';
  return `${counted(lookedAt, 'other case')} looked at: people, places, lines, tools, laptops, tokens.${byPeopleAlone > 0 ? ` ${byPeopleAlone} of them, long ago, by their people alone.` : ''}`;
}
