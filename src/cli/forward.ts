import { existsSync, readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join, resolve } from 'node:path';
import type { Frame } from '../api/parts.ts';
import { isAddress, storeAt } from '../app.ts';
import { loadConfig, type Loaded } from '../config.ts';
import { canonicalText, shortHash } from '../core/canonical.ts';
import { fileOf } from './context.ts';
import { inputOf, printable, type CommandIo } from './io.ts';

/** What a server that holds an embedded store leaves in its folder, for its owner only. */
export interface ServerNote {
  readonly url: string;
  readonly pid: number;
  readonly token: string;
  /** What it goes by: the file, where it has one, and the hash of what stood in it. */
  readonly config?: NotedConfig;
}
interface NotedConfig { readonly file?: string; readonly hash: string }

/** The configuration of a server, for its note. */
export function notedConfig({ config, file }: Loaded): NotedConfig {
  return { ...(file === undefined ? {} : { file: resolve(file) }), hash: shortHash(canonicalText({ ...config })) };
}
export const SERVER_NOTE = 'server.json';

/** Commands that start a server, or need no store: they are never sent to another process. */
const OWN = new Set(['demo', 'serve', 'evaluate', 'simulate', 'help', 'config']);
/** Of those, what reads a store all the same. */
const OF_THE_STORE = new Set(['evaluate planted']);

/**
 * Sends a command to the server that holds the store, and prints what it says.
 *
 * @param sent told as soon as a server has the command
 * @returns its exit code; undefined where no server answers for the store and the command is ours to run
 */
export async function forwarded(argv: readonly string[], io: CommandIo, sent: () => void = () => {}): Promise<number | undefined> {
  const words = wordsOf(argv);
  if (words.command === undefined || (OWN.has(words.command) && !OF_THE_STORE.has(`${words.command} ${words.second}`)) || argv.includes('--help')) return undefined;
  let loaded: Loaded;
  let at: string;
  try {
    loaded = loadConfig(words.config === undefined ? undefined : fileOf(words.config, io));
    at = storeAt(loaded, words.store === undefined || isAddress(words.store) ? words.store : fileOf(words.store, io));
  } catch {
    // The command itself will say what is wrong with the configuration.
    return undefined;
  }
  const note = isAddress(at) ? undefined : liveServer(at);
  if (!note) return undefined;
  const differs = words.config === undefined ? undefined : configDiffers(note, loaded);
  if (differs === 'another') {
    // A crashed server goes by nothing.
    if (!await answers(note)) return undefined;
    io.err(printable(`The server that holds this store goes by ${note.config?.file ?? 'a configuration without a file'}, and not by ${words.config}. Leave --config out, or start the server with this one.`));
    return 2;
  }
  if (differs === 'changed') io.err(printable(`The server that holds this store goes by ${words.config} as it stood when it started. Restart it, and what was changed since holds.`));
  return send(note, argv, io, sent);
}

/** How a configuration that somebody names is another than the server's; undefined where it says the same, or the server has not noted its own. */
function configDiffers({ config }: ServerNote, loaded: Loaded): 'another' | 'changed' | undefined {
  const named = notedConfig(loaded);
  if (config === undefined || config.hash === named.hash) return undefined;
  return config.file === named.file ? 'changed' : 'another';
}

/** The command among the words of a command line; undefined where there is none. */
export function commandOf(argv: readonly string[]): string | undefined {
  return wordsOf(argv).command;
}

function wordsOf(argv: readonly string[]): { command?: string; second?: string; store?: string; config?: string } {
  const words: { command?: string; second?: string; store?: string; config?: string } = {};
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    const cut = word.indexOf('=');
    const [name, inline] = cut < 0 ? [word, undefined] : [word.slice(0, cut), word.slice(cut + 1)];
    const value = inline ?? argv[i + 1];
    if ((name === '--store' || name === '--config') && value !== undefined) {
      words[name.slice(2) as 'store' | 'config'] = value;
      if (inline === undefined) i++;
    } else if (!word.startsWith('-')) {
      if (words.command === undefined) words.command = word;
      else words.second ??= word;
    }
  }
  return words;
}

/** The note of a server that is still alive. */
export function liveServer(folder: string): ServerNote | undefined {
  const file = join(folder, SERVER_NOTE);
  if (!existsSync(file)) return undefined;
  try {
    const note = JSON.parse(readFileSync(file, 'utf8')) as ServerNote;
    process.kill(note.pid, 0);
    return note;
  } catch {
    return undefined;
  }
}

/** The note of a server that answers: a crashed one leaves its note, and its number may belong to another program by now. */
export async function answeringServer(folder: string): Promise<ServerNote | undefined> {
  const note = liveServer(folder);
  return note && await answers(note) ? note : undefined;
}

function answers({ url }: ServerNote): Promise<boolean> {
  return fetch(`${url}/api/session`).then(() => true, () => false);
}

/** True for commands that read standard input: it goes along, since the server has another. */
function readsInput(argv: readonly string[]): boolean {
  return argv.includes('--password-stdin') || wordsOf(argv).command === 'token';
}

/**
 * Asks the server on this machine. It may be silent for as long as the command takes, and so not by `fetch`, which gives up after
 * five minutes; and never through a proxy.
 *
 * @returns undefined where nothing answers
 */
function askServer(note: ServerNote, body: string): Promise<IncomingMessage | undefined> {
  return new Promise((answered) => {
    const asked = request(`${note.url}/command`, { method: 'POST', agent: false, headers: { authorization: `Bearer ${note.token}`, 'content-type': 'application/json' } }, answered);
    asked.on('error', () => answered(undefined));
    asked.end(body);
  });
}

async function send(note: ServerNote, argv: readonly string[], io: CommandIo, sent: () => void): Promise<number | undefined> {
  const input = readsInput(argv) ? await inputOf(io) : '';
  const response = await askServer(note, JSON.stringify({ argv, folder: io.folder, input }));
  // A crashed server leaves its note, and its number may belong to another program by now. If one lives, the store itself says so.
  if (!response) return undefined;
  sent();
  if (response.statusCode !== 200) {
    response.destroy();
    io.err(`The server that holds this store refused the command (${response.statusCode}). Restart it and repeat.`);
    return 1;
  }
  try {
    for await (const frame of framesOf(response.setEncoding('utf8'))) {
      if ('exit' in frame) return frame.exit;
      if ('out' in frame) io.out(frame.out);
      else if ('err' in frame) io.err(frame.err);
      else io.progress(frame.progress);
    }
  } catch {
    // The connection broke; what that means is said below.
  }
  io.err('The server that holds this store stopped before the command was done. Repeat it.');
  return 1;
}

/** The pieces of an answer, one a line. Spaces before one say that the server still works on it. */
async function* framesOf(body: AsyncIterable<string>): AsyncGenerator<Frame> {
  let rest = '';
  for await (const piece of body) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as Frame;
  }
}
