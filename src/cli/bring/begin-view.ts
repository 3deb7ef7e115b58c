import type { BeginView } from '../../api/contract.ts';
import type { App } from '../../app.ts';
import { needsOnlyAFile } from '../../collect/dropped/likely-sources.ts';
import { SOURCES } from '../../collect/sources/index.ts';
import { TABLES, TABLE_KINDS, requiredColumns } from '../../core/tables.ts';
import { readHistory } from '../../detect/people/registry.ts';
import { isSimulated } from '../../run/company-note.ts';
import { pullConfig } from './sources.ts';

/** What the page on which files are brought says of tables and systems, and how much the store holds already. */
export async function beginView({ store }: Pick<App, 'store'>, mostBytes: number): Promise<BeginView> {
  const { people, devices } = await readHistory(store);
  return { tables: TABLE_VIEWS, systems: SYSTEM_VIEWS, held: { people: people.length, devices: devices.length }, simulated: await isSimulated(store), mostBytes };
}

/** An empty table of a kind, with its header alone; undefined where there is no such kind. */
export function sampleOf(kind: string): string | undefined {
  const table = TABLE_VIEWS.find((one) => one.kind === kind);
  return table && `${table.columns.map(({ column }) => column).join(',')}\r\n`;
}

const TABLE_VIEWS: BeginView['tables'] = TABLE_KINDS.map((kind) => ({
  kind, says: TABLES[kind].doc,
  columns: Object.entries(TABLES[kind].columns).map(([column, { doc }]) => ({ column, doc, isNeeded: requiredColumns(kind).includes(column) })),
}));

const SYSTEM_VIEWS: BeginView['systems'] = SOURCES.map((source) => {
  const config = pullConfig(source);
  return {
    id: source.id, title: source.title, isFileEnough: needsOnlyAFile(source),
    options: Object.entries(source.options).filter(([, { isFile }]) => !isFile).map(([name, { is, doc }]) => ({ name, is, doc })),
    pull: config === undefined ? undefined : { config, needs: source.pull!.needs },
  };
});
