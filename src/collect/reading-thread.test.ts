import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { MONDAY } from '../../test/support/builders.ts';
import { random } from '../core/random.ts';
import { unpacked } from '../core/packed-events.ts';
import { packedLines } from './packed-lines.ts';
import type { PackedPart } from './part-packer.ts';
import { partsOf } from './reading-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-reading-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lines of which some cannot be used, more than a thread is started for. */
function lines(): string {
  const draw = random('lines');
  return Array.from({ length: 40_000 }, (_, i) => {
    if (i % 1_000 === 7) return 'no JSON';
    if (i % 1_000 === 8) return '';
    if (i % 1_000 === 9) return JSON.stringify({ '@timestamp': MONDAY + i, 'event.action': 'dance' });
    return JSON.stringify({ '@timestamp': new Date(MONDAY + i).toISOString(), 'event.id': `e${i}`, 'event.action': 'check-in', 'user.name': `user ${draw.int(50)}`, 'no.such': draw.int(9), 'process.command_line': 'x'.repeat(60) });
  }).join('\n');
}

const seen = ({ events, lines: numbers, ...part }: PackedPart): object => ({ ...part, lines: [...numbers.subarray(0, events.count)], events: unpacked(events) });

describe('a thread that reads', () => {
  it('hands over what reading here would give', async () => {
    const file = join(folder, 'large.ndjson');
    writeFileSync(file, lines());
    const options = { batch: 9_000, latest: MONDAY + 86_400_000 };

    const there = await Array.fromAsync(partsOf(file, options), seen);
    const here = await Array.fromAsync(packedLines(file, options), seen);

    expect(there).toEqual(here);
    expect(there).toHaveLength(5);
  });

  it('says where a file is torn, after handing over what stands before', async () => {
    const file = join(folder, 'torn.ndjson.gz');
    const draw = random('noise');
    // Noise, so that the packed file is large enough for a thread.
    const noisy = lines().split('\n').map((line) => line.replace('xxx', Array.from({ length: 220 }, () => draw.int(36).toString(36)).join(''))).join('\n');
    const packed = gzipSync(noisy);
    writeFileSync(file, packed.subarray(0, packed.length - 50_000));
    const parts: PackedPart[] = [];

    await expect((async () => { for await (const part of partsOf(file, { batch: 10_000 })) parts.push(part); })()).rejects.toMatchObject({ code: 'file.unreadable' });

    expect(packed.length).toBeGreaterThan(4.3e6);
    expect(parts.reduce((sum, { events }) => sum + events.count, 0)).toBeGreaterThan(30_000);
  });

  it('ends when nobody wants more', async () => {
    const file = join(folder, 'large.ndjson');
    writeFileSync(file, lines());

    for await (const { events } of partsOf(file, { batch: 5_000 })) {
      expect(events.count).toBe(5_000);
      break;
    }
  });
});
