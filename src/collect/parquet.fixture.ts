import { DuckDBInstance } from '@duckdb/node-api';

/** Writes the rows of a query into a Parquet file, packed as data lakes pack theirs. */
export async function writeParquet(file: string, query: string): Promise<void> {
  const engine = await DuckDBInstance.create(':memory:');
  const connection = await engine.connect();
  await connection.run(`COPY (${query}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`);
  connection.closeSync();
  engine.closeSync();
}
