import { accessSync, constants, existsSync } from 'node:fs';
import { ENVIRONMENT, readSecret, type Loaded } from '../config.ts';
import { messageOf } from '../errors.ts';
import { failureOf } from './failure.ts';

/** How a secret is written: as what it points to. */
const REFERENCE = /^(env|file|credential):./;
/** Names of settings that point to a file. Folders of records come and go, and `doctor` says how they are. */
const FILE_NAMES = /_file$|^mmdb$/;
const NO_SECRETS = new Set(['files', 'follow']);

/** What a configuration points to and is not there. */
export interface Pointing {
  /** Where it is said, and what is missing; never a value. */
  readonly missing: readonly string[];
  /** Credentials that systemd gives to the service alone. */
  readonly unseen: readonly string[];
}

/** Looks for every secret and file that a configuration names. */
export function pointedTo({ config, path }: Loaded): Pointing {
  const [missing, unseen]: [string[], string[]] = [[], []];
  const look = (value: unknown, at: readonly string[]): void => {
    const name = at.at(-1) ?? '';
    if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) if (!NO_SECRETS.has(key)) look(inner, [...at, key]);
    if (typeof value !== 'string') return;
    if (value.startsWith('credential:') && !ENVIRONMENT.hasCredentials) unseen.push(at.join('.'));
    else if (REFERENCE.test(value)) {
      const why = whyNot(() => readSecret(value, path));
      if (why !== undefined) missing.push(`${at.join('.')}: ${why}`);
    } else if (FILE_NAMES.test(name)) {
      const file = path(value);
      const why = !existsSync(file) ? `${file}: there is no such file` : whyNot(() => accessSync(file, constants.R_OK));
      if (why !== undefined) missing.push(`${at.join('.')}: ${why}`);
    }
  };
  look(config, []);
  return { missing, unseen };
}

function whyNot(look: () => unknown): string | undefined {
  try {
    look();
    return undefined;
  } catch (error) {
    return (failureOf(error)?.message ?? messageOf(error)).replace(/[.]$/, '');
  }
}
