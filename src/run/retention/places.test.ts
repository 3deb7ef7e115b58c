import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../config.ts';
import { ROOT, textOf } from '../../../test/support/imports.ts';
import { PLACES, USUAL_DAYS, keptSaid, placeSaid, settingsOf } from './places.ts';

const NAMES = new Set(PLACES.flatMap(({ names }) => names));

describe('the table of places', () => {
  it('is what src/README.md says', () => {
    const rows = [...textOf('src/README.md').split('## Where personal data lies')[1]!.matchAll(/^\| (?!place \||---)(.*) \| (.*) \| (.*) \|$/gm)].map(([, place, what, kept]) => [place, what, kept]);

    expect(rows).toEqual(PLACES.map((place) => [placeSaid(place), place.what, keptSaid(place, USUAL_DAYS)]));
  });

  it('names every shelf and journal that the code opens', () => {
    const opened = globSync('src/**/*.ts', { cwd: ROOT }).filter((file) => !/\.(test|fixture)\.ts$/.test(file))
      .flatMap((file) => [...readFileSync(`${ROOT}/${file}`, 'utf8').matchAll(/(?:shelf|journal)(?:<.*?>)?\('([a-z-]+)'|(?:SHELF|NOTES) = '([a-z-]+)'|(?:foldOf|waitingBook)(?:<.*?>)?\(store, '([a-z-]+)'/g)].map(([, called, named, folded]) => called ?? named ?? folded!));

    expect(opened.length).toBeGreaterThan(30);
    expect([...new Set(opened)].filter((name) => !NAMES.has(name))).toEqual([]);
  });

  it('has the days of the configuration, and a place for every setting', () => {
    const { properties } = configSchema() as { readonly properties: Record<string, { readonly properties: Record<string, { readonly default: number }> }> };

    expect(Object.fromEntries(Object.entries(properties['retention']!.properties).map(([name, { default: days }]) => [name, days]))).toEqual(USUAL_DAYS);
    expect([...new Set(PLACES.flatMap(settingsOf))].sort()).toEqual(Object.keys(USUAL_DAYS).sort());
  });

  it('says the days that somebody chose', () => {
    const events = PLACES.find(({ kind }) => kind === 'events')!;

    expect(keptSaid(events, { ...USUAL_DAYS, raw_days: 7 })).toContain('detectors + 7 days');
  });
});
