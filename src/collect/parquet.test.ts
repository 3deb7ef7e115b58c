import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { settle } from '../core/settings.ts';
import type { ReadRecord } from './collector.ts';
import { writeParquet } from './parquet.fixture.ts';
import { readRecords } from './records.ts';
import { okta } from './sources/okta/okta.ts';
import { kindOfFile } from './tables/kind-of-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-parquet-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());
const at = (name: string): string => join(folder, name);

async function records(file: string): Promise<ReadRecord[]> {
  return Array.fromAsync(readRecords(file, { recognises: (raw) => typeof raw === 'object' }));
}

/** A sign-in as Amazon Security Lake keeps it. */
const SIGN_IN = `SELECT 3002 AS class_uid, 1 AS activity_id, 1 AS status_id, epoch_ms(TIMESTAMP '2026-11-02 09:00:00') AS time,
  {'uid': 'e-1', 'product': {'name': 'Okta', 'vendor_name': 'Okta'}} AS metadata, {'user': {'email_addr': 'kim@acme.example'}} AS actor,
  {'email_addr': 'kim@acme.example'} AS "user", {'ip': '203.0.113.7'} AS src_endpoint`;

describe('Parquet', () => {
  it('is read row by row, with what is nested and with instants in UTC, whatever the file is called', async () => {
    await writeParquet(at('day [1] *.parquet'), `SELECT i AS n, TIMESTAMPTZ '2026-11-02 10:00:00.5+02' AS "when", {'list': [1, 2], 'text': 'Zoë'} AS inner FROM range(3000) rows(i)`);

    const found = await records(at('day [1] *.parquet'));
    expect(found).toHaveLength(3000);
    expect(found.at(-1)).toEqual({ file: at('day [1] *.parquet'), line: 3000, raw: { n: 2999, when: '2026-11-02 08:00:00.5+00', inner: { list: [1, 2], text: 'Zoë' } } });
  });

  it('holds events of a source as well as any file', async () => {
    await writeParquet(at('signins.parquet'), SIGN_IN);

    const [found] = await Array.fromAsync(okta.read(at('signins.parquet'), {}));
    const drafts = okta.map((found as { raw: unknown }).raw, { settings: settle(okta.settings, undefined).values, options: {} });
    expect(drafts).toMatchObject([{ 'event.action': 'sign-in', '@timestamp': Date.UTC(2026, 10, 2, 9), 'user.email': 'kim@acme.example', 'source.ip': '203.0.113.7' }]);
    expect(await kindOfFile(at('signins.parquet'), { shelf: () => expect.unreachable() })).toBe('events');
  });

  it('that is torn is told with its cause, and leaves nothing behind', async () => {
    await writeParquet(at('whole.parquet'), SIGN_IN);
    writeFileSync(at('torn.parquet'), readFileSync(at('whole.parquet')).subarray(0, -40));
    vi.stubEnv('TMPDIR', folder);

    await expect(records(at('torn.parquet'))).rejects.toMatchObject({ code: 'file.unreadable', message: expect.stringMatching(/torn\.parquet: the Parquet file is torn, or of a kind that is not known \(.*\)\. Copy it again/) });
    expect(readdirSync(folder).filter((name) => name.startsWith('farmwatch-parquet-'))).toEqual([]);
  });
});
