import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { isAddress, isStoreAtAddress, mustBeFolder, openApp, storeAt, type App, type Use } from '../app.ts';
import { loadConfig, type Loaded } from '../config.ts';
import { isoOf, parseInstant, type Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { toComeReader } from '../run/reach.ts';
import { noteCommand, type Running } from './audited.ts';
import { openWayOut } from './configured/way-out.ts';
import type { CommandIo } from './io.ts';
import { passingPlace } from './passing-place.ts';
import { holdsStore, mustHoldStore, wantsStore } from './store-there.ts';

const NO_STORE = 'Name its folder with --store; "farmwatch import", "farmwatch collect" or "farmwatch serve" makes one.';

/** Options that every command takes. */
export interface Shared { readonly store?: string; readonly config?: string; readonly json?: boolean }

/** What a command works with. A running server lends its open app instead of opening the store a second time. */
export interface CommandContext {
  readonly io: CommandIo;
  /** The app that is already open, in a server. */
  readonly lent?: App;
  /** The command that is being carried out, once its words are understood. */
  readonly running?: Running;
}

export function configOf(shared: Shared, context: CommandContext): Loaded {
  return context.lent?.loaded ?? loadConfig(shared.config === undefined ? undefined : fileOf(shared.config, context.io));
}

/**
 * Runs with an open app and closes it afterwards, unless it was lent. The command is written down first.
 *
 * What is only tried (`--dry-run`) where no store is makes none, and no key.
 */
export async function withApp<T>(shared: Shared, context: CommandContext, work: (app: App) => Promise<T>, use?: Use): Promise<T> {
  const noted = async (app: App): Promise<T> => {
    if (context.running) await noteCommand(app, context.running, context.io.now());
    return work(app);
  };
  if (context.lent) return noted(context.lent);
  const loaded = configOf(shared, context);
  const asked = shared.store === undefined || isAddress(shared.store) ? shared.store : fileOf(shared.store, context.io);
  const at = storeAt(loaded, asked);
  if (context.running && wantsStore(context.running, asked !== undefined) && !isAddress(at)) {
    mustBeFolder(at);
    mustHoldStore(at, NO_STORE);
  }
  openWayOut(loaded);
  if (!context.running?.dryRun || await isThere(loaded, at, context.io.now)) return withOpened(() => openApp(loaded, asked, context.io.now, use), noted);
  const passing = passingPlace(loaded);
  try {
    return await withOpened(() => openApp(passing.loaded, passing.at, context.io.now, use), noted);
  } finally {
    passing.remove();
  }
}

async function isThere(loaded: Loaded, at: string, now: () => Instant): Promise<boolean> {
  if (isAddress(at)) return isStoreAtAddress(loaded, at, now);
  mustBeFolder(at);
  return holdsStore(at);
}

async function withOpened<T>(open: () => Promise<App>, work: (app: App) => Promise<T>): Promise<T> {
  const app = await open();
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** A file name of the command line, against the folder in which it was typed. */
export function fileOf(name: string, io: CommandIo): string {
  return isAbsolute(name) ? name : join(io.folder, name);
}

/** An instant of the command line. @throws FarmwatchError `usage` */
export function instantOf(text: string, option: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new FarmwatchError('usage', { why: `${option} ${JSON.stringify(text)} is no instant. Write it like 2026-11-02T00:00:00Z, or a day like 2026-11-02 (midnight UTC).` });
  return at;
}

/** An instant as of which something is judged or told: one that has come. @throws FarmwatchError `usage`, `instant.to-come` */
export async function pastInstantOf(text: string, option: string, { store, now }: Pick<App, 'store' | 'now'>): Promise<Instant> {
  const at = instantOf(text, option);
  if (await toComeReader(store.events, now)(at)) throw new FarmwatchError('instant.to-come', { what: `${option} ${isoOf(at)}`, now: isoOf(now()) });
  return at;
}

/** A whole number of the command line. @throws FarmwatchError `usage` */
export function wholeOf(text: string, option: string, from: number, to: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < from || number > to) throw new FarmwatchError('usage', { why: `${option} ${JSON.stringify(text)} takes a whole number from ${from} to ${to}.` });
  return number;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration such as `24h`. @throws FarmwatchError `usage` */
export function durationOf(text: string, option: string): number {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  const length = Number(count) * (UNITS[unit ?? ''] ?? NaN);
  if (!(length >= 60_000)) throw new FarmwatchError('usage', { why: `${option} ${JSON.stringify(text)} is no duration. Write minutes, hours or days: 30m, 1h, 24h, 7d.` });
  return length;
}

/** `--map` takes several mappings; a file that stands behind them was meant to come next, and is no mapping. */
export function mapsAndFiles(words: readonly string[] | undefined, io: CommandIo): { readonly map: readonly string[]; readonly files: readonly string[] } {
  const { map = [], files = [] } = Object.groupBy(words ?? [], (word) => (word.includes('=') || !existsSync(fileOf(word, io)) ? 'map' : 'files'));
  return { map, files };
}
