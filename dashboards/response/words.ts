import type { ResponseStepView } from '../../src/api/contract.ts';

export const STEP_SAYS = { open: 'to be done', locked: 'locked', half: 'one more person', done: 'done', skipped: 'left out' } as const satisfies Record<ResponseStepView['state'], string>;

/** What Farmwatch does about any of it. */
export const PERFORMS_NONE = 'Farmwatch performs none of these steps. It keeps their order, and writes down who did what, when, and what shows it.';
