import { durationSaid } from '../../src/core/duration-said.ts';
import { percent } from '../../src/core/percent.ts';
import { hiresSaid, type Said } from '../../src/core/said.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Fact, Reading } from '../../src/detect/detector.ts';
import type { Picture } from './driven.ts';
import { UNKNOWN_PROTOCOL } from './sessions.ts';
import type { SETTINGS } from './settings.ts';
import { WAYS, type OrdinaryWay } from './ways.ts';
import type { Weight } from './weigh.ts';

/** The innocent reasons; the one that explains most of it stands first. */
const REASONS: Readonly<Record<OrdinaryWay, { readonly name: string; readonly said: string }>> = {
  support: { name: 'support', said: 'The help desk or a supplier helped: compare with tickets, and put the tool on the allow list.' },
  own: { name: 'a computer of their own', said: 'They drive the laptop from a computer of their own: ask what for; same line and same clock fit that.' },
  peer: { name: 'a colleague', said: 'A colleague connected, to show or to look at something: ask whom.' },
};
const ORDER: readonly OrdinaryWay[] = ['support', 'own', 'peer'];


export function explain(picture: Picture, { llr, likeliest }: Weight, settings: Values<typeof SETTINGS>): Pick<Reading, 'because' | 'clear' | 'look'> {
  const reasons = [likeliest, ...ORDER.filter((way) => way !== likeliest)];
  const { days, active } = picture;
  const tools = [...new Set(picture.sessions.map(({ protocol }) => protocol))].sort();
  return {
    because: {
      headline: [`Driven from elsewhere on ${days} of ${active} active days`, ...headlineOf(picture), llr > 0 ? '; no list gives a reason.' : `; it looks like ${REASONS[likeliest].name}.`],
      facts: [
        { label: 'Days with incoming sessions, from the first on', value: [`${days} of ${active}`], usual: `none; after a first help-desk session 1 day in ${Math.round(1 + WAYS.support.days[1] / WAYS.support.days[0])}` },
        { label: 'By', value: tools.flatMap((id, index): Said => [...(index === 0 ? [] : [', ']), id === UNKNOWN_PROTOCOL ? 'a tool that is not told' : { ref: 'tool', id }]), usual: `help-desk sessions of some kind for ${percent(picture.supportRate)} of starters (${picture.helped} of ${picture.people} others here by the same tool${picture.supportRate > settings.support ? ', which raises the default' : ''})` },
        clockFact(picture, settings), fromFact(picture), controllerFact(picture),
        ...(picture.after ? [{ label: 'First session', value: [`${durationSaid(picture.after.length)} after ${picture.after.since}`], usual: `within ${settings.soonHours} hours for half of those whom the help desk helps` }] : []),
        ...(picture.share === undefined ? [] : [{ label: 'Active time under control, on days with sessions', value: [percent(picture.share)], usual: `help desk below ${percent(settings.longShare)}` }]),
      ],
      innocent: reasons.map((way) => [REASONS[way].said]),
    },
    clear: [llr > 0 ? 'the help desk, or the person, names who connected and from where, and it fits' : 'nothing: it already looks ordinary; an entry on the allow list settles it'],
    look: { where: { 'event.action': 'session-connected', 'farmwatch.remote.direction': 'incoming' } },
  };
}

function headlineOf({ clock, others }: Picture): Said {
  return [
    ...(clock === 'far' ? ['; the controller’s clock is far from the claimed zone'] : []),
    ...(others.length > 0 ? [`; the same controller drives ${others.length === 1 ? 'the laptop of ' : 'laptops of '}`, ...hiresSaid(others)] : []),
  ];
}

function clockFact({ clocks, clock }: Picture, { sameHours, farHours }: Values<typeof SETTINGS>): Fact {
  return {
    label: 'Controller’s clock against the claimed zone',
    value: [clock === undefined ? 'not told' : `within ${sameHours} hours on ${clocks.same} days, ${farHours} hours or more away on ${clocks.far}, between on ${clocks.near}`],
    usual: 'one’s own computer the same clock; a supplier’s may be anywhere',
  };
}

function fromFact({ origins, from, sameExit }: Picture): Fact {
  const told = from === undefined ? [] : [`the laptop’s own or an inner one on ${origins.home} days, a VPN service or hosting on ${origins.hidden}, another on ${origins.elsewhere}`];
  const alike = sameExit === 0 ? [] : [`the VPN exit by which the laptop itself goes out on ${sameExit} days, which tells nothing`];
  return {
    label: 'Controller’s line',
    value: [[...told, ...alike].join('; ') || 'not told'],
    usual: 'one’s own computer stands at the same line; a help desk at an office',
  };
}

function controllerFact({ serves, staff, served, rounds }: Picture): Fact {
  return {
    label: 'Controller',
    value: [serves === undefined ? 'not named' : `serves ${served} other ${served === 1 ? 'starter' : 'starters'} without a declared tie${rounds === true ? ', for a day or two each' : ''}${staff ? ', and people of longer standing' : ', and nobody of longer standing that is seen'}`],
    usual: 'one’s own computer nobody else; a help desk many, for a day or two each, also people of longer standing',
  };
}
