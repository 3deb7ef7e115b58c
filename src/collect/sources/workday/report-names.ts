import type { Wanted } from '../../tables/columns.ts';

/** What fields that Workday delivers are called, where neither people.csv nor its aliases know the name. Case and punctuation do not count. */
export const REPORT_NAMES: Wanted = new Map([
  ['Email - Primary Work', 'email'], ['Primary Work Email Address', 'email'], ['Email - Work', 'email'], ['Work Email Addresses', 'email'], ['Worker Email', 'email'], ['Email - Primary', 'email'],
  ['Contingent Worker ID', 'hire_id'],
  ['Contract Start Date', 'start_date'], ['Most Recent Hire Date', 'start_date'], ['Effective Hire Date', 'start_date'],
  ['Contract End Date', 'end_date'], ['Last Day of Work', 'end_date'],
  ['Supervisory Organization', 'team'],
  ['Job Profile', 'role'],
  ['Manager - Email', 'manager_email'], ["Manager's Email", 'manager_email'], ['Manager Email - Work', 'manager_email'], ['Manager - Primary Work Email', 'manager_email'],
  ['Home Address - City', 'home_city'], ['Primary Home Address - City', 'home_city'], ['Home Address - State', 'home_region'], ['Home Address - State/Province', 'home_region'], ['Home Address - Region', 'home_region'],
  ['Primary Home Address - State', 'home_region'], ['Home Address - Country', 'home_country'], ['Primary Home Address - Country', 'home_country'],
]);
