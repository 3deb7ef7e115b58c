import { readFileSync } from 'node:fs';
import { setGlobalProxyFromEnv } from 'node:http';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ENVIRONMENT, type Loaded } from '../config.ts';
import { FarmwatchError, messageOf } from '../errors.ts';

/**
 * How calls leave this machine: through the proxies of the environment, trusting the company's own certificates too.
 * The client of Elasticsearch brings its own connections, and is handed the proxies when the store is opened.
 *
 * @throws FarmwatchError `config.invalid` for certificates that are none
 */
export function openWayOut({ config, path }: Loaded): void {
  const { ca_file: file } = config.network;
  if (file !== undefined) {
    try {
      setDefaultCACertificates([...getCACertificates('default'), readFileSync(path(file), 'utf8')]);
    } catch (cause) {
      throw new FarmwatchError('config.invalid', { file: 'network.ca_file', why: `${file}: ${messageOf(cause)}` }, { cause });
    }
  }
  const { proxies } = ENVIRONMENT;
  if (proxies) setGlobalProxyFromEnv({ ...proxies });
}
