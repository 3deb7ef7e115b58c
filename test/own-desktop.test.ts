import { describe, expect, it } from 'vitest';
import { judgesOf } from '../src/app.ts';
import { caseJudgeWith } from '../src/cli/evaluate/judge.ts';
import { openEnricher } from '../src/collect/enrich.ts';
import { loadConfig } from '../src/config.ts';
import { DAY } from '../src/core/time.ts';
import { owning } from '../src/simulate/owned.ts';
import { farmStory, ownDesktopStory, type Story } from '../src/simulate/story.ts';

const judge = caseJudgeWith({ ...judgesOf(loadConfig(undefined)), enricher: await openEnricher() });

/** Bands of the subjects over a fortnight of daily runs, and how many cases name them. */
async function stood({ subjects, endsAt, ...company }: Story): Promise<{ readonly bands: ReadonlySet<string>; readonly cases: number }> {
  const bands = new Set<string>();
  let cases = 0;
  const instants = Array.from({ length: 14 }, (_, nth) => endsAt - (13 - nth) * DAY);
  for await (const { ways } of judge(company, instants, { ways: ['all'], placesAt: () => false, seen: () => {} })) {
    const { risks, cases: all } = ways.get('all')!;
    for (const { hire_id: hire, band } of risks) if (subjects.includes(hire)) bands.add(band);
    cases = all.filter(({ hires }) => hires.some((hire) => subjects.includes(hire))).length;
  }
  return { bands, cases };
}

const ATTENTION = ['review', 'act'];
const NOTHING = { line: false, clock: false, name: false };
const tools = ['chrome-remote-desktop', 'rustdesk', 'anydesk', 'parsec'];

describe('somebody who works from a computer of their own, daily and from the first day on', () => {
  it.each(tools)('has no case by that alone: %s, of which nothing is told', async (tool) => {
    const story = ownDesktopStory({ tool, days: 30 });

    for (const seen of [story, { ...story, ...owning(story, ['identity-provider', 'endpoint']) }, { ...story, ...owning(story, ['endpoint']) }]) {
      const { bands, cases } = await stood(seen);
      expect([cases, ATTENTION.filter((band) => bands.has(band))]).toEqual([0, []]);
    }
  }, 60_000);

  it.each([{ ...NOTHING, line: true }, { ...NOTHING, clock: true }, { ...NOTHING, name: true }, { line: true, clock: true, name: true }])('has none where this is told: %j', async (tells) => {
    expect((await stood(ownDesktopStory({ days: 30, tells }))).cases).toBe(0);
  }, 60_000);
});

describe('somebody whose laptop is driven from elsewhere by the same tool', () => {
  it('has a case', async () => {
    const { cases } = await stood(farmStory({ laptops: 3, style: 'software', days: 30, tools: ['chrome-remote-desktop'] }));

    expect(cases).toBeGreaterThan(0);
  }, 60_000);
});
