import { canonicalAddress } from '../core/address.ts';

/**
 * The address in a text, without port or brackets; undefined for what is none, and for `0.0.0.0` and `::`, by which
 * devices say that there is none.
 *
 * @example addressOf('198.51.100.23:50123') // => '198.51.100.23'
 */
export function addressOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bare = text.trim().replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').replace(/^\[([0-9a-f:.]+)\](:\d+)?$/i, '$1');
  const address = canonicalAddress(bare);
  return address === '0.0.0.0' || address === '::' ? undefined : address;
}

/** The same, without addresses that every machine has: they say nothing of where somebody is. */
export function farAddress(text: string | undefined): string | undefined {
  const address = addressOf(text);
  return address === undefined || /^(127\.|169\.254\.|::1$|fe[89ab])/.test(address) ? undefined : address;
}

/** The number of the network that announces an address; undefined for text that is none. */
export function networkNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}
