import { recordDuties, type Duties } from '../../src/run/duties.ts';
import type { Store } from '../../src/store/store.ts';

/** What a company records before it watches. */
const DUTIES: Duties = { noticeGivenOn: '2020-01-06', purpose: 'To find laptops that stand in a farm', owner: 'Head of security' };
/** The same as it stands in farmwatch.json. */
export const CONFIGURED = { notice_given_on: '2020-01-06', purpose: DUTIES.purpose, owner: DUTIES.owner };

/** The company of a store has done its duties: what is tested is what comes after. */
export function toldStaff(store: Store): Promise<void> {
  return recordDuties(store, DUTIES, 'kim', Date.UTC(2020, 0, 6));
}
