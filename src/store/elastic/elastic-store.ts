import { FarmwatchError, messageOf } from '../../errors.ts';
import type { Health, Store } from '../store.ts';
import { MISSING, connect, type Connection, type ElasticOptions } from './client.ts';
import { eventLog } from './events.ts';
import { indexesOf, type Indexes } from './indexes.ts';
import { journalOf } from './journal.ts';
import { META_BLUEPRINT, isPrefix, namesOf, type Names } from './mappings.ts';
import { shelfOf } from './shelf.ts';

export type { ElasticOptions } from './client.ts';

/**
 * Opens the store on an Elasticsearch: reachable, allowed, schema understood. A new one gets its schema number here.
 *
 * @throws store.away, store.refused, store.newer, store.older; usage for a prefix or an address that cannot be one
 */
export async function openElasticStore(options: ElasticOptions): Promise<Store> {
  if (!isPrefix(options.prefix)) {
    throw new FarmwatchError('usage', { why: `The prefix "${options.prefix}" cannot begin the name of an index. Take lower-case letters, digits, "-" and "_", 64 at most, beginning with a letter or digit.` });
  }
  const connection = connect(options);
  const names = namesOf(options.prefix);
  const indexes = indexesOf(connection);
  try {
    await checkSchema(connection, indexes, names);
  } catch (error) {
    await connection.close();
    throw error;
  }
  const within = { connection, indexes };
  return {
    name: connection.name,
    events: eventLog({ ...within, names, expects: { known: false }, now: options.now, writeMarginMs: options.writeMarginMs ?? 0 }),
    shelf: (name, values) => shelfOf({ ...within, index: names.shelf }, name, values),
    journal: (name) => journalOf({ ...within, index: names.journal }, name),
    health: () => healthOf(connection, names),
    close: () => connection.close(),
  };
}

/** True where a store has been made at the address. Nothing is written. @throws store.away, store.refused, store.newer, store.older */
export async function holdsElasticStore(options: ElasticOptions): Promise<boolean> {
  const connection = connect(options);
  try {
    return await checkSchema(connection, indexesOf(connection), namesOf(options.prefix), 'must be there');
  } finally {
    await connection.close();
  }
}

/** The schema of the indices that this code writes. */
const SCHEMA = 1;
const SCHEMA_ID = 'schema';
interface SchemaNote { readonly schema: number }

async function schemaFound(connection: Connection, names: Names): Promise<number | undefined> {
  const note = await connection.askUnless(MISSING, (client) => client.get<SchemaNote>({ index: names.meta, id: SCHEMA_ID }));
  return note?._source?.schema;
}

/**
 * Checks the schema number, and gives a new store its own.
 *
 * @param where a store that has to be there already gets none
 * @returns false where there is no store
 * @throws store.newer, store.older
 */
export async function checkSchema(connection: Connection, indexes: Indexes, names: Names, where?: 'must be there'): Promise<boolean> {
  const found = await schemaFound(connection, names);
  if (found === undefined) {
    if (where === 'must be there') return false;
    await indexes.ensure(names.meta, META_BLUEPRINT);
    await connection.ask((client) => client.index({ index: names.meta, id: SCHEMA_ID, document: { schema: SCHEMA } satisfies SchemaNote }));
  } else if (found !== SCHEMA) {
    throw new FarmwatchError(found > SCHEMA ? 'store.newer' : 'store.older', { store: connection.name, found, known: SCHEMA });
  }
  return true;
}

/** By cluster health: every account that may work here may ask for it. */
async function healthOf(connection: Connection, names: Names): Promise<Health> {
  const engine = 'elasticsearch';
  try {
    const health = await connection.ask((client) => client.cluster.health());
    const schema = await schemaFound(connection, names);
    const ok = health.status !== 'red' && schema === SCHEMA;
    const nodes = `${health.number_of_nodes} ${health.number_of_nodes === 1 ? 'node' : 'nodes'}`;
    return {
      ok,
      engine,
      schema: schema ?? 0,
      said: schema === SCHEMA
        ? `Elasticsearch at ${connection.name} is ${health.status}, ${nodes}.`
        : `Elasticsearch at ${connection.name} answers, but holds schema ${schema ?? 'none'} where ${SCHEMA} is wanted.`,
    };
  } catch (error) {
    return { ok: false, engine, schema: 0, said: messageOf(error) };
  }
}
