import { BOARDS, INDEXES, type Board, type Measure, type Panel, type Split } from './panels.ts';

/** An object as Kibana imports it. */
export interface SavedObject { readonly id: string; readonly type: 'index-pattern' | 'lens' | 'dashboard'; readonly attributes: Readonly<Record<string, unknown>>; readonly references: readonly { readonly id: string; readonly type: string; readonly name: string }[]; readonly coreMigrationVersion: string; readonly typeMigrationVersion: string }

/** Shapes of these versions; newer Kibanas bring them up to their own. */
const VERSIONS = { 'index-pattern': '8.0.0', 'lens': '8.9.0', 'dashboard': '8.9.0' } as const;
/** Each panel has one layer. */
const LAYER = 'layer';

/** Everything to import: first what others refer to. The same definitions give the same bytes. */
export function savedObjects(): readonly SavedObject[] {
  return [...Object.values(INDEXES).map(dataView), ...BOARDS.flatMap((board) => [...board.panels.map((panel) => lens(board, panel)), dashboard(board)])];
}

/** One object a line, as Kibana's import wants it. */
export function ndjson(): string {
  return savedObjects().map((object) => `${JSON.stringify(object)}\n`).join('');
}

function object(type: SavedObject['type'], id: string, attributes: SavedObject['attributes'], references: SavedObject['references'] = []): SavedObject {
  return { id, type, attributes, references, coreMigrationVersion: '8.8.0', typeMigrationVersion: VERSIONS[type] };
}

function dataView({ id, title, name }: (typeof INDEXES)[keyof typeof INDEXES]): SavedObject {
  // The link of an alert opens the case.
  const formats = { 'event.url': { id: 'url', params: { labelTemplate: 'open' } } };
  return object('index-pattern', id, { title, name, timeFieldName: '@timestamp', allowNoIndex: true, fieldFormatMap: JSON.stringify(formats), fields: '[]', fieldAttrs: '{}', runtimeFieldMap: '{}', sourceFilters: '[]' });
}

const lensId = (board: Board, panel: Panel): string => `farmwatch-${board.id}-${panel.id}`;

function lens(board: Board, panel: Panel): SavedObject {
  const columns: readonly (readonly [string, object])[] = [...panel.split.map((one, nth) => [`by-${nth}`, splitColumn(one)] as const), ...panel.measures.map((one, nth) => [`is-${nth}`, measureColumn(one)] as const)];
  return object('lens', lensId(board, panel), {
    title: panel.title, description: '', visualizationType: { bars: 'lnsXY', table: 'lnsDatatable', number: 'lnsMetric' }[panel.shape],
    state: {
      datasourceStates: { formBased: { layers: { [LAYER]: { columns: Object.fromEntries(columns), columnOrder: columns.map(([id]) => id), incompleteColumns: {} } } } },
      visualization: picture(panel, columns.map(([id]) => id)), query: { query: panel.where ?? '', language: 'kuery' }, filters: [], internalReferences: [], adHocDataViews: {},
    },
  }, [{ id: INDEXES[board.index].id, type: 'index-pattern', name: `indexpattern-datasource-layer-${LAYER}` }]);
}

function splitColumn(split: Split): object {
  if ('every' in split) {
    return { label: split.label, customLabel: true, dataType: 'date', operationType: 'date_histogram', sourceField: '@timestamp', isBucketed: true, scale: 'interval', params: { interval: split.every, includeEmptyRows: true, dropPartials: false } };
  }
  return {
    label: split.label, customLabel: true, dataType: 'string', operationType: 'terms', sourceField: split.by, isBucketed: true, scale: 'ordinal',
    params: { size: split.most, orderBy: { type: 'column', columnId: 'is-0' }, orderDirection: 'desc', otherBucket: false, missingBucket: false, parentFormat: { id: 'terms' }, include: [], exclude: [], includeIsRegex: false, excludeIsRegex: false },
  };
}

function measureColumn(measure: Measure): object {
  const number = { label: measure.label, customLabel: true, dataType: 'number', isBucketed: false, scale: 'ratio' };
  if ('count' in measure) return { ...number, operationType: 'count', sourceField: '___records___', params: { emptyAsNull: false } };
  if ('distinct' in measure) return { ...number, operationType: 'unique_count', sourceField: measure.distinct, params: { emptyAsNull: false } };
  if ('max' in measure) return { ...number, dataType: measure.as, operationType: 'max', sourceField: measure.max, params: { emptyAsNull: true } };
  return {
    label: measure.label, customLabel: true, dataType: 'string', isBucketed: false, scale: 'ordinal', operationType: 'last_value', sourceField: measure.latest,
    filter: { query: `${measure.latest} : *`, language: 'kuery' }, params: { sortField: '@timestamp', showArrayValues: false },
  };
}

function picture({ shape, split }: Panel, columns: readonly string[]): object {
  switch (shape) {
    case 'number': return { layerId: LAYER, layerType: 'data', metricAccessor: 'is-0' };
    case 'table': return { layerId: LAYER, layerType: 'data', columns: columns.map((columnId) => ({ columnId, isTransposed: false })) };
    case 'bars': return {
      legend: { isVisible: split.length > 1, position: 'right' }, valueLabels: 'hide', preferredSeriesType: 'bar_stacked',
      layers: [{ layerId: LAYER, layerType: 'data', seriesType: 'bar_stacked', xAccessor: 'by-0', accessors: ['is-0'], ...(split.length > 1 ? { splitAccessor: 'by-1' } : {}) }],
    };
  }
}

function dashboard(board: Board): SavedObject {
  const panels = board.panels.map((panel, nth) => ({ type: 'lens', gridData: { ...panel.at, i: String(nth) }, panelIndex: String(nth), embeddableConfig: {}, panelRefName: `panel_${nth}` }));
  return object('dashboard', `farmwatch-${board.id}`, {
    title: board.title, description: board.description, version: 1, timeRestore: true, timeFrom: board.from, timeTo: 'now', refreshInterval: { pause: true, value: 60_000 },
    panelsJSON: JSON.stringify(panels), optionsJSON: JSON.stringify({ useMargins: true, syncColors: false, syncCursor: true, syncTooltips: false, hidePanelTitles: false }),
    kibanaSavedObjectMeta: { searchSourceJSON: JSON.stringify({ query: { query: '', language: 'kuery' }, filter: [] }) },
  }, board.panels.map((panel, nth) => ({ id: lensId(board, panel), type: 'lens', name: `${nth}:panel_${nth}` })));
}
