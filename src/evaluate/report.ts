import { verdictOf, type Figure } from './figure.ts';

interface Section { readonly id: string; readonly title: string; readonly note: string }

/** The tables of the report in their order, each with what its numbers mean. */
export const SECTIONS: readonly Section[] = [
  { id: 'sample', title: 'What was simulated', note: 'Each company runs once a day, so that somebody found within the hour by hourly runs counts as found up to a day later. Nobody closes a case. For six starters there is one person of longer standing, fewer than in most companies.' },
  { id: 'found', title: 'Farm hires found', note: 'An open case at `review` or above names the hire within 72 h of the later of their first sign-in and the moment the third laptop (of two: the second) first stood there. Hires whose 72 h were not over at the last run are not counted. Careful farms keep some laptops in flats, where they stand alone.' },
  { id: 'found-style', title: 'By style of farm', note: 'The same by how the farm is run.' },
  { id: 'found-later', title: 'Later finds', note: 'Farm hires named by so many days after that moment, of those for whom so many days had passed.' },
  { id: 'false', title: 'False cases', note: 'Cases that reached `review` and hold no farm hire, for 1,000 months of ordinary starters from their first day on, with the exact interval of a Poisson count. A month is 30 days.' },
  { id: 'false-kinds', title: 'False cases by kind of innocent', note: 'A case counts for everything that sets its people apart, so the rows overlap; months are those of people of the kind.' },
  { id: 'precision', title: 'Precision by band', note: 'The highest band that a case, or a person, ever reached. Farm people are far more common here than anywhere; one column puts both kinds together as often as the prior says, and its interval takes the bounds that speak against it.' },
  { id: 'desk', title: 'Five cases a day', note: 'One analyst of each company takes the five most pressing cases a day that were not looked at, or have gained people since.' },
  { id: 'calibration', title: 'Calibration', note: 'Everybody at one run since their first day, drawn at random. Chances are said at the base rate of the prior, so both kinds are weighted to it; the last column is as simulated.' },
  { id: 'ablation', title: 'Without a family', note: 'The same findings summed up, and cases folded, as if one family had said nothing.' },
  { id: 'owned', title: 'By what a company owns', note: 'The same companies seen with fewer sources: rows of the others are left out. `all behind one full-tunnel egress` owns everything, and all that laptops do leaves by the company\'s own exits, with no log of the public address.' },
  { id: 'rules', title: 'Beside rules of today', note: 'On the same rows: successful sign-ins more than 100 km apart faster than 300 km/h, silent for the first 14 days of an account; a remote-control tool that was not seen on the machine for 7 days, with an exception for what `allowed.csv` allows to all and for programs for meetings; more than 20 users on one device token; and a search that anybody can save: laptops of two starters that check in at one public address on two days, at no place that `places.csv` lists, of no declared household, eight starters at most.' },
  { id: 'travel', title: 'Travel alerts on honest movement', note: 'One for a person and day. The interval takes days for independent, which those of one person are not.' },
  { id: 'hardware', title: 'Network KVMs', note: 'Laptops whose holder first signed in at least 7 days before the last run.' },
  { id: 'places', title: 'Where laptops are', note: 'As `farmwatch evaluate places` counts, once a week over the same companies; that command prints more of it.' },
  { id: 'detectors', title: 'Each detector by itself', note: 'Of farm people and of ordinary ones the share that ever reach the weight in a daily run. Being ever reached is more than being reached at a time drawn at random, of which `farmwatch evaluate weights` speaks.' },
];

/** What the report says of itself. */
export interface ReportHead {
  readonly command: string;
  /** The day on which it was made. */
  readonly day: string;
  readonly machine: string;
  readonly took: string;
}

/** A figure as a line of text. */
export function lineOf(figure: Figure): string {
  const goal = goalOf(figure);
  return `simulated | ${titleOf(figure.section)} | ${figure.of} | ${figure.measure}: ${valueOf(figure)}${counted(figure)}${goal === '' ? '' : ` | ${goal}`}`;
}

