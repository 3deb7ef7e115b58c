import { counted } from '../../src/core/counted.ts';
import { durationSaid } from '../../src/core/duration-said.ts';
import { percent } from '../../src/core/percent.ts';
import type { Said } from '../../src/core/said.ts';
import type { Values } from '../../src/core/settings.ts';
import { dayOf } from '../../src/core/time.ts';
import type { Fact, Reading, Select } from '../../src/detect/detector.ts';
import { KINDS, WINDOW_DAYS } from './evidence.ts';
import type { Observed } from './observed.ts';
import type { Prevalence } from './prevalence.ts';
import type { SetUp } from './set-up.ts';
import type { SETTINGS } from './settings.ts';
import type { Sighting } from './sightings.ts';

/** A tool on a laptop with everything that was weighed about it. */
export interface Judged {
  readonly sighting: Sighting;
  readonly prevalence: Prevalence;
  readonly setUp: SetUp;
  readonly ran: number;
  readonly active: number;
  readonly unattended: boolean | undefined;
  readonly ratio: number;
}
type Words = Pick<Reading, 'because' | 'clear' | 'look'>;


const toolsSaid = (ids: readonly string[]): Said => ids.flatMap((id, index) => [...(index === 0 ? [] : [', ']), { ref: 'tool' as const, id }]);
const allowedFact = (sanctioned: readonly string[]): readonly Fact[] =>
  sanctioned.length === 0 ? [] : [{ label: 'Allowed tools seen', value: toolsSaid(sanctioned), usual: 'those of the service desk; not counted, and nobody is cleared beside one' }];

/** Words for tools that were found. @param judged the weightiest first, at least one */
export function explainTools(judged: readonly Judged[], sanctioned: readonly string[], settings: Values<typeof SETTINGS>): Words {
  const main = judged[0]!;
  const others = judged.slice(1);
  const facts: Fact[] = judged.map(({ sighting, prevalence }) => ({
    label: 'Tool', value: [{ ref: 'tool', id: sighting.tool.id }, ', not on the allow list'],
    usual: `on ${prevalence.having} of ${prevalence.others} other laptops here`,
  }));
  facts.push({ label: 'Set up', value: [setUpText(main.setUp) ?? `seen since ${dayOf(main.sighting.first)} at the latest`], usual: `within ${settings.soonHours} hours on ${percent(settings.soonOrdinary)} of ordinary laptops with such a tool` });
  if (main.active > 0) {
    facts.push({ label: 'Ran', value: [`on ${main.ran} of ${main.active} active days since it came`], usual: `kept running on ${percent(settings.keptOrdinary)} of ordinary laptops with such a tool` });
  }
  facts.push({
    label: 'Set up to work unattended', value: [main.unattended === undefined ? 'not known: no command lines come in' : main.unattended ? 'yes, by command line' : `no such command line seen in the last ${WINDOW_DAYS} days`],
    usual: `${percent(settings.unattendedOrdinary)} of ordinary laptops with such a tool`,
  });
  if (main.sighting.incomingDays > 0) {
    facts.push({ label: 'Sessions that come in, by its command line', value: [`on ${main.sighting.incomingDays} of ${counted(main.ran, 'day')} on which it ran`], usual: 'none, or one when the help desk is at work; told here and not weighed' });
  }
  facts.push(...judged.flatMap((one) => nameFact(one, settings)));
  if (others.length > 0) facts.push({ label: 'Tools on this laptop', value: [String(judged.length)], usual: `one; ${percent(settings.severalOrdinary)} of ordinary laptops with a tool have a second` });
  facts.push(...allowedFact(sanctioned));
  return {
    because: {
      headline: headlineOf(main, others),
      facts,
      innocent: [
        ['IT or a supplier set it up for support: ask the service desk, and put it on the allow list.'],
        ['The person reaches a computer of their own with it, or reached this laptop on a trip: ask what for.'],
        ['It came with the image or from the previous holder: compare with laptops of the same batch.'],
      ],
    },
    clear: ['IT set it up for support, or the tool is put on the allow list'],
    look: lookOf(judged),
  };
}

/** Words for laptops on which nothing was found. @param sanctioned allowed tools that were seen there */
export function explainNothing(observed: Observed, sanctioned: readonly string[]): Words {
  const isAlone = sanctioned.length === 0;
  return {
    because: {
      headline: [
        'No remote-control tool', ...(isAlone ? [] : [' outside the allow list (', ...toolsSaid(sanctioned), ')']),
        ` on ${observed.processDays.size} days with process data, among ${observed.looked.size} programs and packages.`,
      ],
      facts: [
        { label: 'Days with process data', value: [String(observed.processDays.size)], usual: 'working days since the start' },
        { label: 'Remote-control tools outside the allow list', value: ['0'], usual: '0 or 1' },
        ...allowedFact(sanctioned),
      ],
      innocent: [['Nothing to explain; an IP-KVM, an unlisted or a self-built tool would not show here.']],
    },
    clear: [isAlone ? 'nothing: this already speaks for the person' : 'nothing: it speaks neither way, since the laptop may be driven by an allowed tool'],
    look: { where: { 'event.action': KINDS } },
  };
}

/** Under which name a tool runs, where that is not its own. */
function nameFact({ sighting: { tool, renamed, signedOnly } }: Judged, { renamedOrdinary }: Values<typeof SETTINGS>): readonly Fact[] {
  if (renamed) return [{ label: 'File name', value: [{ ref: 'tool', id: tool.id }, ' runs under a name that is not its own, as the name compiled into it tells'], usual: `${percent(renamedOrdinary)} of ordinary laptops with such a tool` }];
  if (signedOnly) return [{ label: 'File name', value: ['under no name of its own; known as ', { ref: 'tool', id: tool.id }, ' by the signature of its maker'], usual: 'its own name; makers sign helpers and installers too, so this is not weighed' }];
  return [];
}

function headlineOf({ sighting, setUp, ran, active }: Judged, others: readonly Judged[]): Said {
  const presence = active > 0 ? ` ran on ${ran} of ${active} active days` : ` is installed, since ${dayOf(sighting.first)} at the latest`;
  const came = setUpText(setUp);
  return [
    { ref: 'tool', id: sighting.tool.id }, presence, ...(came ? [`; set up ${came}`] : []),
    ...others.flatMap(({ sighting: { tool } }, index) => [index === 0 ? '; beside it ' : ', ', { ref: 'tool' as const, id: tool.id }]),
    '; not on the allow list.',
  ];
}

function setUpText({ when, after, since }: SetUp): string | undefined {
  switch (when) {
    case 'unknown': return undefined;
    case 'before': return 'before the laptop reached its holder';
    default: return `${durationSaid(after)} after ${since}`;
  }
}

/** One query tests one field: the one that names most about the weightiest tool. */
function lookOf(judged: readonly Judged[]): Select {
  const [action, field] = (['process.name', 'package.name', 'dns.question.name'] as const)
    .map((name, index) => [KINDS[index]!, name] as const)
    .find(([, name]) => judged[0]!.sighting.named.some((one) => one.field === name)) ?? ['process-started', undefined];
  if (field === undefined) return { where: { 'event.action': KINDS } };
  const values = new Set(judged.flatMap(({ sighting }) => sighting.named.filter((one) => one.field === field).map(({ value }) => value)));
  return { where: { 'event.action': action, [field]: [...values].sort() } };
}
