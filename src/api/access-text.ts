import { DOINGS, FIELD_CLASSES, MAY, WAYS_OUT, type Doing, type FieldClass } from './access.ts';
import { ROUTES } from './access-routes.ts';
import { ROLES } from './roles.ts';

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const head = (...cells: readonly string[]): readonly string[] => [row(...cells), row(...cells.map(() => '---'))];

/** The tables of who may do and read what, as they stand in the README of this folder. */
export function accessText(): string {
  const doings = Object.keys(DOINGS) as readonly Doing[];
  const classes = Object.keys(FIELD_CLASSES) as readonly FieldClass[];
  return [
    ...head('may', ...ROLES), ...doings.map((doing) => row(DOINGS[doing], ...ROLES.map((role) => (MAY[role].includes(doing) ? 'yes' : '')))), '',
    ...head('way out', 'opened by', ...classes.map((name) => `${name}: ${FIELD_CLASSES[name]}`), 'and of the others'),
    ...Object.entries(WAYS_OUT).map(([way, { opens, carries, also }]) => row(way, opens === 'nobody' ? 'readers of that system' : DOINGS[opens], ...classes.map((name) => ((carries as readonly FieldClass[]).includes(name) ? 'yes' : '')), also.map((name) => `\`${name}\``).join(', '))), '',
    ...head('route', 'wants'), ...Object.entries(ROUTES).map(([route, wanted]) => row(`\`${route}\``, wanted in DOINGS ? DOINGS[wanted as Doing] : wanted)), '',
  ].join('\n');
}
