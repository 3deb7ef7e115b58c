import type { App } from '../app.ts';
import type { MapContext } from '../collect/collector.ts';
import { tokenOf, type TokenKey } from '../core/token.ts';

/** Turns private values into tokens where records come in. The key is read, or made, when the first one does. */
export function tokenAtTheDoor(app: App): NonNullable<MapContext['token']> {
  const code = app.loaded.config.company.calling_code?.slice(1);
  const options = code === undefined ? {} : { callingCode: code };
  let key: TokenKey | undefined;
  return (kind, value) => tokenOf((key ??= app.tokenKey), kind, value, options);
}
