import { MINUTE, floorTo, type Instant } from '../core/time.ts';
import { sourcesSeen } from '../run/sources-seen.ts';
import type { SourceHealth } from './contract.ts';
import type { ApiParts } from './parts.ts';
import { sourceSaid } from './wording.ts';

/**
 * How each source is doing, for pages.
 *
 * Every open page asks for the same instant until the next run; what is imported meanwhile shows within a minute.
 */
export function sourceHealth({ store, now }: Pick<ApiParts, 'store' | 'now'>): (asOf: Instant) => Promise<readonly SourceHealth[]> {
  let last: { readonly asked: string; readonly sources: Promise<readonly SourceHealth[]> } | undefined;
  const read = async (asOf: Instant): Promise<readonly SourceHealth[]> =>
    (await sourcesSeen(store, asOf)).map((source) => ({ name: source.name, state: source.state, lastEventAt: source.lastEventAt, said: sourceSaid(source) }));
  return (asOf) => {
    const asked = `${asOf}/${floorTo(now(), MINUTE)}`;
    if (last?.asked !== asked) {
      const sources = read(asOf);
      last = { asked, sources };
      // One that failed is asked again.
      void sources.catch(() => { last = undefined; });
    }
    return last!.sources;
  };
}
