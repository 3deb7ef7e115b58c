import { expect, it } from 'vitest';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { mapColumns } from './columns.ts';
import { importSheet } from './import-table.ts';
import { parseSheet } from './sheet.ts';

it('gives others their turn while a long table is read', async () => {
  const text = `serial,asset_tag\n${Array.from({ length: 20_000 }, (_, nth) => `SN-${nth},A-${nth}`).join('\n')}\n`;
  const sheet = await parseSheet(Buffer.from(text), 'devices.csv');
  let turns = 0;
  const count = (): void => { turns += 1; next = setImmediate(count); };
  let next = setImmediate(count);

  const { added } = await importSheet({ file: 'devices.csv', kind: 'devices', sheet, mapping: mapColumns('devices.csv', 'devices', sheet.header), at: 0, dryRun: true }, { store: memoryStore({ now: () => 0 }), key: { version: 1, secret: Buffer.from('a company key of some length') } });
  clearImmediate(next);

  expect(added).toBe(20_000);
  // Ten for each of the four ways through the rows.
  expect(turns).toBeGreaterThan(30);
});
