import type { Said } from './command-line.ts';

/** The smallest company there is: one person and a line about her, as files have them. */
export const PEOPLE = 'hire_id,email,start_date,user_names\n';
export const KIM = 'h-1,kim@company.example,2026-11-02,kim\n';

export const anEventLine = (id: string, fields: object = {}): string =>
  JSON.stringify({ '@timestamp': '2026-11-02T09:00:00Z', 'event.action': 'sign-in', 'event.id': id, 'user.name': 'kim', 'source.ip': '192.0.2.1', ...fields });

/** All that a command said. */
export const all = ({ out, err }: Said): string => [...out, ...err].join('\n');
