/** What the three dashboards show, in words; `saved-objects.ts` spells it as Kibana does. */

/** What a panel counts. */
export type Measure =
  | { readonly label: string; readonly count: 'documents' }
  | { readonly label: string; readonly distinct: string }
  | { readonly label: string; readonly max: string; readonly as: 'number' | 'date' }
  | { readonly label: string; readonly latest: string };
/** How it splits: by time, or by the most frequent values of a field. */
export type Split = { readonly label: string; readonly every: '1h' | '1d' | '1w' } | { readonly label: string; readonly by: string; readonly most: number };

export interface Panel {
  /** Part of a stable id. */
  readonly id: string;
  readonly title: string;
  readonly shape: 'bars' | 'table' | 'number';
  /** KQL; nothing for all documents. */
  readonly where?: string;
  /** Bars: along, and in colours. Table: its first columns. */
  readonly split: readonly Split[];
  readonly measures: readonly [Measure, ...Measure[]];
  /** Place on a grid of 48 columns. */
  readonly at: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}
export interface Board { readonly id: string; readonly title: string; readonly description: string; readonly from: string; readonly index: keyof typeof INDEXES; readonly panels: readonly Panel[] }

/** Indexes that are looked at, with the names they have under the usual prefix. */
export const INDEXES = {
  alerts: { id: 'farmwatch-alerts', title: 'farmwatch-alerts', name: 'Farmwatch alerts' },
  events: { id: 'farmwatch-events', title: 'farmwatch-events', name: 'Farmwatch events' },
} as const;

const ALERT = 'event.kind : "alert"';
const CASES = { label: 'Cases', distinct: 'farmwatch.case.id' } as const;
const MESSAGES = { label: 'Alerts', count: 'documents' } as const;
const RECORDS = { label: 'Records', count: 'documents' } as const;
const LAPTOPS = { label: 'Laptops', distinct: 'device.serial_number' } as const;

