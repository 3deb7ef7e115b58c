import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../session.ts';
import { CommonKeys } from '../kit/key-help.tsx';
import { Line } from '../kit/line.tsx';
import { Scroll } from '../kit/scroll.tsx';
import { Empty, Loading } from '../kit/states.tsx';
import { Frame, HELP } from '../soc/frame.tsx';
import { blocksOf, type Block } from './blocks.ts';
import { GUIDES, type Guide } from './guides.ts';

/** The guides: first hour, first week, first case. Without a name the reader's own. */
export function Help({ guide: asked }: { readonly guide: string | undefined }): JSX.Element {
  const { session } = useSession();
  const mine = GUIDES.filter((one) => one.for.includes(session.role));
  const guide = asked === undefined ? mine.find((one) => one.for[0] === session.role) : mine.find(({ id }) => id === asked);
  const others = mine.filter((one) => one !== guide);
  useEffect(() => { document.title = 'Help · Farmwatch'; }, []);
  return (
    <Frame here={HELP} simulated={session.demo}>
      {guide ? <Text key={guide.id} of={guide} /> : <><h1 class="unseen">Help</h1><Empty lead="There is no such guide for you." acts={<a class="btn" href="/help">Your guide</a>} /></>}
      {others.length > 0 && (
        <section class="block">
          <header><h2>Other guides</h2></header>
          <ul class="guide-list">{others.map(({ id, title, says }) => <li key={id}><a href={`/help/${id}`}>{title}</a> <span class="soft">{says}</span></li>)}</ul>
        </section>
      )}
      <CommonKeys />
    </Frame>
  );
}

function Text({ of }: { readonly of: Guide }): JSX.Element {
  const [text, setText] = useState<string>();
  const [isLost, setLost] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    fetch(of.text).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText)))).then(setText, () => setLost(true));
  }, [of, tries]);
  if (text !== undefined) return <article class="guide">{blocksOf(text).map((block, at) => <Piece key={at} of={block} />)}</article>;
  if (isLost) return <Empty lead="The guide cannot be read." acts={<button class="btn" type="button" onClick={() => { setLost(false); setTries(tries + 1); }}>Try now</button>}>The server does not answer, or was updated while this page was open. Load the page again.</Empty>;
  return <Loading what="the guide" />;
}

function Piece({ of }: { readonly of: Block }): JSX.Element {
  switch (of.is) {
    case 'heading': {
      const Name = `h${of.level}` as const;
      return <Name><Line of={of.text} /></Name>;
    }
    case 'paragraph': return <p><Line of={of.text} /></p>;
    case 'code': return <pre class="raw" tabIndex={0} aria-label="To type"><code>{of.text}</code></pre>;
    case 'list': return of.isNumbered ? <ol>{of.items.map((item) => <li key={item}><Line of={item} /></li>)}</ol> : <ul>{of.items.map((item) => <li key={item}><Line of={item} /></li>)}</ul>;
    case 'table': return (
      <Scroll label="Table">
        <table class="plain-table">
          <thead><tr>{of.head.map((cell) => <th scope="col" key={cell}><Line of={cell} /></th>)}</tr></thead>
          <tbody>{of.rows.map(([first = '', ...rest]) => <tr key={first}><th scope="row"><Line of={first} /></th>{rest.map((cell, at) => <td key={at}><Line of={cell} /></td>)}</tr>)}</tbody>
        </table>
      </Scroll>
    );
  }
}
