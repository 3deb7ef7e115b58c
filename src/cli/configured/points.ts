import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { ENVIRONMENT, readSecret, type Loaded } from '../../config.ts';
import type { Instant } from '../../core/time.ts';
import { messageOf } from '../../errors.ts';
import { failureOf } from '../failure.ts';
import { whyNoPair, whyUnfit } from './pointed-content.ts';

/** How a secret is written: as what it points to. */
const REFERENCE = /^(env|file|credential):./;
/** Names of settings that point to a file. Folders of records come and go, and `doctor` says how they are. */
const FILE_NAMES = /_file$|^mmdb$/;
const NO_SECRETS = new Set(['files', 'follow']);

/** What a configuration points to and is not there. */
export interface Pointing {
  /** Where it is said, and what is missing; never a value. */
  readonly missing: readonly string[];
  /** Where it is said, and why what is there will not do: a certificate that ended, a key of another certificate. */
  readonly unfit: readonly string[];
  /** Credentials that systemd gives to the service alone. */
  readonly unseen: readonly string[];
}

/** Looks for every secret and file that a configuration names, and into files of which it is known what they have to hold. */
export function pointedTo({ config, path }: Loaded, now: Instant): Pointing {
  const [missing, unfit, unseen]: [string[], string[], string[]] = [[], [], []];
  const look = (value: unknown, at: readonly string[]): void => {
    const name = at.at(-1) ?? '';
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) if (!NO_SECRETS.has(key)) look(inner, [...at, key]);
      const { cert_file: cert, key_file: key } = value as { readonly cert_file?: unknown; readonly key_file?: unknown };
      const apart = typeof cert !== 'string' || typeof key !== 'string' ? undefined : whyBroken(() => whyNoPair(path(cert), path(key)));
      if (apart !== undefined) unfit.push(`${[...at, 'key_file'].join('.')}: ${apart}`);
    }
    if (typeof value !== 'string') return;
    if (value.startsWith('credential:') && !ENVIRONMENT.hasCredentials) unseen.push(at.join('.'));
    else if (REFERENCE.test(value)) {
      const why = whyNot(() => readSecret(value, path));
      if (why !== undefined) missing.push(`${at.join('.')}: ${why}`);
    } else if (FILE_NAMES.test(name)) {
      const file = path(value);
      const why = !existsSync(file) ? `${file}: there is no such file` : whyNot(() => accessSync(file, constants.R_OK)) ?? (statSync(file).isDirectory() ? `${file} is a folder; name the file inside` : undefined);
      if (why !== undefined) missing.push(`${at.join('.')}: ${why}`);
      const bad = why === undefined ? whyBroken(() => whyUnfit(name, file, now)) : undefined;
      if (bad !== undefined) unfit.push(`${at.join('.')}: ${bad}`);
    }
  };
  look(config, []);
  return { missing, unfit, unseen };
}

/** What cannot be read is told of where it is looked for. */
function whyBroken(look: () => string | undefined): string | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function whyNot(look: () => unknown): string | undefined {
  try {
    look();
    return undefined;
  } catch (error) {
    return (failureOf(error)?.message ?? messageOf(error)).replace(/[.]$/, '');
  }
}
