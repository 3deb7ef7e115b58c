import type { Point, Spot } from './geo.ts';
import type { Instant, Day } from './time.ts';

export type HireId = string;
export type Serial = string;

/** One row of people.csv as read; what is missing is unknown. */
export interface PersonRow {
  readonly hire_id: HireId;
  readonly email: string;
  readonly start_date: Day;
  readonly user_names: readonly string[];
  readonly display_name?: string;
  readonly end_date?: Day;
  readonly employment?: string;
  readonly agency?: string;
  readonly role?: string;
  readonly team?: string;
  readonly manager_email?: string;
  readonly referred_by?: HireId;
  readonly work_mode?: string;
  readonly device_kind?: string;
  readonly home_city?: string;
  readonly home_region?: string;
  readonly home_country?: string;
  readonly home?: Spot;
  readonly time_zone?: string;
  /** Zone of the place of the home, where the record tells none. */
  readonly home_zone?: string;
  readonly work_hours?: string;
  readonly household?: string;
  readonly device_serials: readonly Serial[];
  readonly ship_city?: string;
  readonly ship_region?: string;
  readonly ship_country?: string;
  readonly ship?: Spot;
  readonly ship_address_token?: string;
  readonly shipped_at?: Instant;
  readonly delivered_at?: Instant;
  readonly phone_token?: string;
  readonly bank_token?: string;
}

/** One row of devices.csv. */
export interface DeviceRow {
  readonly serial: Serial;
  readonly asset_tag?: string;
  readonly hire_id?: HireId;
  readonly assigned_from?: Instant;
  readonly assigned_to?: Instant;
  readonly ordered_at?: Instant;
  readonly tracking?: string;
  readonly ship_city?: string;
  readonly ship_region?: string;
  readonly ship_country?: string;
  readonly ship?: Spot;
  readonly ship_address_token?: string;
  readonly shipped_at?: Instant;
  readonly delivered_at?: Instant;
  readonly returned_at?: Instant;
}

/** One row of accounts.csv. */
export interface AccountRow { readonly email: string; readonly user_name?: string; readonly sid?: string; readonly object_id?: string }

/** One row of places.csv: a place the company vouches for. */
export interface PlaceRow {
  readonly place_id: string;
  readonly name: string;
  readonly kind: 'office' | 'vpn-egress' | 'cowork' | 'campus' | 'cloud-desktop' | 'carrier-nat';
  readonly cidr: readonly string[];
  readonly at?: Point;
  readonly time_zone?: string;
}

/** One row of travel.csv: whole days, both ends. */
export interface TravelRow {
  readonly hire_id: HireId;
  readonly from: Day;
  readonly to: Day;
  readonly city?: string;
  readonly region?: string;
  readonly country?: string;
  readonly at?: Spot;
  readonly approved_by?: string;
}

/** One row of allowed.csv: sanctioned software. */
export interface AllowedRow {
  readonly tool: string;
  readonly scope: string;
  /** Last day; without it the row never ends. */
  readonly until?: Day;
  readonly owner: string;
  readonly reason: string;
  /** This version permits nothing: it was not there yet, or was taken back, by its owner and for its reason. */
  readonly absent?: true;
}

/** What the address says from which somebody applied; all of it estimates of the data sets of that day. */
export interface AppliedFrom {
  readonly country?: string;
  readonly at?: Point;
  /** The truth lies within so many km of `at`. */
  readonly radius_km?: number;
  /** Kind of network: `home`, `vpn`, … */
  readonly network?: string;
}

/** One row of applications.csv, before the hire. Plain phones become tokens, the résumé hashes of its passages. */
export interface ApplicationRow {
  readonly application_id: string;
  readonly hire_id?: HireId;
  readonly applied_at?: Instant;
  readonly email?: string;
  /** Our token of the plain number. */
  readonly phone?: string;
  readonly phone_token?: string;
  readonly resume_token?: string;
  readonly resume_shingles?: readonly string[];
  readonly profile_url?: string;
  readonly profile_created?: Day;
  readonly profile_last_changed?: Day;
  readonly portfolio_url?: string;
  readonly claimed_city?: string;
  readonly claimed_region?: string;
  readonly claimed_country?: string;
  readonly applied_from_ip?: string;
  readonly applied_from?: AppliedFrom;
  readonly school?: string;
  readonly degree?: string;
  readonly major?: string;
  /** `2016-09`; `2016` where only the year is told. */
  readonly degree_from?: string;
  readonly degree_to?: string;
  /** `NAME|FROM|TO`. */
  readonly employers?: readonly string[];
  /** Tokens. */
  readonly references?: readonly string[];
  readonly role_applied?: string;
  readonly source?: string;
}

/** One row of institutions.csv, the operator's own list. */
export interface InstitutionRow {
  readonly name: string;
  readonly kind: 'watch' | 'school';
  readonly note?: string;
  readonly majors: readonly string[];
  readonly term_start_months: readonly number[];
  readonly term_end_months: readonly number[];
}

/** One row of indicators.csv: received from others, never a verdict. */
export interface IndicatorRow {
  readonly kind: string;
  readonly value: string;
  readonly source?: string;
  readonly received?: Day;
  readonly confidence?: string;
  readonly until?: Day;
  readonly marking?: string;
  readonly note?: string;
}

/** What each kind of file holds. */
export interface TableRows {
  readonly people: PersonRow;
  readonly devices: DeviceRow;
  readonly accounts: AccountRow;
  readonly places: PlaceRow;
  readonly travel: TravelRow;
  readonly allowed: AllowedRow;
  readonly applications: ApplicationRow;
  readonly institutions: InstitutionRow;
  readonly indicators: IndicatorRow;
}
export type TableKind = keyof TableRows;

/** One row of a list of parcels to be sent. It is read, answered, and not kept. */
export interface OrderRow {
  readonly hire_id?: HireId;
  readonly email?: string;
  readonly serial?: Serial;
  readonly ship_city?: string;
  readonly ship_region?: string;
  readonly ship_country?: string;
  readonly ship?: Spot;
  readonly ship_address_token?: string;
}

/** What any file that is read as a table holds, kept or not. */
export interface SheetRows extends TableRows { readonly orders: OrderRow }
export type SheetKind = keyof SheetRows;

/**
 * One row and its history, as kept on a shelf.
 *
 * The first version holds from the beginning (`from` is null), a later one from its instant on.
 */
export interface Versioned<T> {
  /** `people/h-17`: kind and key. */
  readonly id: string;
  readonly kind: TableKind;
  /** `dated` where only a row with a date of its own said so: a file without dates that says what it said before does not take it back. */
  readonly versions: readonly { readonly from: Instant | null; readonly row: T; readonly dated?: true }[];
  /** When its first version was written; missing where that was before it was kept, or where nobody says so. */
  readonly learned?: Instant;
  /** On which day a file named it: of people the last, of applications the first. Missing where that was before days were kept. */
  readonly told?: Day;
}
