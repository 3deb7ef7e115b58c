import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SystemView } from '../../src/api/contract.ts';
import { Line } from '../kit/line.tsx';
import { say } from '../kit/live-region.tsx';

/** Which systems can be asked, and for one of them what to write into the configuration. */
export function Connect({ systems }: { readonly systems: readonly SystemView[] }): JSX.Element {
  const pulled = systems.filter(({ pull }) => pull !== undefined);
  const [id, setId] = useState(pulled.find((one) => one.id === 'okta')?.id ?? pulled[0]?.id);
  const [copied, setCopied] = useState(false);
  const chosen = pulled.find((one) => one.id === id);
  const copy = async (text: string): Promise<void> => {
    // Where the browser keeps the clipboard to itself, the text can be selected.
    const isDone = await navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false;
    setCopied(isDone);
    say(isDone ? 'Copied.' : 'The browser does not let this page copy; select the text.');
  };
  return (
    <section class="block" id="connect" aria-labelledby="connect-h">
      <header><h2 id="connect-h" tabIndex={-1}>Connect a system</h2><p>Write this into <code>farmwatch.json</code>, fill in what stands as “…”, put the secrets where it says, and start the server anew. It asks every quarter of an hour from then on.</p></header>
      <p><label class="pick">System <select onChange={(event) => { setId(event.currentTarget.value); setCopied(false); }}>{pulled.map((one) => <option key={one.id} value={one.id} selected={one.id === id}>{one.id}: {one.title}</option>)}</select></label></p>
      {chosen?.pull && (
        <div class="connect">
          <pre class="raw" tabIndex={0} aria-label={`Configuration for ${chosen.id}`}><code>{chosen.pull.config}</code></pre>
          <div>
            <p class="soft"><Line of={chosen.pull.needs} /></p>
            <p class="btns"><button class="btn" type="button" onClick={() => { void copy(chosen.pull!.config); }}>{copied ? 'Copied' : 'Copy'}</button></p>
            <p class="small faint">Then <code>farmwatch config check</code> says whether it fits, <code>farmwatch collect {chosen.id}</code> asks once, and <code>farmwatch doctor</code> says what is missing.</p>
          </div>
        </div>
      )}
      <p class="small soft">Others can send by syslog or HTTP, or be read where their records are held already: Elasticsearch, OpenSearch, Splunk, Log Analytics. <code>farmwatch sources</code> lists all of them.</p>
    </section>
  );
}
