import { counted } from '../../src/core/counted.ts';
import { percent } from '../../src/core/percent.ts';
import { hiresSaid, type Said } from '../../src/core/said.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Fact, Reading } from '../../src/detect/detector.ts';
import type { Picture } from './driven.ts';
import { addedBy, type LookName } from './looks.ts';
import type { Naming } from './machine-names.ts';
import { UNKNOWN_PROTOCOL } from './sessions.ts';
import type { SETTINGS } from './settings.ts';
import { WAYS, type From, type Reason } from './ways.ts';
import type { Weight } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

/** The innocent reasons; the one that explains most of it stands first. */
const REASONS: Readonly<Record<Reason, { readonly name: string; readonly said: string }>> = {
  support: { name: 'support', said: 'The help desk or a supplier helped: compare with tickets, and put the tool on the allow list.' },
  own: { name: 'a computer of their own', said: 'They drive the laptop from a computer of their own: ask what for; same line and same clock fit that.' },
  peer: { name: 'a colleague', said: 'A colleague connected, to show or to look at something: ask whom.' },
};
const ORDER: readonly Reason[] = ['support', 'own', 'peer'];
const FROM: Readonly<Record<From, string>> = { home: 'from its own line', hidden: 'through a VPN service or hosting', elsewhere: 'from another line' };

/** How a look is told: what was seen, if anything, and what is usual. */
const TOLD: Readonly<Record<LookName, { readonly label: string; readonly usual: string; seen(picture: Picture, settings: Settings): string }>> = {
  often: {
    label: 'Days with incoming sessions, from the first on', usual: `none; after a first help-desk session 1 day in ${Math.round(1 + WAYS.support.days[1] / WAYS.support.days[0])}`,
    seen: ({ days, active }) => `${days} of ${active}`,
  },
  long: {
    label: 'Active time under control, on days with sessions', usual: 'help desk little; who mainly works so most of it',
    seen: ({ share }) => (share === undefined ? 'not told' : percent(share)),
  },
  clock: {
    label: 'Controller’s clock against the claimed zone', usual: 'one’s own computer the same clock; a supplier’s may be anywhere',
    seen: ({ clocks, clock }, { sameHours, farHours }) => (clock === undefined ? 'not told' : `within ${sameHours} hours on ${counted(clocks.same, 'day')}, ${farHours} hours or more away on ${clocks.far}, between on ${clocks.near}`),
  },
  from: { label: 'Controller’s line', usual: 'one’s own computer stands at the same line; a help desk at an office', seen: lineSaid },
  serves: {
    label: 'Controller', usual: 'one’s own computer serves nobody else; a help desk many',
    seen: (picture) => [...servesSaid(picture), ...commonSaid(picture)].join('; ') || 'not named',
  },
  rounds: {
    label: 'Controller that serves many starters', usual: 'a help desk is there for a day or two each',
    seen: ({ rounds }) => (rounds === undefined ? 'none is told' : rounds ? 'for a day or two each' : 'for more days'),
  },
  staff: {
    label: 'People of longer standing whom it serves', usual: 'a help desk serves them too',
    seen: ({ staff }) => (staff === undefined ? 'not told' : staff ? 'some' : 'none that is seen'),
  },
};

export function explain(picture: Picture, { llr, looks, likeliest }: Weight, settings: Settings): Pick<Reading, 'because' | 'clear' | 'look'> {
  return {
    because: {
      headline: [drivenSaid(picture), ...headlineOf(picture), llr > 0 ? '; no list gives a reason.' : `; it looks like ${REASONS[likeliest].name}.`],
      facts: [toolsFact(picture, settings), ...looks.map((look): Fact => {
        const { label, usual, seen } = TOLD[look.name];
        return { label, value: [`${seen(picture, settings)}; weighs ${look.told ? signed(addedBy(look)) : '0'}`], usual };
      })],
      innocent: [likeliest, ...ORDER.filter((reason) => reason !== likeliest)].map((reason) => [REASONS[reason].said]),
    },
    clear: [llr > 0 ? 'the help desk, or the person, names who connected and from where, and it fits' : 'nothing: it already looks ordinary; an entry on the allow list settles it'],
    look: { where: { 'event.action': 'session-connected', 'farmwatch.remote.direction': 'incoming' } },
  };
}

/** From where, as far as that is told: of some days of a habit it may be, and of others not. */
function drivenSaid({ days, active, from, origins }: Picture): string {
  const on = `on ${days} of ${active} active days`;
  if (from === undefined) return `Driven by remote control ${on}, from where is not told`;
  return origins[from] === days ? `Driven ${FROM[from]} ${on}` : `Driven by remote control ${on}, on ${origins[from]} of them ${FROM[from]}`;
}

function headlineOf({ clock, others }: Picture): Said {
  return [
    ...(clock === 'far' ? ['; the controller’s clock is far from the claimed zone'] : []),
    ...(others.length > 0 ? [`; the same controller drives ${others.length === 1 ? 'the laptop of ' : 'laptops of '}`, ...hiresSaid(others)] : []),
  ];
}

/** What makes it one machine. */
const ONE_MACHINE: Readonly<Record<Naming, string>> = {
  own: 'by a name that its system drew, which no other machine has',
  chosen: 'by a name that somebody chose, with the same tool or address',
  common: 'by a name that many machines have, with the same address',
};

function servesSaid({ serves, served, naming }: Picture): readonly string[] {
  if (serves === undefined) return [];
  return [`serves ${served} other ${served === 1 ? 'starter' : 'starters'} without a declared tie${served > 0 && naming ? `, told ${ONE_MACHINE[naming]}` : ''}`];
}

/** What a machine is called may be somebody's, so it stands in the raw rows alone. */
function commonSaid({ hasCommonName }: Picture): readonly string[] {
  return hasCommonName ? ['called what many machines are, as a home PC is, and no address tells which it is, so its name, which the raw rows show, ties nobody'] : [];
}

function toolsFact({ tools, supportRate, helped, people }: Picture, { support }: Settings): Fact {
  return {
    label: 'By', value: tools.flatMap((id, index): Said => [...(index === 0 ? [] : [', ']), id === UNKNOWN_PROTOCOL ? 'a tool that is not told' : { ref: 'tool', id }]),
    usual: `help-desk sessions of some kind for ${percent(supportRate)} of starters (${helped} of ${counted(people, 'other')} here by the same tool${supportRate > support ? ', which raises the default' : ''})`,
  };
}

function lineSaid({ origins, from, sameExit }: Picture): string {
  const told = from === undefined ? [] : [`the laptop’s own or an inner one on ${counted(origins.home, 'day')}, a VPN service or hosting on ${origins.hidden}, another on ${origins.elsewhere}`];
  const alike = sameExit === 0 ? [] : [`the VPN exit by which the laptop itself goes out on ${counted(sameExit, 'day')}, which tells nothing`];
  return [...told, ...alike].join('; ') || 'not told';
}

function signed(weight: number): string {
  const said = Math.abs(weight).toFixed(2);
  return said === '0.00' ? '0' : `${weight < 0 ? '−' : '+'}${said}`;
}
