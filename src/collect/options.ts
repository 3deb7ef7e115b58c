import type { Source } from './collector.ts';

/**
 * The texts of a source's options, defaults where nothing else is asked for.
 *
 * @param wanted names and texts from the configuration or the command line
 * @returns the texts, or a sentence for every entry that does not fit
 */
export function settleOptions(
  { options }: Pick<Source, 'options'>, wanted: Readonly<Record<string, string>> = {},
): { readonly texts: Readonly<Record<string, string>>; readonly problems: readonly string[] } {
  const problems: string[] = [];
  for (const [name, text] of Object.entries(wanted)) {
    const option = options[name];
    if (!option) problems.push(`there is no option ${JSON.stringify(name)}; there are ${Object.keys(options).join(', ') || 'none'}`);
    else if (option.problem?.(text) !== undefined) problems.push(`${name}: ${option.problem(text)!}`);
  }
  return { texts: Object.fromEntries(Object.entries(options).map(([name, { is }]) => [name, wanted[name] ?? is])), problems };
}
