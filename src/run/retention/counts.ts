/** What one run of housekeeping did. */
export interface HousekeepingCounts {
  /** Hires who were in scope the last time and are not now. */
  readonly leftScope: number;
  /** Days of which rows of people outside scope were reduced to counts. */
  readonly reducedDays: number;
  /** Rows of people outside scope that went. */
  readonly reducedEvents: number;
  /** Counts by place and day that are new or rose. */
  readonly crowdCounts: number;
  /** Rows that went because no detector needs them any more. */
  readonly oldEvents: number;
  readonly applications: number;
  readonly cases: number;
  readonly runs: number;
  /** Links from machines to serial numbers, which were kept of rows that went before. */
  readonly links: number;
  /** People who left the company long ago, or whom no file names any more. */
  readonly people: number;
  /** Entries of journals about people and cases of which nothing else is held. */
  readonly entries: number;
}
