import { counted } from '../../src/core/counted.ts';
import { hiresSaid } from '../../src/core/said.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Fact, Reading, Select } from '../../src/detect/detector.ts';
import { SEEN_BY } from '../../src/detect/places/place-rows.ts';
import { KIND, ratesOf, type Kind } from './kinds.ts';
import type { SETTINGS } from './settings.ts';
import type { PersonTie } from './ties.ts';

const HOMES = { apart: 'they live apart', unknown: 'it is not seen whether they live together', together: 'they live together', 'as-recorded': 'they live together', 'against-record': 'they are seen in one home, and their homes on record are far apart' } as const;

const REASONS: Readonly<Record<Kind, readonly string[]>> = {
  factor: ['The device is a help desk’s or a test bench’s: ask who registered it, and why.', 'A phone was replaced or lent for some days: look when each registered it.'],
  machine: ['A shared desk, a room for training, a host of remote desktops: ask what it is, and enter its place in places.csv.', 'The help desk signed in to set accounts up: ask who, and on which days.', 'One image copied to several machines, which then tell one id: compare names and addresses of the sign-ins.'],
  bank: ['The account is an agency’s or a payroll service’s: ask HR who is paid through it.', 'Relatives or a separated couple share an account: ask HR, who may know of the tie.'],
  phone: ['A family’s, an agency’s or a front desk’s number: ask HR whose it is.', 'A number was typed into the wrong record.'],
  email: ['A mailbox of an agency or a team.', 'An address was typed into the wrong record.'],
  display: ['The monitor was bought second-hand or lent: ask since when each has it.', 'A place of work that is not listed: ask which, and enter it in places.csv.'],
};

/** @param ties what weighs, the weightiest first, at least one */
export function explain(ties: readonly PersonTie[], settings: Values<typeof SETTINGS>): Pick<Reading, 'because' | 'clear' | 'look'> {
  const main = ties[0]!;
  const further = ties.slice(1).map(({ kind }) => KIND[kind].name);
  return {
    because: {
      headline: [
        `One ${KIND[main.kind].name} serves ${main.others + 1} hires: also `, ...hiresSaid(main.hires),
        `; ${HOMES[main.homes]}${main.handedOn ? ', and one had it after the other' : ''}${further.length > 0 ? `; shared besides: ${further.join(', ')}` : ''}.`,
      ],
      facts: ties.flatMap((tie) => factsOf(tie, settings)),
      innocent: [...new Set(ties.flatMap(({ kind }) => REASONS[kind]))].map((reason) => [reason]),
    },
    clear: [`they are related or share a household, or the ${KIND[main.kind].name} belongs to an agency, a help desk or a place of work`],
    look: lookOf(ties),
  };
}

function factsOf(tie: PersonTie, settings: Values<typeof SETTINGS>): readonly Fact[] {
  const { name, used } = KIND[tie.kind];
  const label = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  const rate = tie.kinRate > ratesOf(tie.kind, settings).kin ? 'raised by what is seen here' : 'the default';
  return [
    {
      label, value: [`serves ${tie.others} other ${tie.others === 1 ? 'hire' : 'hires'}; ${HOMES[tie.homes]}`],
      usual: `nobody else; 1 starter in ${Math.round(1 / tie.kinRate)} shares one with a colleague who lives elsewhere (${rate}: ${tie.sharing} of ${counted(tie.people, 'person', 'people')} here)`,
    },
    ...(used ? [{ label: `${label}: use`, value: [tie.own.days === 0 ? 'registered, no use seen' : `on ${counted(tie.own.days, 'day')}, ${tie.main ? 'as what they mainly use' : 'beside another'}`], usual: 'a help desk’s device a day or two, beside one’s own' }] : []),
    { label: `${label}: when`, value: [tie.handedOn ? 'one after the other' : 'at the same time'], usual: tie.kind === 'display' ? 'a second-hand monitor, one after the other' : 'a number or device that is passed on, one after the other' },
    ...(tie.staff ? [{ label: `${label}: people of longer standing`, value: ['served too'], usual: 'a thing meant for many serves them too' }] : []),
  ];
}

/** Rows that name what is shared; where only a table names it, rows that show the people there. */
function lookOf(ties: readonly PersonTie[]): Select {
  const named = ties.find(({ own }) => own.field !== undefined)?.own;
  return named?.field === undefined ? { where: { 'event.action': SEEN_BY } } : { where: { [named.field]: [named.value] } };
}
