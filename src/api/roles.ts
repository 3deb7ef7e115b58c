/** Who may do what stands in `access.ts`. */
export const ROLES = ['analyst', 'it', 'lead', 'hr', 'privacy', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
/** What people call a role. The pages have the same names; a test compares them. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = { analyst: 'analyst', it: 'IT staff', lead: 'lead', hr: 'HR and legal', privacy: 'privacy officer', admin: 'administrator', auditor: 'auditor' };
