import { plain } from '../report/markdown.ts';

/** What the configuration says of who outside may get something. */
export interface Outside {
  /** Who besides the company gets personal data, in its own words. */
  readonly receivers: readonly string[];
  /** Collections of other companies to which what cases taught may be sent. */
  readonly collections: number;
  /** Kinds of systems that are told of cases, and whether accounts and laptops are named to one of them. */
  readonly told: readonly { readonly kind: string; readonly names: boolean }[];
}

const KINDS: Readonly<Record<string, string>> = { email: 'mail', webhook: 'a webhook', slack: 'Slack', teams: 'Microsoft Teams', 'splunk-hec': 'Splunk', elasticsearch: 'Elasticsearch' };

/** Who outside the company may get something and what, a sentence each: what is built in can be used without a law that asks for it. */
export function outsideSaid({ receivers, collections, told }: Outside): readonly string[] {
  const kinds = (names: boolean): string => [...new Set(told.filter((one) => one.names === names).map(({ kind }) => KINDS[kind] ?? kind))].join(', ');
  return [
    ...receivers.map((one) => `outside the company: ${plain(one)}`),
    ...(receivers.length === 0 ? ['outside the company nobody gets it as a matter of course'] : []),
    'facts or evidence of a single case may be handed to law enforcement, counsel or another third party, because the law asks for it or because the company decides to report it; each time is written down',
    collections === 0 ? 'nothing is shared with other companies: no collection is configured' : `of a case that was approved for it, addresses of lines, programs and techniques may be shared with other companies (${collections} ${collections === 1 ? 'collection' : 'collections'}), without people, accounts and laptops`,
    ...(kinds(false) === '' ? [] : [`that there is a case, without who it is about, is told by ${kinds(false)}; who runs that may be another company`]),
    ...(kinds(true) === '' ? [] : [`mail addresses and names of laptops of a case go to ${kinds(true)}; who runs that may be another company`]),
  ];
}
