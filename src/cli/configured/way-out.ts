import { existsSync, readFileSync } from 'node:fs';
import { setGlobalProxyFromEnv } from 'node:http';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ENVIRONMENT, type Loaded } from '../../config.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';

/**
 * How calls leave this machine: through the proxies of the environment, trusting the company's own certificates too.
 * The client of Elasticsearch brings its own connections, and is handed the proxies when the store is opened.
 *
 * @throws FarmwatchError `config.invalid` for certificates that are none
 */
export function openWayOut({ config, path }: Loaded): void {
  const { ca_file: file } = config.network;
  if (file !== undefined) {
    if (!existsSync(path(file))) throw new FarmwatchError('config.invalid', { file: 'network.ca_file', why: `${path(file)}: there is no such file. Name a PEM file with the certificate of the authority, by its whole path or as seen from the folder of farmwatch.json.` });
    try {
      setDefaultCACertificates([...getCACertificates('default'), readFileSync(path(file), 'utf8')]);
    } catch (cause) {
      throw new FarmwatchError('config.invalid', { file: 'network.ca_file', why: `${path(file)} holds no certificates that can be read (${messageOf(cause)}). Name a PEM file.` }, { cause });
    }
  }
  const { proxies } = ENVIRONMENT;
  if (proxies) setGlobalProxyFromEnv({ ...proxies });
}
