import { isPlaceholderSerial } from '../../src/core/placeholder.ts';

/**
 * EDID serials that a whole product has: sample EDIDs of capture chips and network KVMs, presets that their firmware
 * offers, and what makers of panels leave in. Equal ones are not one monitor. Folded: lower case, letters and digits only.
 */
const DEFAULTS: ReadonlySet<string> = new Set([
  // 0x01010101 and 0x88888800, in hexadecimal and as numbers.
  '01010101', '0x01010101', '16843009', '88888800', '0x88888800', '2290649088',
  // Firmware of network KVMs names itself, or one of three monitors it was copied from.
  'cafebabe', 'nanokvm', 't8nee0038522', 'm1lmqs052157', '3s5gq23', 'demoset1',
]);

/** Words in which a display tells which one it is. */
export interface DisplayWords { readonly maker: string | undefined; readonly code: string | undefined; readonly serial: string }

/**
 * One name for one monitor, whatever the case in which it is written.
 *
 * @returns undefined for a serial that many monitors have
 * @example monitorOf({ maker: 'DEL', code: 'A0F1', serial: '7LK2M53' }) // => 'del/a0f1/7lk2m53'
 */
export function monitorOf({ maker, code, serial }: DisplayWords): string | undefined {
  const folded = fold(serial);
  // Short numbers count up within a batch, or stand for a port.
  if (folded.length < 4 || isPlaceholderSerial(serial) || DEFAULTS.has(folded)) return undefined;
  return [fold(maker ?? ''), fold(code ?? '').replace(/^0x/, ''), folded].join('/');
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
