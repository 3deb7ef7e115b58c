import { describe, expect, it } from 'vitest';
import { anEvent } from '../../../test/support/builders.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import type { OwnRow } from '../../catalogue/history.ts';
import type { Event } from '../../core/event.ts';
import { ordinaryHere } from './seen-here.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const own = (list: OwnRow['list'], row: object): OwnRow => ({ list, id: 'ours', owner: 'it', reason: 'a case', row: row as OwnRow['row'] });
const TOOL = {
  id: 'ours', name: 'Ours', kind: 'remote-control', signers: [], originalFileNames: [], processes: [], executables: [], services: [], packages: [], domains: [], commandLines: [],
  sharedSigner: false, corporateUse: 'low', namedInReports: false, source: 'our wiki', date: '2026-11-20',
};
const DEVICE = { id: 'ours', name: 'Ours', what: 'made here', ids: ['17e9:6006'], needs: 'nothing', names: [], withIds: [], serials: [], source: 'our wiki', date: '2026-11-20', confidence: 'secondary' };
const on = (laptop: number, fields: Partial<Event>): Event => anEvent({ '@timestamp': NOW - 3_600_000, 'event.id': `${laptop}/${JSON.stringify(fields)}`, 'device.serial_number': `SN-${laptop}`, ...fields });

async function storeOf(laptops: number) {
  const store = memoryStore({ now: () => NOW });
  await store.events.append(Array.from({ length: laptops }, (_, nth) => [
    on(nth, { 'event.action': 'process-started', 'process.name': 'crm.exe', 'process.executable': 'C:\\Program Files\\Crm\\crm.exe', 'process.code_signature.subject_name': 'Crm GmbH' }),
    ...(nth < 3 ? [on(nth, { 'event.action': 'process-started', 'process.name': 'oddhost.exe' })] : []),
    on(nth, { 'event.action': 'usb-present', 'farmwatch.usb.vendor_id': '413c', 'farmwatch.usb.product_id': '2113' }),
    ...(nth % 2 === 0 ? [on(nth, { 'event.action': 'usb-present', 'farmwatch.usb.vendor_id': '17e9', 'farmwatch.usb.product_id': '6006' })] : []),
  ]).flat());
  return store;
}

describe('a row of a company’s own', () => {
  it.each([
    ['a program', own('tools', { ...TOOL, processes: ['crm*'] })],
    ['a signer', own('tools', { ...TOOL, signers: ['Crm GmbH'] })],
    ['a folder', own('tools', { ...TOOL, executables: ['*/crm/*'] })],
    ['a dock', own('devices', DEVICE)],
  ])('is refused where more than a fifth of the laptops here have it: %s', async (_, row) => {
    expect(await ordinaryHere([row], await storeOf(30), NOW)).toEqual([expect.stringMatching(/\/ours: it matches what (15|30) of 30 laptops here had in the last 28 days, and above 20 % it says nothing/)]);
  });

  it('is taken where few have it, where the company says that it uses it itself, and where few laptops are known', async () => {
    expect(await ordinaryHere([own('tools', { ...TOOL, processes: ['oddhost.exe'] })], await storeOf(30), NOW)).toEqual([]);
    expect(await ordinaryHere([own('tools', { ...TOOL, processes: ['crm*'], corporateUse: 'high' })], await storeOf(30), NOW)).toEqual([]);
    expect(await ordinaryHere([own('tools', { ...TOOL, processes: ['crm*'] })], await storeOf(10), NOW)).toEqual([]);
  });
});
