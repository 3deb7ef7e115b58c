import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ResponsesView, ResponseView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { caseHref } from '../router.ts';
import { useSession } from '../session.ts';
import { useFocusReturn } from '../kit/focus.ts';
import { age, counted } from '../kit/format.ts';
import { KeyFoot, KeyHelp } from '../kit/key-help.tsx';
import { useKeys } from '../kit/keys.ts';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Failed, Loading, Stale } from '../kit/states.tsx';
import { Frame, RESPONSE } from '../soc/frame.tsx';
import { useCursor } from '../soc/use-cursor.ts';
import { ResponseSteps } from './response-steps.tsx';
import { PERFORMS_NONE } from './words.ts';

const FOOT = [{ keys: ['j', 'k'], does: 'move' }, { keys: ['Enter'], does: 'open the steps' }] as const;
const ALL = [{ keys: ['j', 'k'], does: 'next, previous response; the arrow keys do the same' }, { keys: ['Enter'], does: 'open its steps' }, { keys: ['Ctrl Enter'], does: 'send a dialog' }, { keys: ['Esc'], does: 'close' }, { keys: ['?'], does: 'these keys' }] as const;
const held = { cursor: undefined as string | undefined, cursorAt: 0, returning: false };

/** Responses to confirmed cases: how far each is, and what comes next. */
export function Responses(): JSX.Element {
  const { session } = useSession();
  const { value, problem, readAt, reload } = useResource<ResponsesView>('/api/responses');
  const [opened, setOpened] = useState<string>();
  const [isHelp, setHelp] = useState(false);
  const ids = useMemo(() => (value?.rows ?? []).map(({ case: id }) => id), [value]);
  const { cursor, put, move } = useCursor(ids, held);
  useEffect(() => { document.title = 'Response · Farmwatch'; }, []);
  useKeys({
    'j': () => move(1), 'ArrowDown': () => move(1), 'k': () => move(-1), 'ArrowUp': () => move(-1), 'Enter': () => { if (cursor !== undefined && ids.length > 0) setOpened(cursor); }, '?': () => setHelp(true),
  });
  return (
    <Frame here={RESPONSE} simulated={value?.simulated ?? session.demo}>
      <header class="top"><div><h1>Response</h1><p>What people do about confirmed cases. {PERFORMS_NONE}</p></div><p class="btns"><a class="btn" href="/response/plan">The plan</a></p></header>
      {value && problem && readAt !== undefined && <Stale what="the responses" readAt={readAt} now={Date.now()} problem={problem} onTry={reload} />}
      {!value && problem && <Failed problem={problem} what="Responses" whose="Responses are for analysts and for HR." session={session} onTry={reload} />}
      {!value && !problem && <Loading what="responses" rows={4} />}
      {value && value.rows.length === 0 && <div class="responses"><Empty lead="No response is under way.">One begins when a case is closed as a laptop farm, or by hand on the page of a case. No response does not mean that nobody needs one.</Empty></div>}
      {value && value.rows.length > 0 && (
        <Scroll label="Responses">
          <table class="list responses">
            <caption class="unseen">{counted(value.rows.length, 'response')}, the oldest first; those that ended come last.</caption>
            <thead><tr><th scope="col">Case</th><th scope="col">People</th><th scope="col">Since</th><th scope="col">Steps</th><th scope="col">Next</th><th scope="col">Owner of it</th></tr></thead>
            <tbody>
              {value.rows.map((row) => (
                <tr key={row.case} data-row={row.case} class={row.case === cursor ? 'is-at' : ''} onClick={() => put(row.case)}>
                  <th scope="row"><button class="linkish strong" type="button" data-cursor="" aria-haspopup="dialog" onFocus={() => put(row.case)} onClick={() => setOpened(row.case)}>{row.case}</button></th>
                  <td>{row.people}</td><td class="nowrap">{age(value.at - row.startedAt)}</td><td class="nowrap">{row.done} of {row.steps}</td>
                  <td>{row.ended !== undefined ? <span class="faint">ended</span> : row.next ?? <span class="faint">nothing left; end it</span>}</td><td>{row.owner ?? <span class="faint">nobody yet</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {value && <KeyFoot lines={FOOT} onAll={() => setHelp(true)} />}
      {opened !== undefined && <Panel key={opened} id={opened} seesCases={session.role !== 'hr'} onClose={() => setOpened(undefined)} />}
      {isHelp && <KeyHelp lines={ALL} onClose={() => setHelp(false)} />}
    </Frame>
  );
}

function Panel({ id, seesCases, onClose }: { readonly id: string; readonly seesCases: boolean; readonly onClose: () => void }): JSX.Element {
  const box = useRef<HTMLElement>(null);
  const { value, problem } = useResource<ResponseView>(`/api/responses/${encodeURIComponent(id)}`);
  useFocusReturn();
  useLayoutEffect(() => box.current?.focus({ preventScroll: true }), []);
  useKeys({ Escape: onClose });
  return (
    <section ref={box} class="drawer beside one-laptop one-response" role="dialog" aria-labelledby="one-response-h" tabIndex={-1}>
      <header>
        <div><h2 id="one-response-h">Response to {id}</h2>{value && <p>{value.people.join(', ')} {seesCases && <a href={caseHref(id)}>the case</a>}</p>}</div>
        <button class="btn" type="button" onClick={onClose}>Close <kbd aria-hidden="true">Esc</kbd></button>
      </header>
      {!value && !problem && <Loading what="the response" rows={6} />}
      {!value && problem && <p class="problem" role="alert">{problem.message}</p>}
      {value && <ResponseSteps of={value} />}
    </section>
  );
}
