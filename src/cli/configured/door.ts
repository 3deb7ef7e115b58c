import type { App } from '../../app.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { MapContext, Source } from '../../collect/collector.ts';
import { repeatsOf, type Kept, type Repeats } from '../../collect/repeats.ts';
import { tokenOf, type TokenKey } from '../../core/token.ts';

/** Turns private values into tokens where records come in. The key is read, or made, when the first one does. */
export function tokenAtTheDoor(app: App): NonNullable<MapContext['token']> {
  const code = app.loaded.config.company.calling_code?.slice(1);
  const options = code === undefined ? {} : { callingCode: code };
  let key: TokenKey | undefined;
  return (kind, value) => tokenOf((key ??= app.tokenKey), kind, value, options);
}

/** What each open app has let in, by source: a server remembers it from one pull to the next. */
const letIn = new WeakMap<App, Map<string, Kept>>();

/** What leaves out repeats of a source's records, where it names kinds that repeat. A dry run remembers nothing. */
export function repeatsAtTheDoor(app: App, { id, repeats }: Source, catalogue: Catalogue, dryRun: boolean): { readonly repeats?: Repeats } {
  if (repeats === undefined) return {};
  const bySource = letIn.get(app) ?? new Map<string, Kept>();
  letIn.set(app, bySource);
  const kept = bySource.get(id) ?? new Map();
  if (!dryRun) bySource.set(id, kept);
  return { repeats: repeatsOf(repeats, catalogue, kept) };
}
