import type { Random } from '../../core/random.ts';
import { DAY, HOUR } from '../../core/time.ts';
import { instantOf } from '../clock.ts';
import type { Life, World } from '../life.ts';
import { addressOn, homeAt } from '../lines.ts';
import { METROS_ABROAD, US_METROS } from '../metros.ts';
import { hexOf, tokenFor } from '../tokens.ts';
import { mailboxOf } from './mailboxes.ts';
import { applicationId, applicationOf, type Sheet, type SimulatedApplication } from './paper.ts';
import { linesOfWork, resumeOf } from './resumes.ts';

/** Lines of a résumé; a template brings some of them. */
const LINES = 12;
const TEMPLATE_LINES = 6;
const TEMPLATES = 16;
const RECRUITERS = 6;
/** Bosses that former colleagues have in common. */
const BOSSES = 200;
/** Mail boxes of a starter and of those who applied for the same post. */
const BOXES_EACH = 32;
/** Numbers of homes of applicants who were not hired lie beyond all others. */
const FIRST_HOME = 20_000;

/** What a starter sent in before the hire, and what others sent in for the same post. */
export function applicationsFor(world: World, life: Life): readonly SimulatedApplication[] {
  const draw = world.draw.fork(`applications/${life.number}`);
  const opened = instantOf(world.calendar, life.startDay - 35 - draw.int(50), 600, life.home.metro.zone);
  const hired = sheetOf(world, `hired/${life.number}`, draw.fork('hired'), {
    hire: life.hire, appliedAt: opened + draw.int(14) * DAY, phone: life.row.phone_token ?? tokenFor('phone', life.hire), role: life.row.role,
    claimed: { city: life.row.home_city!, region: life.row.home_region!, country: life.row.home_country! },
    from: life.privacyVpn?.exits[0] ?? addressOn(life.home.line, 0, 0), home: `${life.number}`, box: life.number * BOXES_EACH,
  });
  const others = Array.from({ length: draw.poisson(world.knobs.applicantsNotHired) }, (_, nth): Partly => {
    const own = draw.fork(`other/${nth}`);
    const metro = own.pick(US_METROS);
    const name = `${life.number}/${nth}`;
    const home = homeAt(metro, { name: `applicant-${name}`, number: FIRST_HOME + life.number * 8 + nth }, world.knobs, own.fork('home'));
    return sheetOf(world, `other/${name}`, own, {
      appliedAt: opened + own.int(20) * DAY + own.int(24) * HOUR, phone: tokenFor('phone', `applicant/${name}`), role: life.row.role,
      claimed: { city: metro.city, region: metro.region, country: metro.country }, from: addressOn(home.line, 0, 0), home: name, box: life.number * BOXES_EACH + 2 + nth,
    });
  });
  // Two of one household look for work at one time, and one of them gave the phone of both.
  const household = draw.fork('household').chance(world.knobs.applicantsOnePhone) && others[0] ? [{ ...others[0], sheet: { ...others[0].sheet, phone: hired.sheet.phone } }, ...others.slice(1)] : others;
  const again = draw.fork('again').chance(world.knobs.applicationsTwice) ? [anew(world, hired, life.number * BOXES_EACH + 1, draw.fork('again/what'))] : [];
  return [hired, ...again, ...household].map(({ sheet, draw: own }) => applicationOf(sheet, own.fork('paper')));
}

interface Partly { readonly sheet: Sheet; readonly draw: Random }
interface Who extends Pick<Sheet, 'hire' | 'appliedAt' | 'phone' | 'role' | 'claimed'> { readonly from: string; readonly home: string; readonly box: number }

/** A sheet with the coincidences that honest people have: an agency's recruiter, a boss of several, a template, a trip. */
function sheetOf(world: World, name: string, draw: Random, { from, home, box, ...who }: Who): Partly {
  const { knobs } = world;
  const agency = draw.fork('agency').chance(knobs.recruiterReferences);
  const recruiter = tokenFor('reference', `recruiter/${draw.fork('recruiter').int(RECRUITERS)}`);
  const boss = draw.fork('boss').chance(knobs.sharedBosses) ? tokenFor('reference', `boss/${draw.fork('which-boss').int(BOSSES)}`) : tokenFor('reference', `boss-of/${name}`);
  const templated = draw.fork('template').chance(knobs.resumeTemplates);
  const template = templated ? linesOfWork(TEMPLATE_LINES, world.draw.fork(`resume-template/${draw.fork('which-template').int(TEMPLATES)}`)) : [];
  const away = draw.fork('away').chance(knobs.appliedAway);
  const abroad = away ? homeAt(draw.fork('where').pick([...US_METROS, ...METROS_ABROAD]), { name: `away-${name}`, number: FIRST_HOME * 4 + draw.fork('away-number').int(5_000) }, knobs, draw.fork('away-home')) : undefined;
  const fresh = draw.fork('profile').chance(knobs.newProfiles);
  const text = draw.fork('resume');
  return {
    draw,
    sheet: {
      ...who, id: applicationId(world, name), email: mailboxOf(box, draw.fork('mail')), resume: resumeOf(linesOfWork(LINES - template.length, text), template, text),
      profile: { url: `https://profiles.example/${hexOf(`profile/${name}`, 10)}`, createdDaysBefore: fresh ? 2 + draw.fork('fresh').int(26) : 200 + draw.fork('old').int(3_000) },
      ...(draw.fork('portfolio').chance(0.4) ? { portfolio: `https://code.example/${hexOf(`portfolio/${home}`, 8)}` } : {}),
      references: [boss, agency ? recruiter : tokenFor('reference', `peer-of/${name}`)], from: abroad ? addressOn(abroad.line, 0, 0) : from, source: agency ? 'agency' : draw.fork('source').pick(['board', 'board', 'referral', 'site']),
    },
  };
}

/** The same person applies for another post, weeks before, from another mail box. */
function anew(world: World, { sheet, draw }: Partly, box: number, other: Random): Partly {
  const { hire: _notYet, ...before } = sheet;
  return { draw: other, sheet: { ...before, id: applicationId(world, `again/${sheet.id}`), appliedAt: sheet.appliedAt - (20 + other.int(60)) * DAY, email: mailboxOf(box, other.fork('mail')), resume: `${sheet.resume} ${linesOfWork(1, draw.fork('newer'))[0]}` } };
}

