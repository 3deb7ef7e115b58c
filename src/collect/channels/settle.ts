import { settlePull } from '../pull/access.ts';
import type { Source } from '../collector.ts';
import { sourceById } from '../sources/index.ts';
import { partOf, type Channel, type Part } from './channel.ts';
import { CHANNELS } from './index.ts';

/** A channel as the configuration has it. */
export interface Wanted {
  readonly kind: string;
  readonly access: Readonly<Record<string, string>>;
  /** Source, and which part holds its records. */
  readonly sources: Readonly<Record<string, string>>;
}

export interface SettledChannel {
  readonly channel: Channel;
  readonly parts: readonly { readonly name: string; readonly source: Source; readonly part: Part }[];
}

/**
 * A channel and its parts.
 *
 * @returns what fits, and a sentence for every entry that does not
 */
export function settleChannel({ kind, access, sources }: Wanted): { readonly settled: SettledChannel | undefined; readonly problems: readonly string[] } {
  const channel = CHANNELS.find((known) => known.kind === kind);
  if (!channel) return { settled: undefined, problems: [`kind ${JSON.stringify(kind)} is none; there are ${CHANNELS.map((known) => known.kind).join(', ')}`] };
  const problems = [...settlePull(channel, access, 'access').problems];
  if (Object.keys(sources).length === 0) problems.push(`sources is empty; say which part holds which source, such as ${JSON.stringify(channel.example)}`);
  const parts = Object.entries(sources).flatMap(([name, text]) => {
    const source = sourceById(name);
    const part = partOf(text, channel);
    if (!source) problems.push(`sources.${name}: there is no such source`);
    if ('problem' in part) problems.push(`sources.${name}: ${part.problem}`);
    return source && !('problem' in part) ? [{ name, source, part }] : [];
  });
  return { settled: { channel, parts }, problems };
}
