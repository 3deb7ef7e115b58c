import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DAY, isoOf } from '../src/core/time.ts';
import { deskIn, type Desk } from './support/command-line.ts';

/** When saved records count as known, and what runs of earlier days then see of them. */

const NOW = Date.parse('2026-11-29T12:00:00Z');
const STARTED = Date.parse('2026-10-05T14:00:00Z');
const root = mkdtempSync(join(tmpdir(), 'farmwatch-arrived-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let desks = 0;
const aDesk = (): Desk => {
  const desk = deskIn(join(root, String(++desks)), NOW);
  desk.file('people.csv', 'hire_id,email,start_date\nh-1,kim@company.example,2026-10-05\nh-2,lee@company.example,2026-10-05\n');
  return desk;
};
/** Both sign in on these days after their start. */
const signIns = (from: number, to: number): string => Array.from({ length: to - from }, (_, nth) => from + nth).flatMap((day) => ['kim', 'lee'].map((name) => JSON.stringify({
  id: `${name}-${day}`, createdDateTime: isoOf(STARTED + day * DAY), userPrincipalName: `${name}@company.example`, ipAddress: '192.0.2.1', isInteractive: true, appDisplayName: 'Mail', status: { errorCode: 0 },
}))).join('\n');
const REPLAY = ['replay', '--from', '2026-10-06', '--to', '2026-10-20', '--every', '7d'] as const;
const SIGN_INS = ['collect', 'entra-id', '--from-file', 'sign-ins.ndjson'] as const;
/** Share of expected days with sign-ins, as a run of that day has it. */
async function seenAt(desk: Desk, day: string): Promise<unknown> {
  const { out } = await desk.type('risk', '--as-of', day, '--json');
  return (JSON.parse(out[0]!) as { coverage: Record<string, number> }).coverage['sign-in'];
}
const counted = (added: number, known: number): string => `entra-id: read ${added + known} / added ${added} / already known ${known} / rejected 0 (${added + known} events from ${added + known} records)`;

describe('saved records', () => {
  it('are seen by a replay as they happened, and add nothing the second time', async () => {
    const desk = aDesk();
    desk.file('sign-ins.ndjson', signIns(0, 15));
    await desk.type('import', 'people.csv');

    const first = await desk.type(...SIGN_INS);
    const replayed = await desk.type(...REPLAY);
    const again = await desk.type(...SIGN_INS);

    expect([first.out, again.out]).toEqual([[counted(30, 0)], [counted(0, 30)]]);
    expect(await seenAt(desk, '2026-10-20')).toBe(1);
    expect(replayed.err).toEqual(['3 runs from 2026-10-06T00:00:00Z to 2026-10-20T00:00:00Z.']);
  });

  it('that truly came late are not, and the replay says why and what mends it', async () => {
    const desk = aDesk();
    desk.file('sign-ins.ndjson', signIns(0, 15));
    await desk.type('import', 'people.csv');

    await desk.type(...SIGN_INS, '--arrived', 'now');
    const blind = await desk.type(...REPLAY);
    const blindlySeen = await seenAt(desk, '2026-10-20');
    const mended = await desk.type(...SIGN_INS, '--arrived', 'then');
    const seeing = await desk.type(...REPLAY);

    expect(blind.err.slice(1)).toEqual([
      'entra-id: 30 of 30 events that had happened by the last run came in after it, up to 2026-11-29T12:00:00Z, so no run knows them.',
      'Saved records that would have been known when they happened: give their files again with "farmwatch collect SOURCE --from-file FILE --arrived then" (nothing is added twice), and replay once more. What truly came so late was not known then.',
    ]);
    expect(blindlySeen).toBeUndefined();
    expect(mended.out).toEqual([counted(0, 30)]);
    expect(seeing.err).toHaveLength(1);
    expect(await seenAt(desk, '2026-10-20')).toBe(1);
  });

  it('of a time that a live run has looked past change no earlier day, and that is said', async () => {
    const desk = aDesk();
    const replay = ['replay', '--from', '2026-11-27', '--to', '2026-11-27'] as const;
    await desk.type('import', 'people.csv');
    desk.file('sign-ins.ndjson', signIns(45, 55));
    await desk.type(...SIGN_INS);
    await desk.type('detect');
    await desk.type(...replay);
    const before = await seenAt(desk, '2026-11-27');

    desk.file('sign-ins.ndjson', signIns(35, 55));
    const gap = await desk.type(...SIGN_INS);
    await desk.type(...replay);
    const after = await seenAt(desk, '2026-11-27');
    await desk.type(...SIGN_INS, '--arrived', 'then');
    await desk.type(...replay);

    expect(gap.out).toEqual([counted(20, 20)]);
    expect(gap.err).toContain('Up to 20 new events are of a time that a run has looked at already (as of 2026-11-29T12:00:00Z) without knowing of it: that counts as known from now on, and a replay of earlier days does not see it. Where they would have been known then, give the files again with --arrived then; nothing is added twice.');
    expect(after).toBe(before);
    // Or this would show nothing.
    expect(await seenAt(desk, '2026-11-27')).toBeGreaterThan(Number(before));
  });

  it('are not held back by a live run that knew of nobody, nor by replays', async () => {
    const desk = aDesk();
    desk.file('sign-ins.ndjson', signIns(0, 15));
    await desk.type('import', 'people.csv');
    await desk.type('detect');
    const nothing = await desk.type(...REPLAY);

    const { err } = await desk.type(...SIGN_INS);
    await desk.type(...REPLAY);

    expect(nothing.err.at(-1)).toBe('No event is held of the time up to 2026-10-20T00:00:00Z: nothing could be known of anybody. Import or collect records of that time, and replay once more.');
    expect(err.join()).not.toContain('a run has looked at');
    expect(await seenAt(desk, '2026-10-20')).toBe(1);
  });

  it('of nobody who is watched leave a replay without data, and it says so', async () => {
    const desk = aDesk();
    desk.file('sign-ins.ndjson', signIns(0, 15).replaceAll('@company.example', '@elsewhere.example'));
    await desk.type('import', 'people.csv');
    await desk.type(...SIGN_INS);

    expect((await desk.type(...REPLAY)).err.at(-1)).toMatch(/^30 events were known by the last run, and none is about somebody who is watched: of the newest, \d+ name accounts nobody has and 0 come from machines nobody holds\./);
  });

  it('say themselves when a system took them in, where a mapping names the column', async () => {
    const desk = aDesk();
    desk.file('mapping.json', JSON.stringify({ to: 'events', fields: { '@timestamp': 'At', 'event.action': { is: 'sign-in' }, 'event.module': { is: 'sso' }, 'user.email': 'Who', 'event.ingested': 'Taken' } }));
    desk.file('log.csv', `At,Who,Taken\n${[0, 1, 2, 3].map((day) => `${isoOf(STARTED + day * DAY)},kim@company.example,${isoOf(STARTED + day * DAY + 6 * DAY)}`).join('\n')}\n`);
    await desk.type('import', 'people.csv');

    const made = await desk.type('collect', 'table', '--from-file', 'log.csv', '--mapping', 'mapping.json');
    await desk.type(...REPLAY);

    expect(made.out).toEqual(['table: read 4 / added 4 / already known 0 / rejected 0 (4 events from 4 records)']);
    expect([await seenAt(desk, '2026-10-06'), await seenAt(desk, '2026-10-20')]).toEqual([undefined, expect.any(Number)]);
  });

  it('alone are spoken of by --arrived', async () => {
    const desk = aDesk();
    desk.file('sign-ins.ndjson', signIns(0, 1));
    desk.file('farmwatch.json', JSON.stringify({ sources: { 'entra-id': { files: ['sign-ins.ndjson'] } } }));

    expect(await desk.type('collect', 'entra-id', '--arrived', 'then', '--config', 'farmwatch.json')).toEqual({ exit: 2, out: [], err: [expect.stringMatching(/^--arrived is for saved records/)] });
    expect(await desk.type(...SIGN_INS, '--arrived', 'soon')).toMatchObject({ exit: 2, err: expect.arrayContaining([expect.stringContaining('Allowed choices are then, now')]) });
    // What is exported again and again comes in when it does.
    await desk.type('import', 'people.csv');
    await desk.type('collect', '--config', 'farmwatch.json');
    expect((await desk.type(...REPLAY)).err.join()).toContain(`came in after it, up to ${isoOf(NOW)}`);
  });
});
