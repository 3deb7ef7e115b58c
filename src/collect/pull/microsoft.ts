import { anotherPlace, listIn, textIn } from './answers.ts';
import { clientCredentials } from './auth.ts';
import { addressProblem } from './access.ts';
import type { Http } from './http.ts';
import type { PullIo } from './pull.ts';

/** What every pull from Microsoft Graph has to know. The two addresses are other ones in national clouds. */
export const GRAPH_ACCESS = {
  tenant: {
    doc: 'the directory (tenant) id, a GUID, or a verified domain',
    problem: (text: string) => (/^[\w.-]+$/.test(text) ? undefined : 'this is no tenant; write its GUID or a domain such as acme.example'),
  },
  client_id: { doc: 'the application (client) id of the app registration', problem: (text: string) => (/^[\w-]+$/.test(text) ? undefined : 'this is no application id') },
  client_secret: { doc: 'a client secret of that registration', secret: true },
  graph: { doc: 'the address of Microsoft Graph', is: 'https://graph.microsoft.com', problem: addressProblem },
  login: { doc: 'the address where tokens are had', is: 'https://login.microsoftonline.com', problem: addressProblem },
} as const;

type GraphAccess = { readonly [Name in keyof typeof GRAPH_ACCESS]: string };

/** A client of Microsoft Graph with the account of an app registration. */
export function graphClient({ access, http, now }: Omit<PullIo, 'access'> & { readonly access: GraphAccess }): Http {
  return http.at(access.graph, clientCredentials({
    http: http.at(access.login), now, url: `${access.tenant}/oauth2/v2.0/token`,
    clientId: access.client_id, clientSecret: access.client_secret, scope: `${access.graph}/.default`,
  }));
}

/** All pages of a list of Microsoft Graph. @throws FarmwatchError see {@link Http} */
export async function* graphPages(graph: Http, source: string, url: string, query: Readonly<Record<string, string | number>>): AsyncGenerator<readonly unknown[]> {
  let next: string | undefined;
  do {
    const answer = (await graph.send(next === undefined ? { url, query } : { url: next })).json();
    yield listIn(source, answer, 'value');
    next = anotherPlace(source, next, textIn(answer, '@odata.nextLink'));
  } while (next !== undefined);
}
