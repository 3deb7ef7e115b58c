import type { ComponentChildren, JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { AllowanceOffer, AllowanceRequest, AllowancesView, AllowedWhat, CloseReason, PlaceKind } from '../../src/api/contract.ts';
import { tryAllowance } from '../api.ts';
import { DAY } from '../kit/format.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { trialSays } from './waiting-items.ts';

/** Closings after which the same could be allowed from now on. */
export const ALLOWS: readonly CloseReason[] = ['benign-true', 'false'];

/** What is typed of an entry; `choice` is the offer, empty for none. */
export interface Entry {
  readonly choice: string; readonly what: AllowedWhat | undefined; readonly until: string; readonly owner: string; readonly reason: string;
  /** What `what` would have hidden, once it was tried out. */
  readonly trial: string | undefined;
}
/** An entry that nobody renews ends by itself. */
const USUAL_DAYS = 90;
const later = (): string => new Date(Date.now() + USUAL_DAYS * DAY).toISOString().slice(0, 10);
export const NO_ENTRY: Entry = { choice: '', what: undefined, until: later(), owner: '', reason: '', trial: undefined };

const PLACE_SAYS = { 'cowork': 'co-working floor', 'office': 'office', 'campus': 'campus', 'vpn-egress': 'our own VPN exit', 'cloud-desktop': 'cloud desktops', 'carrier-nat': 'carrier that shares one address' } as const satisfies Record<PlaceKind, string>;

/** The entry to ask for, undefined for none, or what is still missing as a sentence. */
export function requestOf({ choice, what, until, owner, reason, trial }: Entry, note: string): AllowanceRequest | string | undefined {
  if (choice === '' || what === undefined) return undefined;
  if (what.kind === 'place' && what.name.trim() === '') return 'Give the place a name, or choose no entry.';
  if (until === '' || owner.trim() === '') return 'An entry needs a last day and somebody who answers for it.';
  if (trial === undefined) return 'First see what the entry would have hidden.';
  return { what, until, owner: owner.trim(), reason: reason.trim() === '' ? note : reason.trim() };
}

/** An entry for the allow-list that fits the evidence: what, for whom, until when, who answers, and what it would have hidden. */
export function AllowFields({ caseId, entry, onChange }: { readonly caseId: string; readonly entry: Entry; readonly onChange: (more: Partial<Entry>) => void }): JSX.Element {
  const { session } = useSession();
  const { value, problem } = useResource<AllowancesView>(`/api/cases/${encodeURIComponent(caseId)}/allowances`);
  const [failed, setFailed] = useState<string>();
  const [isTrying, setTrying] = useState(false);
  const busy = useRef(false);
  const { what } = entry;
  // Another “what” was not tried out yet.
  const changeWhat = (next: AllowedWhat | undefined, choice = entry.choice): void => onChange({ what: next, choice, trial: undefined });
  const offer = value?.offers.find((one) => idOf(one) === entry.choice);

  const tryIt = async (): Promise<void> => {
    if (busy.current || what === undefined) return;
    if (what.kind === 'place' && what.name.trim() === '') return setFailed('Give the place a name first.');
    busy.current = true;
    setTrying(true);
    setFailed(undefined);
    const answer = await tryAllowance(session, { caseId, what });
    busy.current = false;
    setTrying(false);
    if (answer.ok) onChange({ trial: trialSays(answer.value) });
    else setFailed(answer.problem.message);
  };

  return (
    <fieldset class="well allow">
      <legend class="lab">Entry for the allow-list <span class="faint">optional, tried out first; a second person confirms it</span></legend>
      {!value && !problem && <p class="soft small">Looking what the evidence offers…</p>}
      {!value && problem && <p class="soft small">{problem.message} The case can be closed without an entry.</p>}
      {value?.offers.length === 0 && <p class="soft small">The evidence names no tool, no line and no shared home that could be allowed.</p>}
      {value && value.offers.length > 0 && (
        <div class="allow-row">
          <Labelled id="allow-what" says="Tool, place or household">
            <select class="field" id="allow-what" value={entry.choice} onChange={(event) => { const next = value.offers.find((one) => idOf(one) === event.currentTarget.value); changeWhat(next && whatOf(next), event.currentTarget.value); }}>
              <option value="">no entry</option>
              {value.offers.map((one) => <option key={idOf(one)} value={idOf(one)}>{offerSays(one)}</option>)}
            </select>
          </Labelled>
          {offer?.kind === 'permission' && what?.kind === 'permission' && (
            <Labelled id="allow-scope" says="For whom">
              <select class="field" id="allow-scope" value={what.scope} onChange={(event) => changeWhat({ ...what, scope: event.currentTarget.value })}>{offer.scopes.map(({ scope, says }) => <option key={scope} value={scope}>{says}</option>)}</select>
            </Labelled>
          )}
          {what?.kind === 'place' && (
            <>
              <Labelled id="allow-kind" says="What it is">
                <select class="field" id="allow-kind" value={what.placeKind} onChange={(event) => changeWhat({ ...what, placeKind: event.currentTarget.value as PlaceKind })}>{Object.entries(PLACE_SAYS).map(([kind, says]) => <option key={kind} value={kind}>{says}</option>)}</select>
              </Labelled>
              <Labelled id="allow-name" says="Its name"><input class="field" id="allow-name" maxLength={200} value={what.name} onInput={(event) => onChange({ what: { ...what, name: event.currentTarget.value } })} /></Labelled>
            </>
          )}
        </div>
      )}
      {what !== undefined && (
        <>
          <div class="allow-row">
            <Labelled id="allow-until" says="Last day"><input class="field" id="allow-until" type="date" value={entry.until} onInput={(event) => onChange({ until: event.currentTarget.value })} /></Labelled>
            <Labelled id="allow-owner" says="Who answers for it"><input class="field" id="allow-owner" maxLength={200} value={entry.owner} onInput={(event) => onChange({ owner: event.currentTarget.value })} /></Labelled>
            <Labelled id="allow-reason" says="Reason"><input class="field" id="allow-reason" maxLength={4000} placeholder="the sentence above" value={entry.reason} onInput={(event) => onChange({ reason: event.currentTarget.value })} /></Labelled>
          </div>
          {what.kind === 'household' && <p class="soft small">It ends sooner where a people.csv changes one of these people and names no household for them. Have it written there too.</p>}
          {what.kind === 'place' && <p class="soft small">It stands beside places.csv, which need not name it.</p>}
          <div class="trial">
            <button class="btn" type="button" aria-disabled={isTrying} onClick={() => { void tryIt(); }}>{isTrying ? 'Trying it out…' : 'Show what it would have hidden'}</button>
            <p role="status">{isTrying ? 'Everybody is judged once more with it and without. In a large company that takes a minute.' : entry.trial}</p>
            {failed !== undefined && <p class="problem" role="alert">{failed}</p>}
          </div>
        </>
      )}
    </fieldset>
  );
}

function Labelled({ id, says, children }: { readonly id: string; readonly says: string; readonly children: ComponentChildren }): JSX.Element {
  return <div><label class="lab" for={id}>{says}</label>{children}</div>;
}

function idOf(offer: AllowanceOffer): string {
  return offer.kind === 'permission' ? `tool ${offer.tool}` : offer.kind === 'place' ? `place ${offer.finding}` : `household ${offer.people.join(' ')}`;
}

function offerSays(offer: AllowanceOffer): string {
  return offer.kind === 'permission' ? `tool: ${offer.says}` : offer.kind === 'place' ? offer.says : `household: ${offer.says}`;
}

/** An offer as it is asked for at first: for one person, not for all. */
function whatOf(offer: AllowanceOffer): AllowedWhat {
  switch (offer.kind) {
    case 'permission': return { kind: 'permission', tool: offer.tool, scope: offer.scopes[0]?.scope ?? 'all' };
    case 'place': return { kind: 'place', finding: offer.finding, placeKind: 'cowork', name: '' };
    case 'household': return { kind: 'household', people: offer.people };
  }
}
