import type { Source } from '../collector.ts';
import { bamboohr } from './bamboohr/bamboohr.ts';
import { checkpoint } from './checkpoint/checkpoint.ts';
import { cisco } from './cisco/cisco.ts';
import { citrix } from './citrix/citrix.ts';
import { cloudflare } from './cloudflare/cloudflare.ts';
import { crowdstrike } from './crowdstrike/crowdstrike.ts';
import { defender } from './defender/defender.ts';
import { duo } from './duo/duo.ts';
import { easypost } from './easypost/easypost.ts';
import { ecs } from './ecs/ecs.ts';
import { entraId } from './entra-id/entra-id.ts';
import { fortigate } from './fortigate/fortigate.ts';
import { globalprotect } from './globalprotect/globalprotect.ts';
import { googleWorkspace } from './google-workspace/google-workspace.ts';
import { intune } from './intune/intune.ts';
import { ivanti } from './ivanti/ivanti.ts';
import { jamf } from './jamf/jamf.ts';
import { jumpcloud } from './jumpcloud/jumpcloud.ts';
import { netskope } from './netskope/netskope.ts';
import { okta } from './okta/okta.ts';
import { onelogin } from './onelogin/onelogin.ts';
import { openvpn } from './openvpn/openvpn.ts';
import { osquery } from './osquery/osquery.ts';
import { sentinelone } from './sentinelone/sentinelone.ts';
import { servicenow } from './servicenow/servicenow.ts';
import { sonicwall } from './sonicwall/sonicwall.ts';
import { table } from './table/table.ts';
import { tailscale } from './tailscale/tailscale.ts';
import { windows } from './windows/windows.ts';
import { workday } from './workday/workday.ts';
import { zeek } from './zeek/zeek.ts';
import { zscaler } from './zscaler/zscaler.ts';

/** Every source there is. Sources are few, so a list is plainer than a search. */
export const SOURCES: readonly Source[] = [
  bamboohr, checkpoint, cisco, citrix, cloudflare, crowdstrike, defender, duo, easypost, ecs, entraId, fortigate, globalprotect,
  googleWorkspace, intune, ivanti, jamf, jumpcloud, netskope, okta, onelogin, openvpn, osquery, sentinelone,
  servicenow, sonicwall, table, tailscale, windows, workday, zeek, zscaler,
];

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
