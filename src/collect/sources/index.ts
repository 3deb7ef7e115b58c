import type { Source } from '../collector.ts';
import { cisco } from './cisco/cisco.ts';
import { crowdstrike } from './crowdstrike/crowdstrike.ts';
import { duo } from './duo/duo.ts';
import { entraId } from './entra-id/entra-id.ts';
import { fortigate } from './fortigate/fortigate.ts';
import { globalprotect } from './globalprotect/globalprotect.ts';
import { googleWorkspace } from './google-workspace/google-workspace.ts';
import { jumpcloud } from './jumpcloud/jumpcloud.ts';
import { okta } from './okta/okta.ts';
import { onelogin } from './onelogin/onelogin.ts';
import { sentinelone } from './sentinelone/sentinelone.ts';
import { table } from './table/table.ts';
import { windows } from './windows/windows.ts';

/** Every source there is. Sources are few, so a list is plainer than a search. */
export const SOURCES: readonly Source[] = [cisco, crowdstrike, duo, entraId, fortigate, globalprotect, googleWorkspace, jumpcloud, okta, onelogin, sentinelone, table, windows];

/**
 * The source of an id. `table:greenhouse` is the source `table` under a name of its own, so that one may be configured more
 * than once.
 *
 * @returns undefined for an id that no source has
 */
export function sourceById(id: string): Source | undefined {
  const [own] = id.split(':', 1);
  return SOURCES.find((source) => source.id === own);
}
