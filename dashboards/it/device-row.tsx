import type { JSX } from 'preact';
import type { DeviceRow as Row } from '../../src/api/contract.ts';
import { age } from '../kit/format.ts';
import { Verdict } from '../kit/verdict.tsx';
import { memo } from '../soc/memo.ts';
import { CustodyLine } from './custody-line.tsx';
import { actSays, dayOf, networkSays, plainDay, rangeSays, townOf } from './words.ts';

interface Props {
  readonly row: Row; readonly asOf: number; readonly isAt: boolean; readonly isSelected: boolean;
  readonly onCursor: (serial: string) => void; readonly onSelect: (serial: string) => void; readonly onOpen: (serial: string) => void;
}

/** One laptop. Its serial number is what the cursor stands on, and opens its panel. */
export const DeviceRow = memo(function DeviceRow({ row, asOf, isAt, isSelected, onCursor, onSelect, onOpen }: Props): JSX.Element {
  const { serial, stops, seemsAt } = row;
  const delivered = stops.find(({ stop }) => stop === 'delivered');
  const last = row.acts.findLast(({ state }) => state !== 'taken-back');
  return (
    <tr class={isAt ? 'is-at' : ''} data-row={serial} {...(isAt ? { 'aria-current': 'true' as const } : {})} onClick={() => onCursor(serial)}>
      <td class="pickrow"><input type="checkbox" aria-label={`Select ${serial}`} checked={isSelected} onChange={() => onSelect(serial)} /></td>
      <td class="vd"><Verdict verdict={row.verdict} /><small class="faint why">{row.why}</small>{last && <small class="did">{actSays(last)}</small>}</td>
      <th scope="row" class="sn"><button class="linkish" type="button" data-cursor="" onFocus={() => onCursor(serial)} onClick={() => onOpen(serial)}><span class="mono nowrap">{serial}</span></button><small class="faint nowrap">{row.assetTag}</small></th>
      <td class="hold">{row.holder}<small class="faint">starts {plainDay(row.startsOn)}</small></td>
      <td class="cust"><CustodyLine stops={stops} isApproved={row.verdict === 'moved-approved'} /></td>
      <td>{row.shippedTo ?? <span class="faint">unknown</span>}</td>
      <td class="dt">{row.returnedAt !== undefined ? <>returned {dayOf(row.returnedAt)}</> : row.deliveredAt === undefined ? <span class="faint">{delivered?.state === 'not-yet' ? 'not yet' : 'no data'}</span> : dayOf(row.deliveredAt)}{delivered?.state === 'elsewhere' && <small class="faint">{delivered.said}</small>}</td>
      <td class="dt">{row.firstContact === undefined ? <span class="faint">not yet</span> : dayOf(row.firstContact)}</td>
      <td class="at">{seemsAt
        ? <>{row.verdict === 'dark' && 'was in '}<b>{townOf(row)}</b> <span class="nowrap">± {seemsAt.radiusKm} km</span><small class="faint">{networkSays(seemsAt.network)}</small></>
        : row.lastContact === undefined ? <span class="faint">no contact yet</span> : 'cannot be told'}
      </td>
      <td class="num">{seemsAt ? rangeSays(row.kmFromHome) : '–'}</td>
      <td class="num">{seemsAt ? rangeSays(row.kmFromShip) : '–'}</td>
      <td class="num">{row.lastContact === undefined ? 'none' : age(asOf - row.lastContact)}<small class="faint">{row.daysThere} of 7 days</small></td>
    </tr>
  );
});
