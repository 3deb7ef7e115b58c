import { COLUMNS, type Column } from './columns.ts';
import { run, type Engine } from './engine.ts';

/**
 * Rows held, and a hash of what they say.
 *
 * Each store numbers texts in its own way, so the hash of a text stands in for its code. A sum does not depend on order;
 * 64-bit hashes of fewer than 2^63 rows cannot overflow it.
 */
export async function census(engine: Engine): Promise<{ readonly rows: number; readonly hash: string }> {
  return engine.connected(async (connection) => {
    // By place: the list has one entry for every code up to the last one.
    await connection.run(`CREATE TEMP TABLE said AS SELECT list(coalesce(hash(text), 0) ORDER BY place) AS words
      FROM range(1, (SELECT coalesce(max(code), 0) + 1 FROM farmwatch.words)) AS places(place) LEFT JOIN farmwatch.words ON code = place`);
    const [row] = await run(connection, {
      sql: `SELECT count(*)::DOUBLE, coalesce(sum(hash(${[...COLUMNS.values()].map(saying).join(', ')})), 0)::VARCHAR FROM farmwatch.events, said`,
      values: [],
    });
    return { rows: row![0] as number, hash: row![1] as string };
  });
}

function saying({ name, packing }: Column): string {
  if (packing === 'word') return `words[${name}]`;
  return packing === 'words' ? `list_transform(${name}, lambda code: words[code])` : name;
}
