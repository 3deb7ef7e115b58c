import { describe, expect, it } from 'vitest';
import { DAY, HOUR, isoOf, MINUTE } from '../../core/time.ts';
import type { Cursor } from './pull.ts';
import { cursorAt, endedAt, oneByOne, pagesByWindow, windowsFrom } from './windows.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const SPEC = { overlap: HOUR, span: DAY };
const said = (windows: ReturnType<typeof windowsFrom>): readonly string[] => windows.map(({ from, to }) => `${isoOf(from)} ${isoOf(to)}`);

describe('the stretches of time that a pull asks for', () => {
  it('begin where a first pull begins, and end now', () => {
    expect(said(windowsFrom(undefined, { since: NOW - 2 * DAY - HOUR, now: NOW }, SPEC))).toEqual([
      '2026-11-14T11:00:00Z 2026-11-15T11:00:00Z', '2026-11-15T11:00:00Z 2026-11-16T11:00:00Z', '2026-11-16T11:00:00Z 2026-11-16T12:00:00Z',
    ]);
  });
  it('go back over what was had, for rows that came late', () => {
    expect(said(windowsFrom(cursorAt(NOW - 15 * MINUTE), { since: 0, now: NOW }, SPEC))).toEqual(['2026-11-16T10:45:00Z 2026-11-16T12:00:00Z']);
  });
  it('end where rows have settled', () => {
    expect(said(windowsFrom(cursorAt(NOW - HOUR), { since: 0, now: NOW }, { ...SPEC, settle: 2 * MINUTE }))).toEqual(['2026-11-16T10:00:00Z 2026-11-16T11:58:00Z']);
  });
  it('do not wait for a clock that was set back', () => {
    expect(said(windowsFrom(cursorAt(NOW + DAY), { since: 0, now: NOW }, SPEC))).toEqual(['2026-11-16T11:00:00Z 2026-11-16T12:00:00Z']);
  });
});

describe('the end of the last pull', () => {
  it.each([[undefined, undefined], [{}, undefined], [{ until: 'soon' }, undefined], [cursorAt(NOW), NOW]])('is read from %j', (cursor, at) => expect(endedAt(cursor)).toBe(at));
});

describe('pages by stretches of time', () => {
  const from = cursorAt(NOW - 2 * DAY);
  const io = { since: 0, now: () => NOW };

  it('never move back, however far the overlap reaches', async () => {
    const pages = await Array.fromAsync(pagesByWindow(cursorAt(NOW - HOUR), io, { overlap: 2 * DAY, span: DAY }, async function* none() {}));

    expect(pages.map(({ cursor }) => cursor)).toEqual([cursorAt(NOW - HOUR), cursorAt(NOW - HOUR), cursorAt(NOW)]);
  });

  it('move on only where a stretch is whole', async () => {
    const pages = await Array.fromAsync(pagesByWindow(from, io, { overlap: 0, span: DAY }, async function* days(window) {
      yield [isoOf(window.from)];
      yield ['more'];
    }));

    expect(pages).toEqual([
      { records: ['2026-11-14T12:00:00Z'], cursor: from }, { records: ['more'], cursor: from }, { records: [], cursor: cursorAt(NOW - DAY) },
      { records: ['2026-11-15T12:00:00Z'], cursor: cursorAt(NOW - DAY) }, { records: ['more'], cursor: cursorAt(NOW - DAY) }, { records: [], cursor: cursorAt(NOW) },
    ]);
  });

  it('keep the place of each of several lists under its name, and none moves back', async () => {
    const before = { signIns: isoOf(NOW - HOUR), audits: isoOf(NOW - 3 * HOUR) };
    const asked: string[] = [];
    const list = (name: string) => (cursor: Cursor) => pagesByWindow(cursor, io, { overlap: DAY, span: DAY, name }, async function* rows(window) {
      asked.push(`${name} ${isoOf(window.from)}`);
    });

    const pages = await Array.fromAsync(oneByOne(before, [list('signIns'), list('audits')]));

    expect(asked).toEqual(['signIns 2026-11-15T11:00:00Z', 'signIns 2026-11-16T11:00:00Z', 'audits 2026-11-15T09:00:00Z', 'audits 2026-11-16T09:00:00Z']);
    expect(pages.map(({ cursor }) => cursor)).toEqual([before, { ...before, signIns: isoOf(NOW) }, { signIns: isoOf(NOW), audits: isoOf(NOW - 3 * HOUR) }, { signIns: isoOf(NOW), audits: isoOf(NOW) }]);
  });
});
