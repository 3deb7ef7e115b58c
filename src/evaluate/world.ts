/** What companies have in common that are measured, beside the knobs of every company: some are asked to sign in once a day, and records may tell no hours. */
export const WORLD = { oneSignInADay: 0.25, untoldHours: 0.5 };
