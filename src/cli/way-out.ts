import { readFileSync } from 'node:fs';
import { setGlobalProxyFromEnv } from 'node:http';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ENVIRONMENT, type Loaded } from '../config.ts';
import { FarmwatchError, messageOf } from '../errors.ts';

/** What runs on this machine is never asked for through a proxy: a command finds its server here. */
const HERE = 'localhost,127.0.0.1,::1';

/**
 * How calls leave this machine: through the proxies of the environment, trusting the company's own certificates too.
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
  const proxies = ENVIRONMENT.proxies;
  if (proxies.HTTPS_PROXY !== undefined || proxies.HTTP_PROXY !== undefined) {
    setGlobalProxyFromEnv({ ...proxies, NO_PROXY: [HERE, proxies.NO_PROXY].filter(Boolean).join(',') });
  }
}
