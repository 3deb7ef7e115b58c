import type { JSX } from 'preact';
import { Needs } from './needs.tsx';

const WAYS = [
  { title: 'Look around with made-up data', says: 'A seeded company with a farm in it. Every page says that it is simulated; it never mixes with yours.', command: 'farmwatch demo', foot: 'nothing leaves this machine' },
  { title: 'Bring files', says: 'A list of people is enough to begin; events add the rest. A row that cannot be used is set aside with its reason, and the import goes on.', command: 'farmwatch import \\\n  --people people.csv \\\n  --events events.ndjson.gz', foot: 'plain CSV and NDJSON' },
  { title: 'Connect sources', says: 'Start with the people list, sign-ins and laptop check-ins: those three carry company, place and hours. Each asks only for read access.', command: 'farmwatch collect okta\nfarmwatch doctor', foot: 'doctor says what is missing' },
] as const;

/** What the queue shows before the first run. */
export function FirstRun(): JSX.Element {
  return (
    <>
      <header class="top"><div><h1>No data yet: three ways to begin</h1><p class="lead">Nothing has been read and nobody is watched.</p></div></header>
      <ol class="three">
        {WAYS.map(({ title, says, command, foot }, at) => (
          <li class="way" key={title}>
            <h2><span class="way-n">{at + 1}</span> {title}</h2>
            <p>{says}</p>
            <pre class="raw" tabIndex={0} aria-label={`Command: ${title}`}><code>{command}</code></pre>
            <p class="way-foot"><span class="small faint">{foot}</span></p>
          </li>
        ))}
      </ol>
      <Needs />
      <section class="block">
        <header><h2>Before the first real person</h2></header>
        <ul class="bullets wide">
          <li>Tell staff what is read and what never is.</li>
          <li>Never read: keystrokes, screens, camera, microphone, messages, browsing.</li>
          <li>Families without data say “dark”, never “clear”.</li>
        </ul>
      </section>
    </>
  );
}
