import type { AboutYouView, CorrectionView, DutiesView, HoldsView, RightsView } from '../../src/api/contract.ts';
import { AS_OF, HOSTILE } from './fixtures.ts';

const DAY = 86_400_000;

/** One hold that waits for the reader, one in force, one whose release waits, one that is over. */
export function holdsView(): HoldsView {
  const base = { hires: ['h-17'], cases: ['C-31'], matter: `Acme v. Doe ${HOSTILE}`, reason: 'Counsel asked for it', review: '2027-05-31', asked: { at: AS_OF - DAY, by: 'hana' } };
  return {
    holds: [
      { ...base, id: 'hold-1', state: 'asked', mayConfirm: true },
      { ...base, id: 'hold-2', state: 'in-force', confirmed: { at: AS_OF, by: 'pia' }, mayConfirm: false },
      { ...base, id: 'hold-3', state: 'release-asked', confirmed: { at: AS_OF, by: 'pia' }, releaseAsked: { at: AS_OF, by: 'hana', reason: 'Settled' }, mayConfirm: true },
      { ...base, id: 'hold-4', state: 'lapsed', mayConfirm: false },
    ],
  };
}

export function rightsView(): RightsView {
  const base = { hire: 'h-17', note: '', receivedAt: AS_OF - 10 * DAY, dueAt: AS_OF + 20 * DAY };
  return {
    now: AS_OF, mayWithhold: true, erased: [{ ask: 'ask-0', at: AS_OF - DAY, isDone: true, by: 'pia', ground: 'what is held is needed no more', reason: `Left in autumn ${HOSTILE}`, decision: { by: 'counsel', why: 'No claim is seen' } }],
    asks: [
      { ...base, id: 'ask-1', right: 'access', note: `All of it ${HOSTILE}`, dueAt: AS_OF - 2 * DAY },
      { ...base, id: 'ask-2', right: 'access', prepared: { at: AS_OF, by: 'pia', isWithheld: true } },
      { ...base, id: 'ask-3', right: 'objection' },
      { ...base, id: 'ask-4', right: 'review', answered: { at: AS_OF, by: 'pia', note: 'Talked in person' } },
    ],
  };
}

export const ABOUT_YOU: AboutYouView = {
  company: 'Acme', contact: 'privacy@acme.example', simulated: false, purpose: 'To find laptops that stand in a farm', noticeGivenOn: '2026-11-02', daysBefore: 14, daysAfter: 90, legalGround: '', sources: ["the company's own lists of people, laptops", 'Okta system log', 'Jamf'], lists: ['where you say that you live: town, coordinates'], afterwards: ['What stays'],
  reads: ['your accounts: mail address, account name and id'], never: ['what you type, say or write'], kept: [{ what: 'what happened, with accounts, addresses, machines', kept: 'windows of the detectors + 30 days' }, { what: HOSTILE, kept: '120 days' }],
  rights: ['ask for a copy of what is held about you, and get it within 30 days'], outside: ['outside the company nobody gets it as a matter of course'], transfers: '',
};

export const DUTIES: DutiesView = { lacks: [], mayRecord: true, noticeGivenOn: '2026-11-02', purpose: 'To find laptops that stand in a farm', owner: 'Head of security' };

export const CORRECTIONS: readonly CorrectionView[] = [{ at: AS_OF - DAY, who: 'Avocet-047', from: 'person', about: 'ship_city', says: `I moved to Tulsa. ${HOSTILE}` }];
