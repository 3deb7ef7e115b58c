import { parseEvent, isRejected, quote } from '../../../core/parse-event.ts';
import { FarmwatchError } from '../../../errors.ts';
import { defineSource, type Draft, type MapContext, type Preview } from '../../collector.ts';
import { isObject } from '../../loose.ts';
import { nearestOf } from '../../tables/columns.ts';
import { DATES_OPTION } from '../../tables/dates.ts';
import { NOT_KEPT } from '../../tables/rows.ts';
import { namesIn, textsAt } from './cells.ts';
import { parseMapping } from './check-mapping.ts';
import { fieldLines } from './describe.ts';
import { mapRow, planOf, type Plan } from './plan.ts';
import { openRecords, type Opened } from './records.ts';

/** Rows of anything, by a mapping file that a company writes. See the page beside. */
export const table = defineSource({
  id: 'table',
  title: 'a table with a mapping file',
  settings: {},
  options: {
    mapping: {
      is: '', isFile: true, doc: 'name the file that says which column fills which field, with --mapping or under options in farmwatch.json.',
      problem: (text) => {
        const read = parseMapping(text);
        return 'problems' in read ? read.problems.join('; ') : undefined;
      },
    },
    dates: DATES_OPTION,
  },
  // Whatever a mapping names.
  recognises: isObject,
  async* read(file, options = {}) {
    yield* (await opened(file, planOf(options['mapping'] ?? ''))).records;
  },
  map(raw, context) {
    const mapped = mapRow(planOf(context.options['mapping'] ?? ''), raw, context);
    return 'rejected' in mapped ? mapped : [mapped.values];
  },
  kept: (raw, options) => shown(planOf(options['mapping'] ?? ''), raw),
  tableOf: (options) => {
    const { to } = planOf(options['mapping'] ?? '');
    return to === 'events' ? undefined : to;
  },
  rowOf(raw, context) {
    const plan = planOf(context.options['mapping'] ?? '');
    // What becomes a token does so with the row.
    const mapped = mapRow(plan, raw, {});
    return 'rejected' in mapped ? mapped : Object.fromEntries(plan.fields.map(({ field }) => [field, String(mapped.values[field] ?? '')]));
  },
  preview: previewOf,
});

/**
 * Opens a file, and sees that its header has the columns that the mapping names.
 *
 * @throws FarmwatchError `file.unreadable` with each missing column and the one most like it
 */
async function opened(file: string, plan: Plan): Promise<Opened> {
  const found = await openRecords(file, plan.shape);
  const { header } = found;
  const missing = header === undefined ? [] : plan.columns.filter(({ name, optional }) => !optional && !header.includes(name));
  if (missing.length > 0) {
    const said = missing.map(({ name }) => {
      const near = nearestOf(name, header!);
      return quote(name) + (near === undefined ? '' : ` (did you mean ${quote(near)}?)`);
    });
    throw new FarmwatchError('file.unreadable', {
      file, why: `its header lacks what the mapping names: ${said.join(', ')}`,
      cure: 'Mend the mapping, or mark the field with "optional": true; nothing of the file was taken.',
    });
  }
  return found;
}

/** A row that was refused: the columns that the mapping uses, without what is private. */
function shown(plan: Plan, raw: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(plan.columns.flatMap(({ name, isPrivate }) => {
    const texts = textsAt(raw, name) ?? [];
    return texts.length === 0 ? [] : [[name, isPrivate ? NOT_KEPT : texts.join(';')]];
  }));
}

const SAMPLE_ROWS = 3;
/** So many records of JSON, which have no header, tell which members there are. */
const LOOKED_AT = 1_000;

async function previewOf(file: string, context: MapContext): Promise<Preview> {
  const plan = planOf(context.options['mapping'] ?? '');
  const { header, records } = await opened(file, plan);
  const names = new Set(header);
  const sample: Draft[] = [];
  let seen = 0;
  for await (const record of records) {
    if (++seen > LOOKED_AT || (header && sample.length === SAMPLE_ROWS)) break;
    if ('rejected' in record) continue;
    if (!header) for (const name of namesIn(record.raw)) names.add(name);
    const mapped = plan.to === 'events' && sample.length < SAMPLE_ROWS ? mapRow(plan, record.raw, context) : undefined;
    if (mapped && 'values' in mapped && !isRejected(parseEvent(mapped.values))) sample.push(mapped.values);
  }
  const used = new Set(plan.columns.map(({ name }) => name));
  return { fields: fieldLines(plan), unused: [...names].filter((name) => name !== '' && !used.has(name)), sample, actions: actionsOf(plan) };
}

/** Actions that the mapping can make. */
function actionsOf({ to, mapping }: Plan): readonly string[] {
  const rule = mapping.fields['event.action'];
  if (to !== 'events' || rule === undefined || typeof rule === 'string') return [];
  return rule.is === undefined ? [...new Set(Object.values(rule.values ?? {}))] : [String(rule.is)];
}
