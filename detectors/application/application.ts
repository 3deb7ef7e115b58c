import { compareBytes } from '../../src/core/canonical.ts';
import type { ApplicationRow, HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { defineDetector, type Hire, type Reading, type Window } from '../../src/detect/detector.ts';
import type { Detail } from './detail.ts';
import { detailsOf } from './details.ts';
import { KINDS } from './kinds.ts';
import { SETTINGS } from './settings.ts';
import { detailsWeight } from './weigh.ts';

export const application = defineDetector({
  id: 'application',
  version: 3,
  family: 'application',
  days: 120,
  question: 'Do small details of the application fail to add up?',
  needs: [],
  settings: SETTINGS,
  // Everything it reads stands in files, nothing in events.
  evidence: {},
  detect(window, settings) {
    const byHire = Map.groupBy(window.applications, ({ hire_id: id }) => id);
    const subjects = [...window.hires.values()].filter(({ hire_id: id, inScope }) => inScope && byHire.has(id));
    const details = detailsOf(window, subjects.flatMap(({ hire_id: id }) => byHire.get(id)!), settings);
    return subjects.flatMap((hire) => {
      const applications = byHire.get(hire.hire_id)!;
      const found = oncePerKind(applications.flatMap(details));
      return found.length === 0 ? [] : [readingOf(hire, applications, found, window, settings)];
    });
  },
});

/** Of one kind the detail that adds most; several applications of one person say the same things. */
export function oncePerKind(details: readonly Detail[]): readonly Detail[] {
  const inOrder = details.toSorted((a, b) => b.adds - a.adds || compareBytes(a.kind, b.kind) || compareBytes(a.says, b.says));
  return [...Map.groupBy(inOrder, ({ kind }) => kind).values()].map(([most]) => most!);
}

function readingOf(hire: Hire, applications: readonly ApplicationRow[], details: readonly Detail[], window: Window<Record<never, never>>, settings: Values<typeof SETTINGS>): Reading {
  const llr = detailsWeight(details.map(({ adds }) => adds), settings.most);
  const alongside: readonly HireId[] = [...new Set(details.flatMap((detail) => detail.alongside))].filter((id) => id !== hire.hire_id);
  return {
    subject: hire.hire_id, llr, alongside, newest: newestOf(hire, applications, window), key: 'application',
    because: {
      headline: [`${details.length} small ${details.length === 1 ? 'detail' : 'details'} of the application: ${details[0]!.says}${details.length > 1 ? `; and ${details.length - 1} more` : ''}.`],
      facts: details.map(({ kind, says, adds }) => ({ label: KINDS[kind].label, value: [`${says} (+${adds.toFixed(3)})`], usual: KINDS[kind].usual })),
      innocent: details.map(({ kind }) => [KINDS[kind].ruleOut]),
    },
    clear: [KINDS[details[0]!.kind].clear],
    // Nothing of it is an event; what people checked about the application is.
    look: { where: { 'event.action': 'verified', 'farmwatch.verification.kind': ['identity', 'credential', 'reference', 'background', 'interview', 'profile-control'] } },
  };
}

/** The last application; the start where no date is told. Within what the detector looks at, as for every finding. */
function newestOf(hire: Hire, applications: readonly ApplicationRow[], { from, asOf }: Window<Record<never, never>>): number {
  const dated = applications.flatMap(({ applied_at: at }) => (at === undefined ? [] : [at]));
  const newest = dated.length > 0 ? Math.max(...dated) : hire.startsAt;
  return Math.max(from, Math.min(asOf, newest));
}
