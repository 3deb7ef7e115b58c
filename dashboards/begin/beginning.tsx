import type { JSX } from 'preact';
import type { BeginView } from '../../src/api/contract.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { counted } from '../kit/format.ts';
import { Line } from '../kit/line.tsx';
import { Failed, Loading } from '../kit/states.tsx';
import { Connect } from './connect.tsx';
import { DropArea } from './drop-area.tsx';
import { FileList } from './file-list.tsx';
import { Needs } from './needs.tsx';
import { DutiesForm } from '../rights/duties-form.tsx';
import { useFiles } from './use-files.ts';

/** For whom it is. */
export const WHOSE = 'Files are brought by analysts and administrators.';

/** Three ways to begin. On the first day it stands in place of the queue; later it is a page of its own. */
export function Beginning({ hasRun, onBusy }: { readonly hasRun: boolean; readonly onBusy?: (isBusy: boolean) => void }): JSX.Element {
  const { session } = useSession();
  const { value: begin, problem, reload } = useResource<BeginView>('/api/begin');
  const files = useFiles(begin?.mostBytes ?? Infinity);
  if (!begin) {
    return (
      <>
        <h1 class="unseen">Ways to begin</h1>
        {problem ? <Failed problem={problem} what="This page" whose={WHOSE} session={session} onTry={reload} /> : <Loading what="ways to begin" />}
      </>
    );
  }
  return (
    <>
      <header class="top"><div><h1>{titleSays(begin, hasRun)}</h1><p class="lead">{leadSays(begin, hasRun)}</p></div></header>
      <DutiesForm onDone={reload} />
      <ol class="three">
        <li class="way">
          <h2><span class="way-n">1</span> Drop your files here</h2>
          {begin.simulated
            ? <p>This is the simulated company, and real people are never mixed into it. Start <code>farmwatch serve</code> with a store of your own, and drop your files there.</p>
            : <DropArea files={files} mostBytes={begin.mostBytes} />}
        </li>
        <li class="way">
          <h2><span class="way-n">2</span> Connect a system</h2>
          <p>Start with the people list, sign-ins and laptop check-ins: those three carry company, place and hours. Each asks only for read access.</p>
          <p class="way-foot"><a class="btn" href="#connect">Choose a system</a><span class="small faint">{begin.systems.filter(({ pull }) => pull !== undefined).length} can be asked, {begin.systems.length} can be read from files</span></p>
        </li>
        <li class="way">
          <h2><span class="way-n">3</span> Look at the simulated company</h2>
          <p>Some 120 made-up hires with a farm of four among them. Every page says that it is simulated; it never mixes with yours.</p>
          <pre class="raw" tabIndex={0} aria-label="Command: look at the simulated company"><code>farmwatch demo --port 8421</code></pre>
          <p class="way-foot"><span class="small faint">a store of its own; it takes a minute or two</span></p>
        </li>
      </ol>
      {!begin.simulated && <FileList files={files} begin={begin} hasRun={hasRun} onBusy={onBusy} />}
      <Connect systems={begin.systems} />
      <Needs isEmpty={!hasRun && begin.held.people === 0} />
      <Samples begin={begin} />
      <section class="block">
        <header><h2>Before the first real person</h2></header>
        <ul class="bullets wide">
          <li>Tell staff what is read and what never is. Name somebody who answers for it.</li>
          <li>Never read: which keys are pressed, screens, camera, microphone, messages. What a browser looks up is not kept by name.</li>
          <li>Families without data say “dark”, never “clear”.</li>
          <li>How to begin, step by step: <a href="/help/administrator">the guide for administrators</a>.</li>
        </ul>
      </section>
    </>
  );
}

function Samples({ begin }: { readonly begin: BeginView }): JSX.Element {
  return (
    <section class="block" aria-labelledby="samples-h">
      <header><h2 id="samples-h">What a file may hold</h2><p>Your own column names are mostly understood; an empty table shows every column there is. Events are one JSON document a line, in the Elastic Common Schema.</p></header>
      <ul class="samples">
        {begin.tables.map(({ kind, says, columns }) => (
          <li key={kind}><b>{kind}</b> <span class="soft"><Line of={says} /> Needs {columns.filter(({ isNeeded }) => isNeeded).map(({ column }) => column).join(', ')}.</span> <a href={`/api/begin/samples/${kind}`} download={`${kind}.csv`} target="_self">Empty table<span class="unseen"> of {kind}</span></a></li>
        ))}
      </ul>
    </section>
  );
}

function titleSays({ held }: BeginView, hasRun: boolean): string {
  if (hasRun) return 'Bring files, or connect a system';
  return held.people > 0 ? 'Files are in; nobody has been looked at yet' : 'No data yet: three ways to begin';
}

function leadSays({ held }: BeginView, hasRun: boolean): string {
  const rows = `${counted(held.people, 'person', 'people')} and ${counted(held.devices, 'laptop')} are on record.`;
  if (hasRun) return `${rows} The same file again changes nothing.`;
  return held.people > 0 ? `${rows} The first run says who is in their first months, and what can be told of them.` : 'Nothing has been read and nobody is watched.';
}
