import { errors } from '@elastic/elasticsearch';
import { MISSING, type Connection } from './client.ts';
import { EVENT_PROPERTIES, type Blueprint } from './mappings.ts';

/** Indexes come into being when something is first written to them. */
export interface Indexes {
  /** Makes sure that an index is there, with its mappings. */
  ensure(index: string, blueprint: Blueprint): Promise<void>;
  /** Adds the fields this version knows to months that an older one began. */
  extendEvents(alias: string): Promise<void>;
  /** Makes what was written readable; true of an index that is not there yet. */
  refresh(index: string | readonly string[]): Promise<void>;
}

const READY_WITHIN = '30s';

export function indexesOf(connection: Connection): Indexes {
  const known = new Set<string>();
  let extended = false;
  return {
    async ensure(index, blueprint) {
      if (known.has(index)) return;
      await connection.ask(async (client) => {
        try {
          await client.indices.create({ index, ...blueprint });
        } catch (error) {
          if (!isAlreadyThere(error)) throw error;
          // Somebody else may have made it a moment ago, or the cluster has just started. An index whose one shard is
          // still being made is called yellow already, so the colour alone does not tell that it is ready.
          await client.cluster.health({ index, wait_for_status: 'yellow', wait_for_active_shards: 1, timeout: READY_WITHIN });
        }
      });
      known.add(index);
    },
    async extendEvents(alias) {
      if (extended) return;
      await connection.askUnless(MISSING, (client) => client.indices.putMapping({ index: alias, properties: { ...EVENT_PROPERTIES } }));
      extended = true;
    },
    async refresh(index) {
      const done = await connection.askUnless(MISSING, (client) => client.indices.refresh({ index: typeof index === 'string' ? index : [...index] }));
      const failed = done?._shards?.failed ?? 0;
      if (failed > 0) throw connection.refusal(503, `${failed} of its parts did not make readable what was written`);
    },
  };
}

function isAlreadyThere(error: unknown): boolean {
  return error instanceof errors.ResponseError && error.statusCode === 400 && /already_exists/.test(error.message);
}