export const BOARDS: readonly Board[] = [
  {
    id: 'soc', title: 'Farmwatch: SOC', description: 'Alerts about cases, by pseudonym. The case itself, its sum and what would clear it are behind the link.', from: 'now-14d', index: 'alerts',
    panels: [
      { id: 'act', title: 'Cases in band act', shape: 'number', where: `${ALERT} and farmwatch.case.band : "act"`, split: [], measures: [CASES], at: { x: 0, y: 0, w: 12, h: 7 } },
      { id: 'review', title: 'Cases in band review', shape: 'number', where: `${ALERT} and farmwatch.case.band : "review"`, split: [], measures: [CASES], at: { x: 12, y: 0, w: 12, h: 7 } },
      { id: 'unacknowledged', title: 'Cases that nobody took in time', shape: 'number', where: `${ALERT} and event.action : "case-unacknowledged"`, split: [], measures: [CASES], at: { x: 24, y: 0, w: 12, h: 7 } },
      { id: 'all', title: 'Cases', shape: 'number', where: ALERT, split: [], measures: [CASES], at: { x: 36, y: 0, w: 12, h: 7 } },
      { id: 'by-day', title: 'Alerts by day and reason', shape: 'bars', where: ALERT, split: [{ label: 'Day', every: '1d' }, { label: 'Reason', by: 'event.action', most: 3 }], measures: [MESSAGES], at: { x: 0, y: 7, w: 24, h: 12 } },
      { id: 'families', title: 'What speaks for the cases', shape: 'bars', where: ALERT, split: [{ label: 'Family', by: 'farmwatch.case.families', most: 9 }], measures: [CASES], at: { x: 24, y: 7, w: 24, h: 12 } },
      {
        id: 'cases', title: 'Cases, as last told of', shape: 'table', where: ALERT, split: [{ label: 'Case', by: 'farmwatch.case.id', most: 50 }],
        measures: [{ label: 'Last told', max: '@timestamp', as: 'date' }, { label: 'Band', latest: 'farmwatch.case.band' }, { label: 'Reason', latest: 'event.action' }, { label: 'People', max: 'farmwatch.case.people', as: 'number' }, { label: 'Chance, %', max: 'event.risk_score_norm', as: 'number' }, { label: 'Open', latest: 'event.url' }],
        at: { x: 0, y: 19, w: 48, h: 16 },
      },
    ],
  },
  {
    id: 'it', title: 'Farmwatch: IT', description: 'What comes in, and from how many laptops. No case and no risk stands here.', from: 'now-7d', index: 'events',
    panels: [
      { id: 'sources', title: 'Sources: the newest record of each', shape: 'table', split: [{ label: 'Source', by: 'event.module', most: 50 }], measures: [{ label: 'Newest record', max: '@timestamp', as: 'date' }, { label: 'Came in last', max: 'event.ingested', as: 'date' }, RECORDS], at: { x: 0, y: 0, w: 24, h: 14 } },
      { id: 'by-hour', title: 'Records by hour and source', shape: 'bars', split: [{ label: 'Hour', every: '1h' }, { label: 'Source', by: 'event.module', most: 10 }], measures: [RECORDS], at: { x: 24, y: 0, w: 24, h: 14 } },
      { id: 'check-ins', title: 'Laptops that checked in, by day', shape: 'bars', where: 'event.action : "check-in"', split: [{ label: 'Day', every: '1d' }], measures: [LAPTOPS], at: { x: 0, y: 14, w: 24, h: 12 } },
      { id: 'systems', title: 'Operating systems', shape: 'table', where: 'event.action : "check-in"', split: [{ label: 'System', by: 'host.os.full', most: 20 }], measures: [LAPTOPS], at: { x: 24, y: 14, w: 24, h: 12 } },
      { id: 'parcels', title: 'Parcels by what the carrier said', shape: 'bars', where: 'event.action : "shipment-updated"', split: [{ label: 'Status', by: 'farmwatch.shipment.status', most: 6 }], measures: [{ label: 'Parcels', distinct: 'farmwatch.shipment.id' }], at: { x: 0, y: 26, w: 24, h: 12 } },
      { id: 'actions', title: 'Kinds of records', shape: 'table', split: [{ label: 'Kind', by: 'event.action', most: 20 }], measures: [RECORDS, { label: 'Newest record', max: '@timestamp', as: 'date' }], at: { x: 24, y: 26, w: 24, h: 12 } },
    ],
  },
  {
    id: 'leads', title: 'Farmwatch: leads', description: 'How many cases there were, how they stood and whether they were taken in time. The weekly report has the rest.', from: 'now-12w', index: 'alerts',
    panels: [
      { id: 'opened', title: 'Cases opened', shape: 'number', where: `${ALERT} and event.action : "case-opened"`, split: [], measures: [CASES], at: { x: 0, y: 0, w: 24, h: 7 } },
      { id: 'late', title: 'Of them not taken in time', shape: 'number', where: `${ALERT} and event.action : "case-unacknowledged"`, split: [], measures: [CASES], at: { x: 24, y: 0, w: 24, h: 7 } },
      { id: 'weeks', title: 'Cases opened by week and band', shape: 'bars', where: `${ALERT} and event.action : "case-opened"`, split: [{ label: 'Week', every: '1w' }, { label: 'Band', by: 'farmwatch.case.band', most: 2 }], measures: [CASES], at: { x: 0, y: 7, w: 24, h: 12 } },
      { id: 'late-weeks', title: 'Not taken in time, by week', shape: 'bars', where: `${ALERT} and event.action : "case-unacknowledged"`, split: [{ label: 'Week', every: '1w' }], measures: [CASES], at: { x: 24, y: 7, w: 24, h: 12 } },
      { id: 'families', title: 'What spoke for them', shape: 'table', where: ALERT, split: [{ label: 'Family', by: 'farmwatch.case.families', most: 9 }], measures: [CASES], at: { x: 0, y: 19, w: 48, h: 12 } },
    ],
  },
];

/** Every field that a panel reads, also in its condition. */
export function fieldsOf({ where = '', split, measures }: Panel): readonly string[] {
  const asked = [...where.matchAll(/([\w.@]+) :/g)].map(([, field]) => field!);
  return [...new Set([
    ...asked, ...split.map((one) => ('by' in one ? one.by : '@timestamp')),
    ...measures.flatMap((one) => ('distinct' in one ? [one.distinct] : 'max' in one ? [one.max] : 'latest' in one ? [one.latest, '@timestamp'] : [])),
  ])];
}
