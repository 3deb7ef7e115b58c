import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FOLDERS } from '../../../test/samples/folders.ts';
import { isRejected, parseEvent } from '../../core/parse-event.ts';
import type { MapContext, Source } from '../collector.ts';
import { unwrap } from '../undo/unwrap.ts';
import { settleOptions } from '../options.ts';
import { SOURCES } from './index.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, sampleFiles } from './sample-run.fixture.ts';

/*
 * Pipelines keep a vendor's record beside what they make of it, as companies' clusters do. What comes out of such a document
 * has to be what comes out of the record alone.
 */

const COMPARED = ['@timestamp', 'event.action', 'event.outcome', 'user.email', 'user.name', 'user.id', 'source.ip'] as const;

/** The events of a record, in the fields above; none where it is not our business or cannot be read. */
function eventsOf(source: Source, raw: unknown, context: MapContext): readonly unknown[] {
  return unwrap(raw, (inner) => source.recognises(inner)).flatMap((record) => {
    const drafts = source.map(record, context);
    return isRejected(drafts) ? [] : drafts.map((draft) => {
      const event = parseEvent(draft) as Readonly<Record<string, unknown>>;
      return Object.fromEntries(COMPARED.map((field) => [field, event[field]]));
    });
  });
}

describe('documents that other pipelines made of real records', () => {
  it.skipIf(SKIP_SAMPLES)(`say what the records said (skipped where ${NO_SAMPLES})`, () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const differ: string[] = [];
    let [documents, withEvents] = [0, 0];

    for (const source of (SOURCES as readonly Source[]).filter((one) => one.tableOf === undefined)) {
      const context: MapContext = { settings: Object.fromEntries(Object.entries(source.settings).map(([name, { is }]) => [name, is])), options: settleOptions(source).texts };
      for (const file of (FOLDERS[source.id] ?? []).flatMap((folder) => sampleFiles(folder)).filter((name) => name.endsWith('.json'))) {
        const text = readFileSync(file, 'utf8');
        // Others are a record a line, or records alone.
        if (!/^ {0,4}"expected":/m.test(text)) continue;
        const whole = JSON.parse(text) as { readonly expected: unknown };
        const wanted = eventsOf(source, whole, context);
        documents++;
        if (wanted.length > 0) withEvents++;
        if (JSON.stringify(eventsOf(source, whole.expected, context)) !== JSON.stringify(wanted)) differ.push(`${source.id}: ${basename(file)}`);
      }
    }

    expect(differ).toEqual([]);
    expect(documents).toBeGreaterThan(600);
    expect(withEvents).toBeGreaterThan(70);
  });
});
