import { X509Certificate, createPrivateKey } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { isoOf, type Instant } from '../../core/time.ts';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
/** How a MaxMind database ends, but for what it says of itself. */
const MAXMIND = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
/** What it says of itself is no longer than that. */
const MAXMIND_TAIL = 128 * 1024;

/** Why a file is not what a setting takes it for; undefined where it may be, and of a file that nobody knows how to look into. */
export function whyUnfit(name: string, file: string, now: Instant): string | undefined {
  if (name === 'mmdb') return endOf(file, MAXMIND_TAIL).includes(MAXMIND) ? undefined : `${file} is no MaxMind database; name a .mmdb file with cities`;
  if (name === 'key_file') return whyNoKey(file);
  return /^(client_)?(ca|cert)_file$/.test(name) ? whyNoCertificates(file, name === 'cert_file', now) : undefined;
}

/** Why a certificate and a key cannot be used together. */
export function whyNoPair(certFile: string, keyFile: string): string | undefined {
  const [certificate] = certificatesIn(certFile);
  if (certificate === undefined || whyNoKey(keyFile) !== undefined) return undefined;
  return certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile))) ? undefined : `the key in ${keyFile} is not that of the certificate in ${certFile}; name the two that belong together`;
}

/** Of a chain the first is the server's own; of authorities any that holds will do. */
function whyNoCertificates(file: string, isOwn: boolean, now: Instant): string | undefined {
  const all = certificatesIn(file);
  if (all.length === 0) return `${file} holds no certificate; name a PEM file, which has "BEGIN CERTIFICATE" in it`;
  const looked = isOwn ? all.slice(0, 1) : all;
  if (looked.some((one) => one.validFromDate.getTime() <= now && now < one.validToDate.getTime())) return undefined;
  const [first] = looked;
  return first!.validToDate.getTime() <= now
    ? `the certificate in ${file} ended on ${isoOf(first!.validToDate.getTime())}; have it renewed, or set the clock of this machine right`
    : `the certificate in ${file} begins on ${isoOf(first!.validFromDate.getTime())}; take one that holds, or set the clock of this machine right`;
}

function certificatesIn(file: string): readonly X509Certificate[] {
  return [...readFileSync(file, 'utf8').matchAll(BLOCK)].filter(([, kind]) => kind!.includes('CERTIFICATE')).flatMap(([pem]) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });
}

function whyNoKey(file: string): string | undefined {
  try {
    createPrivateKey(readFileSync(file));
    return undefined;
  } catch {
    return `${file} holds no private key that can be read without a passphrase; name a PEM file with one`;
  }
}

function endOf(file: string, most: number): Buffer {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const end = Buffer.alloc(Math.min(size, most));
    readSync(handle, end, 0, end.length, size - end.length);
    return end;
  } finally {
    closeSync(handle);
  }
}
