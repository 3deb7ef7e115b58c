import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isRejected } from '../../core/parse-event.ts';
import { settle } from '../../core/settings.ts';
import type { Draft, Source } from '../collector.ts';
import { SOURCES } from '../sources/index.ts';
import { table } from '../sources/table/table.ts';
import { linesOfBody } from './body.ts';
import { syslogFraming, lineOfMessage } from './syslog.ts';

const SOURCES_FOLDER = join(import.meta.dirname, '../sources');
const RECEIVED = Date.UTC(2026, 10, 3);
const root = mkdtempSync(join(tmpdir(), 'farmwatch-sent-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What a source makes of a file, in order; reasons where it makes nothing. */
async function readBy(source: Source, file: string, set: Readonly<Record<string, string>> = {}): Promise<readonly (Draft | string)[]> {
  const options = { ...Object.fromEntries(Object.entries(source.options).map(([name, { is }]) => [name, is])), ...set };
  const context = { settings: settle(source.settings).values, options };
  const found: (Draft | string)[] = [];
  for await (const record of source.read(file, options)) {
    const drafts = 'rejected' in record ? record : source.map(record.raw, context);
    found.push(...(isRejected(drafts) ? [drafts.rejected] : drafts));
  }
  return found;
}
async function spooled(source: Source, file: string, lines: readonly string[], set: Readonly<Record<string, string>> = {}): Promise<readonly (Draft | string)[]> {
  const segment = join(root, `${source.id}-${basename(file)}`);
  writeFileSync(segment, `${lines.join('\n')}\n`);
  return readBy(source, segment, set);
}

const goldens = (endings: RegExp): readonly (readonly [string, Source, string])[] => SOURCES.flatMap((source) => {
  const folder = join(SOURCES_FOLDER, source.id, 'golden');
  return (existsSync(folder) ? readdirSync(folder) : []).filter((name) => endings.test(name) && !name.endsWith('.events.json')).map((name) => [`${source.id}/${name}`, source, join(folder, name)] as const);
});

describe('a record means the same sent as saved', () => {
  it.each(goldens(/\.(json|ndjson)$/))('over HTTP: %s', async (_, source, file) => {
    const lines = await linesOfBody(readFileSync(file), RECEIVED);

    expect(await spooled(source, file, lines)).toEqual(await readBy(source, file));
  });
  it('over HTTP: lines of a log that begin with a bracket', async () => {
    const file = join(root, 'portal.log');
    writeFileSync(file, '[02/Nov/2026:14:03:27] user="kim" action="login"\n[02/Nov/2026:14:05:11] user="lee" action="logout"\n');
    const options = { mapping: JSON.stringify({ to: 'events', lines: 'pairs', fields: { '@timestamp': { column: 'head.text', time: "'['dd/MMM/yyyy:HH:mm:ss']'", zone: 'UTC' }, 'event.action': { is: 'sign-in' }, 'event.module': { is: 'portal' }, 'user.name': 'user' } }) };

    const saved = await readBy(table, file, options);
    expect(saved).toHaveLength(2);
    expect(await spooled(table, file, await linesOfBody(readFileSync(file), RECEIVED), options)).toEqual(saved);
  });
  // Zeek's own form has a header, which no message carries.
  it.each(goldens(/\.log$/).filter(([name]) => name !== 'zeek/rdp.log'))('over syslog: %s', async (_, source, file) => {
    const { messages } = syslogFraming(64 * 1024).push(readFileSync(file));
    const sent = await spooled(source, file, messages.flatMap((message) => lineOfMessage(message, RECEIVED) ?? []));
    const saved = await readBy(source, file);

    expect(sent).toHaveLength(saved.length);
    // A line that lacks its time or year gets it from its arrival.
    saved.forEach((draft, i) => expect(typeof draft === 'string' && /\b(time|year)\b/.test(draft) ? draft : sent[i]).toEqual(draft));
  });
});
