import type { JSX } from 'preact';
import { memo } from './memo.ts';
import type { QueueRow as Row } from '../../src/api/contract.ts';
import { caseHref, personHref } from '../router.ts';
import { Band } from '../kit/band.tsx';
import { Cover } from '../kit/cover.tsx';
import { FamilyMark } from '../kit/family-mark.tsx';
import { age, counted, days } from '../kit/format.ts';
import { placeSpeaks, VerdictBeside } from '../kit/verdict.tsx';
import { FAMILIES } from '../kit/words.ts';

export const hrefOfRow = (row: Row): string => (row.kind === 'case' ? caseHref(row.id) : personHref(row.id));

interface Props {
  readonly row: Row; readonly asOf: number | undefined; readonly isAt: boolean; readonly isSelected: boolean;
  readonly onCursor: (id: string) => void; readonly onSelect: (id: string) => void; readonly onTake: (row: Row) => void;
}

/** One line of the queue. Its link is what the cursor stands on. */
export const QueueRow = memo(function QueueRow({ row, asOf, isAt, isSelected, onCursor, onSelect, onTake }: Props): JSX.Element {
  const { id, kind, people } = row;
  const names = people.map(({ name }) => name);
  return (
    <tr class={isAt ? 'is-at' : ''} data-row={id} {...(isAt ? { 'aria-current': 'true' as const } : {})} onClick={() => onCursor(id)}>
      <td class="pickrow"><input type="checkbox" aria-label={`Select ${kind === 'case' ? id : names.join(', ')}`} checked={isSelected} onChange={() => onSelect(id)} /></td>
      <td><Band band={row.band} chance={row.chance} />{row.status !== 'open' && row.status !== 'watched' && <span class="sub faint">{row.status}</span>}</td>
      <th scope="row" class="who">
        <a href={hrefOfRow(row)} data-cursor="" onFocus={() => onCursor(id)}>
          {people.map((person, at) => <>{at > 0 && <> <span class="faint">+</span> </>}<span class="name">{person.name}</span></>)}
        </a>
        <span class="sub">
          <span class="faint">{kind === 'case' ? `${id} · ` : ''}{counted(row.laptops, 'laptop')}</span>
          {row.verdict !== undefined && <> <VerdictBeside verdict={row.verdict} speaks={placeSpeaks(row.families)} /></>}
        </span>
      </th>
      <td class="why">{row.why}</td>
      {FAMILIES.map((family) => (
        <td class="fam" key={family}><FamilyMark cell={row.families.find((cell) => cell.family === family) ?? { family, state: 'silent', adds: 0 }} /></td>
      ))}
      <td class="cov"><Cover of={row.dataThere} /></td>
      <td class="num p2">{days(people.map(({ day }) => day))}</td>
      <td class="num p2">{row.openedAt === undefined || asOf === undefined ? '–' : age(asOf - row.openedAt)}</td>
      <td class="own">
        {row.owner ?? (kind === 'case' && row.status === 'open'
          ? <button class="btn plain" type="button" onClick={() => onTake(row)}>Take<span class="unseen"> {id}</span></button>
          : <span class="faint">–</span>)}
        {row.waitingFor !== undefined && <span class="sub faint">waiting: {row.waitingFor}</span>}
      </td>
    </tr>
  );
});
