import type { AccessSpec, AccessTable, Pull } from './pull.ts';

const REFERENCE = /^(env|file|credential):.+/;

/**
 * What a pull has to know: the configured texts with defaults filled in, secrets still as references.
 *
 * @param under where the texts stand in the configuration, for messages
 * @returns the texts, or a sentence for each that is missing or does not fit
 */
export function settleAccess(table: AccessTable, wanted: Readonly<Record<string, string>>, under = 'pull'): { readonly texts: Readonly<Record<string, string>>; readonly problems: readonly string[] } {
  const problems = Object.keys(wanted).filter((name) => !Object.hasOwn(table, name)).map((name) => `there is no ${under}.${name}; there are ${Object.keys(table).join(', ')}`);
  const texts: Record<string, string> = {};
  for (const [name, { doc, is, secret, optional, problem }] of Object.entries(table)) {
    const text = wanted[name] ?? is;
    if (text === undefined && !optional) problems.push(`${under}.${name} is missing: ${doc}`);
    else if (text !== undefined && text !== '' && secret && !REFERENCE.test(text)) problems.push(`${under}.${name} is a secret and is written as a reference: env:NAME, file:PATH or credential:NAME`);
    else if (text !== undefined && !secret) {
      const why = problem?.(text);
      if (why !== undefined) problems.push(`${under}.${name}: ${why}`);
    }
    texts[name] = text ?? '';
  }
  return { texts, problems };
}

/** The same of a whole pull: also what is missing where each text may. */
export function settlePull({ access, missing }: Pick<Pull, 'access' | 'missing'>, wanted: Readonly<Record<string, string>>, under = 'pull'): ReturnType<typeof settleAccess> {
  const { texts, problems } = settleAccess(access, wanted, under);
  const why = missing?.(texts);
  return { texts, problems: why === undefined ? problems : [...problems, `${under}: ${why}`] };
}

/** The same texts with every secret looked up. @param read finds the text behind a reference */
export function readAccess(table: AccessTable, texts: Readonly<Record<string, string>>, read: (reference: string) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, table[name]!.secret && text !== '' ? read(text) : text]));
}

/** What is wrong with the address of a service: it goes over TLS, but on this machine. */
export function addressProblem(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'this is no address; write one such as https://example.okta.com';
  }
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) return 'an account goes over https only';
  return url.username || url.password ? 'an account does not belong into the address' : undefined;
}

/** The same of a service that has a host to itself: its paths are added, and one that is given would stand before them. */
export function hostProblem(text: string): string | undefined {
  const why = addressProblem(text);
  if (why !== undefined) return why;
  const { pathname, search, hash, origin } = new URL(text);
  return pathname === '/' && search === '' && hash === '' ? undefined : `write ${origin} alone; the rest is added`;
}

/** Some of several names, written with commas between them; all of them where nothing is said. @param what they are, in one word */
export function choiceOf(what: string, names: readonly string[]): AccessSpec & { readonly is: string } {
  const all = names.join(', ');
  return {
    doc: `the ${what}s to ask, with commas: ${all}`, is: all,
    problem: (text) => {
      const unknown = chosenIn(text).find((name) => !names.includes(name));
      return unknown === undefined ? undefined : `there is no ${what} ${JSON.stringify(unknown)}; there are ${all}`;
    },
  };
}

/** Names with commas between, as a choice or a part of a channel is written; empty ones are left out. */
export function chosenIn(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim()).filter((name) => name !== '');
}
