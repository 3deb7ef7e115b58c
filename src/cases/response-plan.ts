/** One step of a response. Farmwatch writes down that people did it; it performs none of them. */
export interface PlanStep {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  /** The person would notice it: locked until what exists is preserved. */
  readonly isContact?: boolean;
}

/** Steps that no company and nobody on a page leaves out: two people confirm, and what exists is preserved before anybody is contacted. */
export const FIRM_STEPS = ['confirm', 'preserve'] as const;
/** So many different people confirm. */
export const CONFIRM_PEOPLE = 2;

/**
 * The plan where the company has none of its own.
 *
 * Its order follows public advice: FBI (IC3, 23 January 2025), State, Treasury and FBI (2022), and OFAC's North Korea Sanctions
 * Regulations, 31 CFR 510. Not legal advice.
 */
export const DEFAULT_PLAN: readonly PlanStep[] = [
  { id: 'confirm', title: 'Two people confirm the facts', says: 'Two different people read the raw rows, each for themselves, and look for the innocent reading first: an approved journey, a ticket of IT, a couple who both work here, an accessibility need. One of them is from HR or legal where you can.' },
  { id: 'preserve', title: 'Preserve before anybody is contacted', says: 'Export the case as an evidence pack. Keep sign-in, VPN, endpoint, DNS, device management, chat and repository logs with hashes and UTC times. Ask for a legal hold on the records of this case. Begin a custody log.' },
  { id: 'limit', title: 'Limit access, quietly', says: 'Step-up sign-in, shorter sessions, no write access to production and repositories, no local administrator. The least that protects; the account is not switched off yet.' },
  { id: 'decide', title: 'Decide with counsel', says: 'Counsel, HR and the owner of the case decide what follows and when. Pay and dismissal are theirs to decide, and no number of Farmwatch decides them.' },
  { id: 'talk', title: 'Talk to the person, or end the employment', says: 'What counsel decided, with the person heard. Sessions and tokens end at that moment, not before it and not after.', isContact: true },
  { id: 'recover', title: 'Recover the laptop', says: 'A prepaid box to the address on record, tracked; keep the packaging, and make an image before anybody signs in. An address other than the one on record is a finding to write down.', isContact: true },
  { id: 'rotate', title: 'Rotate secrets and review work', says: 'Keys, tokens and passwords the person could reach; commits, dependencies and pipelines they touched; expect an attempt at extortion.' },
  { id: 'colleagues', title: 'Look for co-located and referred colleagues', says: 'Search for the same phone, bank token, address, line and reference; look at whom the person referred. Whoever is found is a question of its own, with its own case.' },
  { id: 'sanctions', title: 'Ask the sanctions question', says: 'Counsel asks whether wages reached a sanctioned party (31 CFR 510; civil liability is strict), whether to disclose it, and whether controlled data could be reached.' },
  { id: 'report', title: 'Report', says: 'FBI field office and ic3.gov in the United States, the national authority elsewhere. The law-enforcement sheet leaves only when HR or legal has approved it.' },
  { id: 'owner', title: 'Tell the identity’s real owner', says: 'A stolen identity belongs to a real person. Counsel tells them what happened, how to see their tax and credit records, and where to get help (identitytheft.gov in the United States).' },
];

const ID = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** What is wrong with a company's own plan, a sentence each. */
export function planProblems(steps: readonly PlanStep[]): readonly string[] {
  const ids = steps.map(({ id }) => id);
  const at = (id: string): number => ids.indexOf(id);
  return [
    ...FIRM_STEPS.filter((id) => !ids.includes(id)).map((id) => `the step ${id} is missing; two people confirm and what exists is preserved in every plan`),
    ...ids.filter((id, nth) => at(id) !== nth).map((id) => `two steps are called ${id}`),
    ...ids.filter((id) => !ID.test(id)).map(() => 'an id has small letters, digits and hyphens only, 40 at most'),
    ...steps.filter(({ id, isContact }) => isContact && at(id) < at('preserve')).map(({ id }) => `${id} contacts somebody before anything is preserved`),
  ];
}
