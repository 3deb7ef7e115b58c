import type { Role } from '../../src/api/contract.ts';

export interface Guide { readonly id: string; readonly title: string; readonly says: string; readonly for: readonly Role[]; readonly load: () => Promise<{ readonly default: string }> }

/** The guides of `dashboards/guides`, each for those whose work it is about. */
export const GUIDES: readonly Guide[] = [
  { id: 'analyst', title: 'For analysts', says: 'From the list to a closed question, with the keyboard.', for: ['analyst', 'admin'], load: () => import('../guides/analyst.md?raw') },
  { id: 'it', title: 'For IT staff', says: 'Where laptops are, what to ask, and tables in and out.', for: ['it', 'admin'], load: () => import('../guides/it.md?raw') },
  { id: 'lead', title: 'For leads', says: 'A week in numbers, and what they do not say.', for: ['lead', 'admin'], load: () => import('../guides/lead.md?raw') },
  { id: 'hr', title: 'For HR and legal', says: 'Checks of people, applications, and what follows a confirmed case.', for: ['hr', 'admin'], load: () => import('../guides/hr.md?raw') },
  { id: 'privacy', title: 'For the privacy officer', says: 'What was recorded, who looked at whom, and answers to people.', for: ['privacy', 'admin'], load: () => import('../guides/privacy.md?raw') },
  { id: 'auditor', title: 'For auditors', says: 'Who did what, and whether that can be trusted.', for: ['auditor', 'privacy', 'admin'], load: () => import('../guides/auditor.md?raw') },
  { id: 'administrator', title: 'For administrators', says: 'From an empty store to a running one.', for: ['admin', 'analyst'], load: () => import('../guides/administrator.md?raw') },
  { id: 'duties', title: 'Duties and what serves them', says: 'Laws and guidance, what of Farmwatch serves each, and what the company does itself. Not legal advice.', for: ['privacy', 'hr', 'admin', 'auditor', 'lead'], load: () => import('./duties.md?raw') },
];
