import type { ApiParts } from '../../api/parts.ts';
import type { App } from '../../app.ts';
import { readSecret } from '../../config.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Sender } from '../../report/exports/case-material.ts';
import type { stixOf } from '../../report/exports/stix.ts';
import { sendTo, type Collection } from '../../report/exports/taxii.ts';
import { isSimulated } from '../../run/company-note.ts';
import { VERSION } from '../version.ts';

/** Who hands a case on, by the configuration. */
export async function senderOf({ loaded, store }: Pick<App, 'loaded' | 'store'>): Promise<Sender> {
  const { company } = loaded.config;
  return { organisation: company.name, simulated: await isSimulated(store), ...(company.contact === undefined ? {} : { contact: company.contact }) };
}

/** A collection of the configuration, with its secrets read. @throws FarmwatchError `usage`, `config.invalid`, `file.missing` */
export function collectionNamed({ loaded }: Pick<App, 'loaded'>, name: string): Collection {
  const { taxii } = loaded.config.sharing;
  const own = Object.hasOwn(taxii, name) ? taxii[name]! : undefined;
  if (!own) throw new FarmwatchError('usage', { why: `There is no collection ${JSON.stringify(name)} under sharing.taxii of the configuration; ${Object.keys(taxii).length === 0 ? 'there is none' : `there are ${Object.keys(taxii).join(', ')}`}.` });
  const secret = (reference: string): string => readSecret(reference, loaded.path);
  const authorization = own.token !== undefined ? `Bearer ${secret(own.token)}` : own.username !== undefined ? `Basic ${Buffer.from(`${own.username}:${secret(own.password!)}`).toString('base64')}` : undefined;
  return { name, apiRoot: own.api_root, collection: own.collection, ...(authorization === undefined ? {} : { authorization }) };
}

/** What of cases may leave the company, for the server. */
export function leavingOf(app: App): NonNullable<ApiParts['leaving']> {
  return {
    sender: () => senderOf(app), product: VERSION, collections: Object.keys(app.loaded.config.sharing.taxii),
    share: (name, bundle) => sendTo(collectionNamed(app, name), JSON.parse(bundle) as ReturnType<typeof stixOf>),
  };
}
