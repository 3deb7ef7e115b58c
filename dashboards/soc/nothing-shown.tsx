import type { JSX } from 'preact';
import type { QueueView } from '../../src/api/contract.ts';
import { count, counted } from '../kit/format.ts';
import { Empty } from '../kit/states.tsx';
import { countOf, filtersOf, mostHiding, shownRows, VIEWS, type FilterName, type Filters } from './views.ts';

/** An empty list first says what was looked at; with filters, which one hides most. */
export function NothingShown({ queue, filters, user, onDrop }: { readonly queue: QueueView; readonly filters: Filters; readonly user: string; readonly onDrop: (name?: FilterName) => void }): JSX.Element {
  const hiding = mostHiding(queue.rows, filters, user, queue.asOf);
  const inView = shownRows(queue.rows, { ...filtersOf(''), view: filters.view }, user, queue.asOf).length;
  if (hiding && inView > 0) {
    return (
      <Empty
        lead={inView === 1 ? 'The one row in this view does not match.' : `None of the ${counted(inView, 'row')} in this view matches.`}
        acts={<><button class="btn" type="button" onClick={() => onDrop(hiding.name)}>Drop that filter</button><button class="btn plain" type="button" onClick={() => onDrop()}>Drop all filters</button>{filters.q !== '' && <a class="btn plain" href="/hires">All hires</a>}</>}
      >
        Without <b>{hiding.says}</b> there would be {count(hiding.left)}.{filters.q !== '' && ' Only cases and watched people are in the queue; everybody in their first months stands under Hires.'}
      </Empty>
    );
  }
  if (filters.view !== 'open') {
    const says = VIEWS.find(({ name }) => name === filters.view)?.says ?? filters.view;
    return <Empty lead={`Nothing under “${says}”.`} acts={<a class="btn" href="/">Open cases ({countOf('open', queue.rows, user)})</a>}>{lookedAt(queue)}</Empty>;
  }
  const dark = queue.sources.filter(({ state }) => state === 'dark' || state === 'failed');
  const closed = countOf('closed', queue.rows, user);
  return (
    <Empty lead={dark.length > 0 ? 'No open cases among the hires we can see.' : 'No open cases.'} acts={closed > 0 && <a class="btn plain" href="/?view=closed">Closed ({closed})</a>}>
      {lookedAt(queue)}{dark.length > 0 && ` ${dark.map(({ name }) => name).join(', ')} sent nothing: about the people it covers this list says nothing.`}
    </Empty>
  );
}

function lookedAt(queue: QueueView): string {
  const fresh = queue.sources.filter(({ state }) => state === 'fresh').length;
  return `${counted(queue.inScope, 'hire')} looked at in the last run, with ${fresh} of ${counted(queue.sources.length, 'source')} fresh.`;
}
