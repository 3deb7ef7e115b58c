import { readFileSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import type { Source } from './collector.ts';

type Texts = Readonly<Record<string, string>>;

/**
 * The texts of a source's options, defaults where nothing else is asked for. Of one that names a file, what is in it.
 *
 * @param wanted names and texts from the configuration or the command line
 * @param path   where a file of the configuration or the command line is
 * @returns the texts, or a sentence for every entry that does not fit
 */
export function settleOptions(
  { options }: Pick<Source, 'options'>, wanted: Texts = {}, path: (file: string, option: string) => string = (file) => file,
): { readonly texts: Texts; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const texts: Record<string, string> = {};
  for (const name of Object.keys(wanted)) {
    if (!Object.hasOwn(options, name)) problems.push(`there is no option ${JSON.stringify(name)}; there are ${Object.keys(options).join(', ') || 'none'}`);
  }
  for (const [name, { is, isFile, optional, problem, doc }] of Object.entries(options)) {
    const asked = wanted[name];
    texts[name] = asked ?? is;
    if (isFile && !optional && !asked) problems.push(`the option ${name} is missing: ${doc}`);
    if (!asked) continue;
    const found = isFile ? contentOf(path(asked, name)) : { text: asked };
    if ('problem' in found) problems.push(`${name}: ${asked}: ${found.problem}`);
    else {
      texts[name] = found.text;
      const why = problem?.(found.text);
      if (why !== undefined) problems.push(isFile ? `${name}: ${asked}: ${why}` : `${name}: ${why}`);
    }
  }
  return { texts, problems };
}

function contentOf(file: string): { readonly text: string } | { readonly problem: string } {
  try {
    return { text: readFileSync(file, 'utf8') };
  } catch (error) {
    return { problem: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${messageOf(error)})` };
  }
}
