/** One step of a response. Farmwatch writes down that people did it; it performs none of them. */
export interface PlanStep {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  /** The person would notice it: locked until what exists is preserved. */
  readonly isContact?: boolean;
  /** Who is to do it. Whoever takes the step on the page owns it all the same. */
  readonly owner?: PlanOwner;
  /** To be done so many hours after the response began. */
  readonly dueHours?: number;
}

/** Who may be named for a step: people of the company, whether or not they sign in here. */
export const PLAN_OWNERS = { analyst: 'an analyst', it: 'IT staff', hr: 'HR and legal', counsel: 'counsel', lead: 'a lead', privacy: 'the privacy officer', admin: 'an administrator' } as const;
export type PlanOwner = keyof typeof PLAN_OWNERS;
/** A due time lies within a year. */
export const MOST_DUE_HOURS = 8_760;
export const MOST_STEPS = 40;

/** Steps that no company and nobody on a page leaves out: two people confirm, and what exists is preserved before anybody is contacted. */
export const FIRM_STEPS = ['confirm', 'preserve'] as const;
/** Steps that protect people: where counsel is left out too, a second person has to agree, and each response says so. */
const PROTECTING_STEPS = [...FIRM_STEPS, 'decide'] as const;
/** So many different people confirm. */
export const CONFIRM_PEOPLE = 2;

/**
 * The plan where the company has none of its own.
 *
 * Its order follows public advice: FBI (IC3, 23 January 2025), State, Treasury and FBI (2022), and OFAC's North Korea Sanctions
 * Regulations, 31 CFR 510. Not legal advice.
 */
export const DEFAULT_PLAN: readonly PlanStep[] = [
  { id: 'confirm', title: 'Two people confirm the facts', says: 'Two different people read the raw rows, each for themselves, and look for the innocent reading first: an approved journey, a ticket of IT, a couple who both work here, an accessibility need. One of them is from HR or legal where you can.', owner: 'analyst' },
  { id: 'preserve', title: 'Preserve before anybody is contacted', says: 'Export the case as an evidence pack. Keep sign-in, VPN, endpoint, DNS, device management, chat and repository logs with hashes and UTC times. Ask for a legal hold on the records of this case. Begin a custody log.', owner: 'analyst' },
  { id: 'limit', title: 'Limit access, quietly', says: 'Step-up sign-in, shorter sessions, no write access to production and repositories, no local administrator. The least that protects; the account is not switched off yet.', owner: 'it' },
  { id: 'decide', title: 'Decide with counsel', says: 'Counsel, HR and the owner of the case decide what follows and when. Pay and dismissal are theirs to decide, and no number of Farmwatch decides them.', owner: 'counsel' },
  { id: 'talk', title: 'Talk to the person, or end the employment', says: 'What counsel decided, with the person heard. Sessions and tokens end at that moment, not before it and not after.', isContact: true, owner: 'hr' },
  { id: 'recover', title: 'Recover the laptop', says: 'A prepaid box to the address on record, tracked; keep the packaging, and make an image before anybody signs in. An address other than the one on record is a finding to write down.', isContact: true, owner: 'it' },
  { id: 'rotate', title: 'Rotate secrets and review work', says: 'Keys, tokens and passwords the person could reach; commits, dependencies and pipelines they touched; expect an attempt at extortion.', owner: 'it' },
  { id: 'colleagues', title: 'Look for co-located and referred colleagues', says: 'Search for the same phone, bank token, address, line and reference; look at whom the person referred. Whoever is found is a question of its own, with its own case.', owner: 'analyst' },
  { id: 'sanctions', title: 'Ask the sanctions question', says: 'Counsel asks whether wages reached a sanctioned party (31 CFR 510; civil liability is strict), whether to disclose it, and whether controlled data could be reached.', owner: 'counsel' },
  { id: 'report', title: 'Report', says: 'FBI field office and ic3.gov in the United States, the national authority elsewhere. The law-enforcement sheet leaves only when HR or legal has approved it.', owner: 'hr' },
  { id: 'owner', title: 'Tell the identity’s real owner', says: 'A stolen identity belongs to a real person. Counsel tells them what happened, how to see their tax and credit records, and where to get help (identitytheft.gov in the United States).', owner: 'counsel' },
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

/**
 * A plan as somebody wrote it, with the built-in words for steps that protect people, and with what the person notices in the
 * plan that ships kept as such: other words under the same name would take the protection away without anybody seeing it.
 */
export function withBuiltInWords(steps: readonly PlanStep[]): readonly PlanStep[] {
  return steps.map((step) => {
    const shipped = DEFAULT_PLAN.find(({ id }) => id === step.id);
    if (!shipped) return step;
    return { ...step, ...(isProtecting(step) ? { title: shipped.title, says: shipped.says } : {}), ...(shipped.isContact ? { isContact: true } : {}) };
  });
}

export const isProtecting = ({ id }: Pick<PlanStep, 'id'>): boolean => (PROTECTING_STEPS as readonly string[]).includes(id);

/** What a plan leaves out, or puts too late, of what protects people, a sentence each; nothing for the plan that ships. */
export function weakenings(steps: readonly Pick<PlanStep, 'id' | 'title' | 'isContact'>[]): readonly string[] {
  const at = steps.findIndex(({ id }) => id === 'decide');
  if (at < 0) return ['It leaves out “Decide with counsel”: nobody is asked what may be done before it is done.'];
  return steps.slice(0, at).filter(({ isContact }) => isContact).map(({ title }) => `“${title}”, which the person would notice, comes before “Decide with counsel”.`);
}

/** What another plan says otherwise, a sentence each. */
export function planChanges(before: readonly PlanStep[], after: readonly PlanStep[]): readonly string[] {
  const was = new Map(before.map((step) => [step.id, step]));
  const is = new Map(after.map((step) => [step.id, step]));
  const kept = (steps: readonly PlanStep[]): readonly string[] => steps.map(({ id }) => id).filter((id) => was.has(id) && is.has(id));
  return [
    ...before.filter(({ id }) => !is.has(id)).map(({ title }) => `“${title}” goes.`),
    ...after.filter(({ id }) => !was.has(id)).map(({ title }) => `“${title}” is new.`),
    ...after.flatMap((step) => stepChanges(was.get(step.id), step)),
    ...(kept(before).join() === kept(after).join() ? [] : [`The order is now: ${after.map(({ title }) => title).join(' · ')}.`]),
  ];
}

function stepChanges(before: PlanStep | undefined, after: PlanStep): readonly string[] {
  if (!before) return [];
  const { title } = after;
  return [
    ...(before.title === title ? [] : [`“${before.title}” is now called “${title}”.`]),
    ...(before.says === after.says ? [] : [`“${title}” is worded otherwise.`]),
    ...((before.isContact ?? false) === (after.isContact ?? false) ? [] : [`“${title}” is ${after.isContact ? 'now' : 'no longer'} something that the person would notice.`]),
    ...(before.owner === after.owner ? [] : [`“${title}” is for ${after.owner === undefined ? 'whoever takes it' : PLAN_OWNERS[after.owner]}.`]),
    ...(before.dueHours === after.dueHours ? [] : [`“${title}” is due ${after.dueHours === undefined ? 'at no set time' : `${after.dueHours} h after the beginning`}.`]),
  ];
}
