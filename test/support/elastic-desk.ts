import type { Desk } from './command-line.ts';
import type { ElasticAccess } from './elasticsearch.ts';

/** Writes a `farmwatch.json` with the account of least privilege and its password in a file of its own. */
export function elasticConfig(desk: Desk, access: ElasticAccess, prefix: string): void {
  desk.file('password', access.auth.password);
  desk.file('farmwatch.json', JSON.stringify({
    data: 'data',
    store: { at: access.url, prefix, username: access.auth.username, password: 'file:password', ...(access.caFile ? { ca_file: access.caFile } : {}) },
  }));
}