/** A figure as a line of JSON; what was not counted is null. */
export function recordOf(figure: Figure): object {
  const { section, of, measure, unit, value, interval, hits, among, farms, goal } = figure;
  const verdict = verdictOf(figure);
  return {
    simulated: true, section, of, measure, unit, value: finite(value), ...(interval ? { low: interval[0], high: finite(interval[1]) } : {}),
    ...(hits === undefined ? {} : { hits, among }), ...(farms === undefined ? {} : { farms }), ...(goal ? { goal: { [goal.is.replace(' ', '_')]: goal.value }, met: verdict?.met ?? null, sure: verdict?.sure ?? null } : {}),
  };
}

/** The report as a page: a table for each section, rows by what is counted, columns by measure. */
export function pageOf(figures: readonly Figure[], head: ReportHead): string {
  const tables = SECTIONS.flatMap(({ id, title, note }) => {
    const some = figures.filter(({ section }) => section === id);
    return some.length === 0 ? [] : [`## ${title}\n\n${note}\n\n${tableOf(some)}`];
  });
  return [
    '# Evaluation', '**Everything here is simulated.** The companies, their people and their farms are made up (`src/simulate/README.md` says what is artificial in them), so the figures say how the product does in that world, not in yours.',
    `    ${head.command}\n\nmakes this page again. It was made on ${head.day} in ${head.took} (${head.machine}). Intervals are exact 95 % ones; of farm hires they take each farm for one trial, because a case names a farm as a whole. A goal is *met* or *missed* by the number itself; *not sure* says that its interval reaches over the goal.`,
    `## Goals\n\n${goalsTable(figures)}`, ...tables,
  ].join('\n\n') + '\n';
}

function goalsTable(figures: readonly Figure[]): string {
  const rows = figures.filter(({ goal }) => goal !== undefined).map((figure) => [`${titleOf(figure.section)}: ${figure.of}, ${figure.measure}`, `${valueOf(figure)}${counted(figure)}`, goalOf(figure).replace(/^goal /, '')]);
  return markdown(['goal', 'simulated', 'held against'], rows);
}

function tableOf(figures: readonly Figure[]): string {
  const measures = [...new Set(figures.map(({ measure }) => measure))];
  const rows = [...Map.groupBy(figures, ({ of }) => of)].map(([of, some]) => [of, ...measures.map((measure) => {
    const figure = some.find((one) => one.measure === measure);
    return figure ? `${valueOf(figure)}${counted(figure)}` : '';
  })]);
  return markdown(['simulated', ...measures], rows);
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function titleOf(section: string): string {
  return SECTIONS.find(({ id }) => id === section)?.title ?? section;
}

function valueOf({ value, unit }: Figure): string {
  if (Number.isNaN(value)) return 'none to count';
  return unit === 'share' ? percent(value) : unit === 'km' ? `${short(value)} km` : unit === 'count' ? short(value) : `${short(value)} ${unit}`;
}

function counted({ value, unit, interval, hits, among, farms }: Figure): string {
  if (Number.isNaN(value)) return '';
  const number = unit === 'share' ? percent : short;
  const parts = [
    ...(hits === undefined || among === undefined ? [] : [`${hits} ${unit === 'per 1,000 hire-months' ? `in ${short(among)} months` : `of ${among}`}${farms === undefined ? '' : ` in ${farms} farm${farms === 1 ? '' : 's'}`}`]),
    ...(interval ? [`${number(interval[0])} to ${number(interval[1])}`] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

function goalOf(figure: Figure): string {
  const { goal, unit } = figure;
  if (!goal) return '';
  const verdict = verdictOf(figure);
  const wanted = unit === 'share' ? percent(goal.value) : `${short(goal.value)}${unit === 'count' ? '' : ` ${unit}`}`;
  return `goal ${goal.is} ${wanted}: ${verdict === undefined ? 'nothing to hold against it' : `${verdict.met ? 'met' : 'missed'}${verdict.sure ? '' : ', not sure'}`}`;
}

/** Three figures, fewer zeros. */
function short(value: number): string {
  if (!Number.isFinite(value)) return 'any number';
  return value >= 1_000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
}

function percent(value: number): string {
  return `${short(100 * value)} %`;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
