import type { Instant } from '../core/time.ts';
import { asksForOthersIn } from './browsers.ts';
import { jigglerMatcher, type JigglePeriod } from './jigglers.ts';
import { kvmDeviceMatcher, kvmDisplayMatcher, lookAlikesIn } from './kvm.ts';
import { networkKinds } from './networks.ts';
import { SHIPPED_ROWS, versionOf, type List, type Rows } from './rows.ts';
import type { Tool } from './tool-rows.ts';
import { toolMatcher } from './tools.ts';

/** What is known about the world outside at one instant, ready to be asked. */
export interface Catalogue {
  /** Date of the newest row and a hash over all rows; stored with results so that they can be traced to these data. */
  readonly version: string;
  readonly rows: Rows;
  /** From when a row is known as it stands here; −Infinity where that is from the beginning. */
  since(list: List, id: string): Instant;
  /** See {@link toolMatcher}. */
  readonly matchTool: ReturnType<typeof toolMatcher>;
  /** The tool with this id, as `allowed.csv` and `farmwatch.remote.protocol` name it; undefined where there is none. */
  toolById(id: string): Tool | undefined;
  /** See {@link asksForOthersIn}. */
  asksForOthers(process: string): boolean;
  /** See {@link networkKinds}. */
  readonly kindOfNetwork: ReturnType<typeof networkKinds>;
  /** See {@link jigglerMatcher}. */
  readonly matchJiggler: ReturnType<typeof jigglerMatcher>;
  /** Beats of devices that make input by themselves. */
  readonly jigglePeriods: readonly JigglePeriod[];
  /** See {@link kvmDeviceMatcher}. */
  readonly matchKvmDevice: ReturnType<typeof kvmDeviceMatcher>;
  /** See {@link kvmDisplayMatcher}. */
  readonly matchKvmDisplay: ReturnType<typeof kvmDisplayMatcher>;
  /** See {@link lookAlikesIn}. */
  reportsPlacesAnyway(vendorId: string | undefined): boolean;
  /** A vendor of boards and chips that makers build keypads of; see {@link lookAlikesIn}. */
  isMakersBoard(vendorId: string | undefined): boolean;
}

/** Makes rows ready to be asked. Of two rows that fit alike the earlier counts. */
export function catalogueOf(rows: Rows, since: Catalogue['since'] = () => -Infinity): Catalogue {
  const tools = new Map(rows.tools.toReversed().map((tool) => [tool.id, tool]));
  const asksForOthers = asksForOthersIn(rows.browsers);
  return {
    version: versionOf(rows), rows, since, asksForOthers,
    matchTool: toolMatcher(rows.tools, asksForOthers), toolById: (id) => tools.get(id),
    kindOfNetwork: networkKinds(rows),
    matchJiggler: jigglerMatcher(rows.programs), jigglePeriods: rows.periods,
    matchKvmDevice: kvmDeviceMatcher(rows.devices), matchKvmDisplay: kvmDisplayMatcher(rows.displays), reportsPlacesAnyway: lookAlikesIn(rows.lookAlikes, 'pointer'),
    isMakersBoard: lookAlikesIn(rows.lookAlikes, 'board'),
  };
}

/** What ships with the product. */
export const SHIPPED = catalogueOf(SHIPPED_ROWS);
