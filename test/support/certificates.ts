import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificates {
  readonly ca: { readonly file: string; readonly pem: string };
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string; readonly pem: string; readonly keyPem: string };
}

/** An authority with a server and a client that it vouches for, made by openssl in a folder. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-days', '30', '-subj', '/CN=Acme test authority', '-keyout', at('ca.key'), '-out', at('ca.pem'));
  for (const [name, use] of [['server', 'serverAuth'], ['client', 'clientAuth']] as const) {
    writeFileSync(at(`${name}.ext`), `subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=${use}\nbasicConstraints=CA:false\n`);
    openssl('req', ...newKey, '-subj', `/CN=${name === 'server' ? 'localhost' : 'kim'}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`));
    openssl('x509', '-req', '-in', at(`${name}.csr`), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '30', '-extfile', at(`${name}.ext`), '-out', at(`${name}.pem`));
  }
  const text = (name: string): string => readFileSync(at(name), 'utf8');
  return {
    ca: { file: at('ca.pem'), pem: text('ca.pem') },
    server: { cert: at('server.pem'), key: at('server.key') },
    client: { cert: at('client.pem'), key: at('client.key'), pem: text('client.pem'), keyPem: text('client.key') },
  };
}
