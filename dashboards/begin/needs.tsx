import type { JSX } from 'preact';
import type { Family } from '../../src/api/contract.ts';
import { Scroll } from '../kit/scroll.tsx';
import { FAMILIES } from '../kit/words.ts';

interface Source { readonly name: string; readonly needed: readonly Family[]; readonly helps: readonly Family[] }

const SOURCES: readonly Source[] = [
  { name: 'People list', needed: ['company', 'place', 'hours'], helps: ['identity', 'application'] },
  { name: 'Sign-ins', needed: ['identity', 'network'], helps: ['company', 'place', 'hours'] },
  { name: 'Laptop check-ins', needed: ['company', 'place'], helps: ['machine', 'network'] },
  { name: 'Software, USB, displays', needed: ['machine'], helps: ['identity'] },
  { name: 'Remote sessions', needed: ['session'], helps: ['company', 'machine', 'hours'] },
  { name: 'Activity intervals', needed: ['hours'], helps: ['company', 'machine'] },
  { name: 'Parcels', needed: ['place'], helps: ['company'] },
  { name: 'Applications', needed: ['application'], helps: ['identity'] },
  { name: 'Badges and checks in person', needed: ['human'], helps: ['place'] },
];

/** Which source each family needs, so that the first one can be chosen well. @param isEmpty nothing has come yet, of any of them */
export function Needs({ isEmpty }: { readonly isEmpty: boolean }): JSX.Element {
  return (
    <section class="block needs" aria-labelledby="needs-h">
      <header><h2 id="needs-h">What each source makes possible</h2><p>Filled: needed. Ring: helps. You can begin with one and add the others later; families without data say “dark”, never “clear”.</p></header>
      <Scroll label="What each source makes possible">
        <table class="plain-table">
          <thead><tr><th scope="col">Source</th>{FAMILIES.map((family) => <th scope="col" class="c" key={family}>{family}</th>)}{isEmpty && <th scope="col">State</th>}</tr></thead>
          <tbody>
            {SOURCES.map((source) => (
              <tr key={source.name}>
                <th scope="row">{source.name}</th>
                {FAMILIES.map((family) => <td class="c" key={family}><Mark how={source.needed.includes(family) ? 'needed' : source.helps.includes(family) ? 'helps' : 'no'} /></td>)}
                {isEmpty && <td class="nowrap"><span class="nodata hatched" aria-hidden="true" /> nothing yet</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Mark({ how }: { readonly how: 'needed' | 'helps' | 'no' }): JSX.Element {
  return (
    <>
      {how !== 'no' && <svg width="14" height="14" aria-hidden="true">{how === 'needed' ? <circle class="f-ink" cx="7" cy="7" r="4.6" /> : <circle class="f-none k-2" cx="7" cy="7" r="4" stroke-width="1.4" />}</svg>}
      <span class="unseen">{how}</span>
    </>
  );
}
