import { fittingPatterns } from '../../core/long-names.ts';
import type { HireId } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import type { History } from '../../detect/people/registry.ts';
import { namesOf, rowsOf } from '../retention/old-people.ts';

/** Shorter names are words of any text. */
const SHORTEST = 3;

/**
 * Tells whether a record, as it was sent, names a person: by hire, application, laptop, account or mail address, as nobody
 * else is called, by their whole name, or by a machine of theirs.
 *
 * A name counts where it stands alone: `kim` is no part of `kim.lee` or `kim@acme.example`. JSON is read first, because it may
 * write a letter in several ways.
 *
 * @param machines ids and names of their machines, see `theirMachines`; a domain may follow
 * @example theirsIn(history, 'h-17', now)('{"user":"ACME\\\\kim"}') // => true
 */
export function theirsIn(history: History, hire: HireId, now: Instant, machines: readonly string[] = []): (record: string) => boolean {
  const { hires, applications, serials, accounts } = namesOf(history, [hire], now);
  const calledSo = (isTheirs: boolean): ReadonlySet<string> => new Set(history.people.flatMap(({ versions }) => (versions.some(({ row }) => row.hire_id === hire) === isTheirs ? versions.flatMap(({ row }) => row.display_name ?? []) : [])));
  const whole = [...calledSo(true).difference(calledSo(false))].filter((name) => /\s/.test(name.trim()));
  const ids = new Set(rowsOf(history, hire, now));
  const other = [...history.accounts.filter(({ id }) => ids.has(id)).flatMap(({ versions }) => versions.map(({ row }) => row.user_name ?? '')), ...history.applications.filter(({ id }) => ids.has(id)).flatMap(({ versions }) => versions.map(({ row }) => row.email ?? ''))];
  const tellingOf = (all: readonly string[]): readonly string[] => [...new Set(all.map((name) => name.trim()))].filter((name) => name.length >= SHORTEST);
  const [names, hosts] = [tellingOf([...other, ...hires, ...applications, ...serials, ...accounts, ...whole]), tellingOf(machines)];
  if (names.length + hosts.length === 0) return () => false;
  const letter = '[\\p{L}\\p{N}_@+\\-]';
  const within = (all: readonly string[], end: string): { readonly patterns: readonly RegExp[]; readonly long: readonly string[] } => {
    const { parts, long } = fittingPatterns(all);
    return { patterns: parts.map((part) => new RegExp(`(?<!${letter}|[\\p{L}\\p{N}]\\.)(?:${part.map((name) => RegExp.escape(name)).join('|')})(?!${end})`, 'iu')), long };
  };
  const [ofNames, ofHosts] = [within(names, `${letter}|\\.[\\p{L}\\p{N}]`), within(hosts, letter)];
  const patterns = [...ofNames.patterns, ...ofHosts.patterns];
  const long = [...ofNames.long, ...ofHosts.long].map((name) => name.toLowerCase());
  const isNamedIn = (text: string): boolean => patterns.some((pattern) => pattern.test(text)) || long.some((name) => text.length >= name.length && text.toLowerCase().includes(name));
  return (record) => isNamedIn(record) || textsIn(record).some(isNamedIn);
}

/** The texts of JSON; none where it is none. */
function textsIn(record: string): readonly string[] {
  if (!/^\s*[{["]/.test(record)) return [];
  const texts: string[] = [];
  try {
    JSON.parse(record, (name, value: unknown) => {
      texts.push(name);
      if (typeof value === 'string') texts.push(value);
      return value;
    });
  } catch {
    return [];
  }
  return texts;
}
