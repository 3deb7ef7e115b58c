import { describe, expect, it } from 'vitest';
import { openEnricher } from '../../src/collect/enrich.ts';
import { isRejected, parseEvent } from '../../src/core/parse-event.ts';
import type { Story } from '../../src/simulate/story.ts';
import { readingsOf, type Company } from '../../test/support/window.ts';
import { SCENARIOS } from './scenarios.ts';
import { egressNetwork } from './egress-network.ts';

const { enrich } = await openEnricher();

/** What an import would make of a simulated company. */
function imported({ tables, endsAt, events }: Story): Company {
  const parsed = [...events()].flatMap((document) => {
    const event = parseEvent(document);
    return isRejected(event) ? [] : [enrich(event)];
  });
  return { ...tables, asOf: endsAt, events: parsed };
}

describe('egress-network in simulated companies', () => {
  for (const { tells, story, reaches, staysBelow } of SCENARIOS) {
    it(`weighs ${tells}`, async () => {
      const told = story();

      const readings = await readingsOf(egressNetwork, imported(told));

      const weights = told.subjects.map((hire) => Math.max(-Infinity, ...readings.filter(({ subject }) => subject === hire).map(({ llr }) => llr)));
      // Promised is that some subject reaches it.
      if (reaches !== undefined) expect(Math.max(...weights)).toBeGreaterThanOrEqual(reaches);
      if (staysBelow !== undefined) expect(Math.max(...weights)).toBeLessThan(staysBelow);
    });
  }
});
