import type { Role } from '../../src/api/contract.ts';
import administrator from '../guides/administrator.md?url';
import analyst from '../guides/analyst.md?url';
import auditor from '../guides/auditor.md?url';
import hr from '../guides/hr.md?url';
import it from '../guides/it.md?url';
import lead from '../guides/lead.md?url';
import privacy from '../guides/privacy.md?url';
import duties from './duties.md?url';

export interface Guide { readonly id: string; readonly title: string; readonly says: string; readonly for: readonly Role[]; /** The address of its text, which comes when somebody opens it. */ readonly text: string }

/** The guides of `dashboards/guides`, each for those whose work it is about. */
export const GUIDES: readonly Guide[] = [
  { id: 'analyst', title: 'For analysts', says: 'From the list to a closed question, with the keyboard.', for: ['analyst', 'admin'], text: analyst },
  { id: 'it', title: 'For IT staff', says: 'Where laptops are, what to ask, and tables in and out.', for: ['it', 'admin'], text: it },
  { id: 'lead', title: 'For leads', says: 'A week in numbers, and what they do not say.', for: ['lead', 'admin'], text: lead },
  { id: 'hr', title: 'For HR and legal', says: 'Checks of people, applications, and what follows a confirmed case.', for: ['hr', 'admin'], text: hr },
  { id: 'privacy', title: 'For the privacy officer', says: 'What was recorded, who looked at whom, and answers to people.', for: ['privacy', 'admin'], text: privacy },
  { id: 'auditor', title: 'For auditors', says: 'Who did what, and whether that can be trusted.', for: ['auditor', 'privacy', 'admin'], text: auditor },
  { id: 'administrator', title: 'For administrators', says: 'From an empty store to a running one.', for: ['admin', 'analyst'], text: administrator },
  { id: 'duties', title: 'Duties and what serves them', says: 'Laws and guidance, what of Farmwatch serves each, and what the company does itself. Not legal advice.', for: ['privacy', 'hr', 'admin', 'auditor', 'lead'], text: duties },
];
