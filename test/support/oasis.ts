import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Programs written in Python: of OASIS the validator of STIX bundles and a TAXII 2.1 server, and schemathesis, which makes requests from a description of an API. `.ci/run` installs them. */
const HOW = 'install them with: python3 -m venv /opt/oasis && /opt/oasis/bin/pip install stix2-validator==3.3.2 medallion==3.0.0 schemathesis==4.32.5';

/** Where a program lies, or why the tests that need it are left out. */
export function oasisProgram(name: 'stix2_validator' | 'medallion' | 'schemathesis'): { readonly path: string } | { readonly skipped: string } {
  const folders = [process.env['OASIS_TOOLS'], '/opt/oasis/bin', ...(process.env['PATH'] ?? '').split(delimiter)].filter((folder) => folder !== undefined && folder !== '');
  const path = folders.map((folder) => join(folder!, name)).find((file) => existsSync(file));
  if (path !== undefined) return { path };
  const skipped = `${name} is not here; ${HOW}`;
  if (process.env['CI'] === 'true') throw new Error(skipped);
  console.warn(`skipped: ${skipped}`);
  return { skipped };
}

export interface TaxiiServer {
  readonly apiRoot: string;
  readonly username: string;
  readonly password: string;
  /** May be written to. */
  readonly open: string;
  /** May only be read. */
  readonly closed: string;
  objects(collection: string): Promise<readonly { readonly id: string; readonly type: string }[]>;
  stop(): Promise<void>;
}

/** Starts the TAXII server with two empty collections. @param pageSize the most that it tells at once */
export async function startTaxii(path: string, pageSize = 1_000): Promise<TaxiiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'farmwatch-taxii-'));
  const [open, closed] = ['91a7b528-80eb-42ed-a74d-c6fbd5a26116', '472c94ae-3113-4e3e-a4dd-a9f4ac7471d4'];
  const collection = (id: string, canWrite: boolean): object => ({ id, title: id, can_read: true, can_write: canWrite, media_types: ['application/stix+json;version=2.1'], objects: [], manifest: [] });
  const data = { '/discovery': { title: 'test', api_roots: ['/farms/'] }, 'farms': { information: { title: 'farms', versions: ['application/taxii+json;version=2.1'], max_content_length: 6_000 }, status: [], collections: [collection(open, true), collection(closed, false)] } };
  const [username, password] = ['farmwatch', 'a password: with colon'];
  await writeFile(join(folder, 'data.json'), JSON.stringify(data));
  await writeFile(join(folder, 'config.json'), JSON.stringify({ users: { [username]: password }, taxii: { max_page_size: pageSize }, backend: { module: 'medallion.backends.memory_backend', module_class: 'MemoryBackend', filename: join(folder, 'data.json') } }));
  const server = spawn(path, ['--port', '0', join(folder, 'config.json')], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const at = await new Promise<string>((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (piece: Buffer) => {
      said += piece.toString();
      const [, url] = /Running on (http:\S+)/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
    server.once('exit', () => reject(new Error(`the TAXII server ended: ${said}`)));
    server.once('error', reject);
  });
  const apiRoot = `${at}/farms/`;
  const headers = { accept: 'application/taxii+json;version=2.1', authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  return {
    apiRoot, username, password, open, closed,
    async objects(id) {
      const answer = await fetch(`${apiRoot}collections/${id}/objects/`, { headers });
      return ((await answer.json()) as { objects?: readonly { id: string; type: string }[] }).objects ?? [];
    },
    async stop() {
      const ended = new Promise((resolve) => { server.once('exit', resolve); });
      server.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
