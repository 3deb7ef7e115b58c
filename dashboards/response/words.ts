import type { Doing, ResponseStepView } from '../../src/api/contract.ts';

export const STEP_SAYS = { open: 'to be done', locked: 'locked', half: 'one more person', done: 'done', skipped: 'left out' } as const satisfies Record<ResponseStepView['state'], string>;

/** What Farmwatch does about any of it. */
export const PERFORMS_NONE = 'Farmwatch performs none of these steps. It keeps their order, and writes down who did what, when, and what shows it.';

/** Where a step is done, for those who may. A plan of the company's own keeps the names of the steps it took over. */
export const WAYS: readonly { readonly step: string; readonly needs: Doing; readonly says: string; readonly href: (id: string) => string }[] = [
  { step: 'preserve', needs: 'hold-records', says: 'Ask for a legal hold on this case', href: (id) => `/holds?case=${encodeURIComponent(id)}` },
  { step: 'report', needs: 'approve-exports', says: 'Read and approve the sheet', href: () => '/approvals' },
];
