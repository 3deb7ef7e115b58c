import type { AllowanceTrialView, DeviceActKind, WaitingActsView, WaitingNote } from '../../src/api/contract.ts';
import { counted } from '../kit/format.ts';
import { BAND_SAYS } from '../kit/words.ts';

/** Something that waits for a word, as one row. */
export interface Item {
  readonly id: string;
  readonly kind: 'device-acts' | 'allowances' | 'checks';
  /** What somebody wants to do. */
  readonly wants: string;
  /** What else to know of it. */
  readonly more: string;
  /** What happens when it is let go. */
  readonly then: string;
  /** What the button says. */
  readonly verb: 'Let it go' | 'Confirm';
  readonly person: string | undefined;
  readonly at: number;
  readonly by: string;
  readonly cases: readonly { readonly id: string; readonly owner: string | undefined }[];
  readonly notes: readonly WaitingNote[];
  readonly refused: string | undefined;
}

const WANTS: Readonly<Record<DeviceActKind, (laptop: string) => string>> = {
  'ask-holder': (laptop) => `Ask the holder of ${laptop} about it`,
  'ask-manager': (laptop) => `Ask the manager of whoever holds ${laptop}`,
  'serial-photo': (laptop) => `Ask for a photo of the serial number of ${laptop}`,
  'returned': (laptop) => `Mark ${laptop} as returned`,
  'approved-move': (laptop) => `Count ${laptop} as moved with approval`,
};

/** Everything that waits, longest first. */
export function itemsOf({ acts, allowances, checks = [] }: WaitingActsView): readonly Item[] {
  return [
    ...acts.map((act): Item => ({
      id: act.id, kind: 'device-acts', wants: WANTS[act.kind](act.laptop), person: act.person, at: act.at, by: act.by, cases: act.cases, notes: act.notes, refused: act.refused,
      ...(act.move
        ? { verb: 'Confirm' as const, more: `${act.move.from} to ${act.move.until}${act.move.town === undefined ? '' : `, near ${act.move.town}`}; approved by ${act.move.approvedBy}. Ask them, if you do not know it.`, then: 'Days within the move are left out where laptops that stand together are counted, from the next run on.' }
        : { verb: 'Let it go' as const, more: 'Whoever is asked learns that somebody looks at this laptop.', then: `${act.by} sees that it is let go, and may write or call.` }),
    })),
    ...allowances.map((asked): Item => ({
      id: asked.id, kind: 'allowances', wants: `Allow ${asked.says}`, person: undefined, at: asked.at, by: asked.by, cases: [{ id: asked.case, owner: undefined }], notes: asked.notes, refused: asked.refused,
      verb: 'Confirm', more: `Until ${asked.until}; ${asked.owner} answers for it: ${asked.reason}`, then: 'It holds from now on. What it allows adds nothing to anybody, until its last day.',
    })),
    ...checks.map((check): Item => ({
      id: check.id, kind: 'checks', wants: check.title, person: check.person, at: check.at, by: check.by, cases: check.cases, notes: check.notes, refused: check.refused,
      verb: 'Let it go', more: 'Whoever is checked learns that somebody looks at them.', then: 'Whoever works on checks sees it as due, and may write or call.',
    })),
  ].sort((a, b) => a.at - b.at);
}

/** What an entry would have hidden, in a sentence or a few. */
export function trialSays({ says, findings, people, others, bands, cases, laptops }: AllowanceTrialView): string {
  if (findings + bands.length + cases.length + laptops === 0) return `${says} would have hidden nothing as of the newest run.`;
  return [
    `${says} would have hidden ${counted(findings, 'finding')} about ${counted(people.length, 'person', 'people')}${others > 0 ? `, ${others} of them not in this case` : ''}.`,
    ...bands.slice(0, 6).map(({ name, withIt, without }) => `${name} would stand at ${BAND_SAYS[withIt].toLowerCase()} instead of ${BAND_SAYS[without].toLowerCase()}.`),
    ...(bands.length > 6 ? [`${counted(bands.length - 6, 'more band')} would fall.`] : []),
    ...(cases.length > 0 ? [`Without it ${cases.length === 1 ? 'this case is open, with it it would not be' : 'these cases are open, with it they would not be'}: ${cases.join(', ')}.`] : []),
    ...(laptops > 0 ? [`${counted(laptops, 'laptop')} would read otherwise.`] : []),
  ].join(' ');
}
