import type { Asker, Line, Walk } from './walk.ts';
import { ASKERS } from './walk.ts';

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const head = (...cells: readonly string[]): readonly string[] => [row(...cells), row(...cells.map(() => '---'))];
const total = (numbers: Iterable<number>): number => [...numbers].reduce((sum, one) => sum + one, 0);
const answered = ({ answers }: Line, fits: (status: number) => boolean): number => total([...answers].filter(([status]) => fits(status)).map(([, times]) => times));

/** How often each role asked, and what came of it. */
export function countsText({ lines, values, fields }: Walk): string {
  const rows = ASKERS.map((asker) => {
    const own = lines.filter((line) => line.asker === asker);
    const count = (fits: (status: number) => boolean): number => total(own.map((line) => answered(line, fits)));
    return row(asker, new Set(own.map(({ route }) => route)).size, count(() => true), count((status) => status < 300), count((status) => [401, 403].includes(status)), count((status) => (status >= 300 && status < 500 && ![401, 403].includes(status))), new Set(own.flatMap(({ told }) => [...told.keys()])).size, count((status) => status >= 500), total(own.map(({ faults }) => faults.length)));
  });
  return [...head('who asks', 'routes', 'requests', 'answered', 'not allowed', 'refused otherwise', 'fields told, as the table lets', 'server errors', 'leaks and other faults'), ...rows, '', `Looked for in every answer: ${values} values of ${fields} fields.`].join('\n');
}

/** Which field was told to which role, under how many routes; an empty cell was told nowhere. */
export function fieldsText({ lines, names }: Walk): string {
  const under = (asker: Asker, field: string): number | string => lines.filter((line) => line.asker === asker && line.told.has(field)).length || '';
  return [...head('field', ...ASKERS), ...names.map((field) => row(`\`${field}\``, ...ASKERS.map((asker) => under(asker, field))))].join('\n');
}

/** Every route under which each role asked: statuses with how often, and the fields that were told. */
export function routesText({ lines }: Walk): string {
  const order = (line: Line): string => `${ASKERS.indexOf(line.asker)} ${line.route.split(' ').reverse().join(' ')}`;
  const rows = lines.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)).map((line) => row(
    line.asker, `\`${line.route}\``, [...line.answers].sort(([a], [b]) => a - b).map(([status, times]) => `${times} × ${status}`).join(', '), [...line.told.keys()].sort().map((field) => `\`${field}\``).join(', '), line.faults.length,
  ));
  return [...head('who asks', 'route', 'answers', 'fields told, as the table lets', 'faults'), ...rows].join('\n');
}

/** What went wrong, each once with how often. */
export function faultsText({ lines, complaints }: Walk): string {
  const times = new Map<string, number>();
  for (const { asker, route, faults } of lines) for (const fault of faults) times.set(`${asker}, ${route}: ${fault}`, (times.get(`${asker}, ${route}: ${fault}`) ?? 0) + 1);
  return [...[...times].map(([fault, count]) => `${count} × ${fault}`), ...complaints].join('\n');
}
