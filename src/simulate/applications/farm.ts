import type { Random } from '../../core/random.ts';
import { DAY, HOUR } from '../../core/time.ts';
import { instantOf } from '../clock.ts';
import type { FarmStyle, FarmTruth } from '../farm.ts';
import type { Life, World } from '../life.ts';
import { US_METROS } from '../metros.ts';
import { hexOf, tokenFor } from '../tokens.ts';
import { madeMailbox } from './mailboxes.ts';
import { applicationId, applicationOf, type SimulatedApplication } from './paper.ts';
import { linesOfWork, resumeOf } from './resumes.ts';

const LINES = 12;
/** Lines of its own that each persona gets where the rest comes from one text. */
const OWN_LINES = 4;

/**
 * Applications of a farm: its hires, and the other identities under which the same operators applied and were not taken.
 *
 * What making anew is work for is used again: phones, most of a résumé, references, portfolios; careful farms make all of it
 * anew. They are sent from where operators appear, not from where the persona says to live.
 */
export function farmApplications(world: World, farm: FarmTruth, lives: readonly Life[]): readonly SimulatedApplication[] {
  const draw = world.draw.fork(`farm-applications/${farm.id}/${lives[0]?.number ?? 0}`);
  const text = linesOfWork(LINES, draw.fork('text'));
  const kept = { text, name: `${world.seed}/${farm.id}`, style: farm.style };
  const exits = lives.flatMap((life) => life.driver.remote?.exits ?? []);
  const hired = lives.map((life, nth) => personaSheet(world, kept, draw.fork(`hired/${nth}`), {
    name: `persona/${life.number}`, life, exits: life.driver.remote?.exits ?? exits, startDay: life.startDay, phone: life.row.phone_token ?? tokenFor('phone', life.hire),
    claimed: { city: life.row.home_city!, region: life.row.home_region!, country: life.row.home_country! }, role: life.row.role,
  }));
  const others = lives.flatMap((life, nth) => Array.from({ length: draw.fork(`others/${nth}`).poisson(world.knobs.farmApplicants) }, (_, place) => {
    const own = draw.fork(`other/${nth}/${place}`);
    const metro = own.pick(US_METROS);
    const name = `persona/${life.number}/${place}`;
    return personaSheet(world, kept, own, {
      name, exits, startDay: life.startDay - own.int(20), phone: tokenFor('phone', name), claimed: { city: metro.city, region: metro.region, country: metro.country }, role: life.row.role,
    });
  }));
  return [...hired, ...others];
}

interface Kept { readonly text: readonly string[]; readonly name: string; readonly style: FarmStyle }
interface Persona {
  readonly name: string;
  readonly life?: Life;
  readonly exits: readonly string[];
  readonly startDay: number;
  readonly phone: string;
  readonly claimed: { readonly city: string; readonly region: string; readonly country: string };
  readonly role: string | undefined;
}

function personaSheet(world: World, { text, name: farm, style }: Kept, draw: Random, { name, life, exits, startDay, phone, claimed, role }: Persona): SimulatedApplication {
  const { knobs } = world;
  const careful = style === 'careful';
  const again = (what: string, chance: number): boolean => draw.fork(what).chance(chance) && !careful;
  const resume = draw.fork('resume');
  const shares = again('shares-resume', knobs.farmSharedResumes);
  const reference = (nth: number): string => (again(`reference/${nth}`, knobs.farmSharedReferences) ? tokenFor('reference', `${farm}/${nth}`) : tokenFor('reference', `${name}/${nth}`));
  return applicationOf({
    id: applicationId(world, name), ...(life ? { hire: life.hire } : {}), appliedAt: instantOf(world.calendar, startDay - 35 - draw.fork('when').int(50), 600, 'UTC') + draw.fork('hour').int(24) * HOUR - DAY,
    email: madeMailbox(draw.fork('mail')),
    phone: again('phone', knobs.farmSharedPhones) ? tokenFor('phone', `${farm}/applications`) : phone,
    resume: shares ? resumeOf(linesOfWork(OWN_LINES, resume), text.slice(OWN_LINES), resume) : resumeOf(linesOfWork(LINES, resume), [], resume),
    profile: { url: `https://profiles.example/${hexOf(`profile/${name}`, 10)}`, createdDaysBefore: draw.fork('fresh').chance(knobs.farmNewProfiles) ? 2 + draw.fork('days').int(26) : 60 + draw.fork('old').int(900) },
    ...(draw.fork('portfolio').chance(0.7) ? { portfolio: `https://code.example/${again('portfolio', knobs.farmSharedPortfolios) ? hexOf(`portfolio/${farm}`, 8) : hexOf(`portfolio/${name}`, 8)}` } : {}),
    references: [reference(0), reference(1)], ...(exits.length > 0 ? { from: draw.fork('exit').pick(exits) } : {}), claimed, role, source: draw.fork('source').pick(['board', 'board', 'agency']),
  }, draw.fork('paper'));
}
