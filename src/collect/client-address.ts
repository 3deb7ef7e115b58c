import { canonicalAddress } from '../core/address.ts';

const V4_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;
const BRACKETS = /^\[([0-9a-f:.]{2,45})(?:%[\w.-]{1,40})?\](?::\d{1,5})?$/i;
/** Ways to add a port to an address of version 6, beside the one with brackets. With a colon only where all eight groups are written out. */
const V6_PORT = /^([0-9a-f:]{2,39}(?=[#p. ])|(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?=:))(?:#|p| port |\.|:)\d{1,5}$/i;

/**
 * The address in a text, without port or brackets; undefined for what is none, and for `0.0.0.0` and `::`, by which
 * devices say that there is none.
 *
 * @see RFC 5952 section 6, the ways to write a port behind an address of version 6
 * @example addressOf('198.51.100.23:50123') // => '198.51.100.23'
 */
export function addressOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const whole = text.trim();
  const bare = [V4_PORT, BRACKETS, V6_PORT].map((form) => form.exec(whole)?.[1]).find((found) => found !== undefined) ?? whole;
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
