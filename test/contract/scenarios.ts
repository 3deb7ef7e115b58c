import { describe, expect, it } from 'vitest';
import { openEnricher } from '../../src/collect/enrich.ts';
import { isRejected, parseEvent } from '../../src/core/parse-event.ts';
import type { SettingsTable } from '../../src/core/settings.ts';
import type { Detector, EvidencePlan } from '../../src/detect/detector.ts';
import type { Story } from '../../src/simulate/story.ts';
import { readingsOf, type Company } from '../support/window.ts';

/** A simulated company and what a detector promises about its subjects. */
export interface Scenario {
  readonly tells: string;
  readonly story: () => Story;
  /** Every subject weighs at least this. */
  readonly reaches?: number;
  /** Some subject weighs at least this: not everybody of a farm shows everything. */
  readonly someReaches?: number;
  /** No subject weighs as much. */
  readonly staysBelow?: number;
  /** No subject weighs less; silence is 0. */
  readonly neverBelow?: number;
}

const { enrich } = await openEnricher();

/** What an import would make of a simulated company. */
function imported({ tables, endsAt, events }: Story): Company {
  const parsed = [...events()].flatMap((document) => {
    const event = parseEvent(document);
    return isRejected(event) ? [] : [enrich(event)];
  });
  return { ...tables, asOf: endsAt, events: parsed };
}

/** Tells a detector its stories, and holds it to what it promised. */
export function describeScenarios<P extends EvidencePlan, S extends SettingsTable>(detector: Detector<P, S>, scenarios: readonly Scenario[]): void {
  describe(`${detector.id} in simulated companies`, () => {
    for (const { tells, story, reaches, someReaches, staysBelow, neverBelow } of scenarios) {
      it(`weighs ${tells}`, async () => {
        const told = story();

        const readings = await readingsOf(detector, imported(told));

        const weights = told.subjects.map((hire) => Math.max(-Infinity, ...readings.filter(({ subject }) => subject === hire).map(({ llr }) => llr)));
        expect(weights.length).toBeGreaterThan(0);
        if (reaches !== undefined) expect(Math.min(...weights)).toBeGreaterThanOrEqual(reaches);
        if (someReaches !== undefined) expect(Math.max(...weights)).toBeGreaterThanOrEqual(someReaches);
        if (staysBelow !== undefined) expect(Math.max(...weights)).toBeLessThan(staysBelow);
        if (neverBelow !== undefined) expect(Math.min(0, ...readings.filter(({ subject }) => told.subjects.includes(subject)).map(({ llr }) => llr))).toBeGreaterThanOrEqual(neverBelow);
      });
    }
  });
}
