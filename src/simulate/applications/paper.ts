import type { ApplicationRow } from '../../core/person.ts';
import type { Random } from '../../core/random.ts';
import { shinglesOf } from '../../core/shingles.ts';
import { DAY, dayOf, type Instant } from '../../core/time.ts';
import type { World } from '../life.ts';
import { hexOf } from '../tokens.ts';

/** An application as a file brings it: with the text of the résumé, of which an import keeps hashes. */
export type SimulatedApplication = ApplicationRow & { readonly resume_text: string };

/** Invented schools, the larger ones first. None is meant. */
const SCHOOLS = [
  'Great Lakes State University', 'Lone Pine University', 'University of the Piedmont', 'Central Plains State', 'Harborview University', 'Cascadia Tech', 'Redstone Institute of Technology', 'Ohio Valley University', 'Sunbelt State',
  'Atlantic Bay University', 'Marion Hill College', 'University of Northfield', 'Prairie View Polytechnic', 'Blue Mesa College', 'Tidewater Tech', 'Granite State Institute', 'Ashgrove College', 'Fairmont A&M', 'Cedar Falls University',
  'Kestrel College', 'Mill River College', 'Stonebridge University', 'Westlake Institute', 'Juniper State', 'Old Dominion Hills', 'St. Brendan College', 'Two Rivers University', 'Copper Canyon Tech', 'Larkspur College', 'Hollis University',
] as const;
const MAJORS = ['Computer Science', 'Information Systems', 'Mathematics', 'Electrical Engineering', 'Economics', 'Physics', 'Statistics', 'Design', 'Accounting', 'Psychology', 'English', 'Biology'] as const;
const EMPLOYERS = ['Ardent Freight', 'Bellwether Health', 'Cobalt Ledger', 'Dovetail Retail', 'Everline Insurance', 'Foxglove Media', 'Gable Homes', 'Hearthstone Bank', 'Inkwell Press', 'Juniper Foods', 'Keystone Rail', 'Lattice Labs', 'Meridian Energy', 'Northgate Schools'] as const;

/** What is decided before an application is written down. */
export interface Sheet {
  readonly id: string;
  readonly hire?: string;
  readonly appliedAt: Instant;
  readonly email: string;
  readonly phone: string;
  readonly resume: string;
  readonly profile: { readonly url: string; readonly createdDaysBefore: number };
  readonly portfolio?: string;
  readonly references: readonly string[];
  readonly from?: string;
  readonly claimed: { readonly city: string; readonly region: string; readonly country: string };
  readonly role: string | undefined;
  readonly source: string;
}

/** Larger schools have more graduates, so applicants of one school are nothing odd. */
function schoolFor(draw: Random): string {
  const weights = SCHOOLS.map((_, rank) => 1 / (rank + 4));
  let at = draw.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return SCHOOLS.find((_, rank) => (at -= weights[rank]!) < 0) ?? SCHOOLS[0];
}

/** Under this the texts of a simulated company become hashes; an import of its files makes others, under the company's key. */
const SIMULATED_KEY = { secret: Buffer.from('simulated') };

/** The row of an application: what the sheet says, and a schooling and career of its own. */
export function applicationOf({ id, hire, appliedAt, email, phone, resume, profile, portfolio, references, from, claimed, role, source }: Sheet, draw: Random): SimulatedApplication {
  const year = new Date(appliedAt).getUTCFullYear() - 2 - draw.int(16);
  const [first, second] = draw.shuffle(EMPLOYERS);
  const created = appliedAt - profile.createdDaysBefore * DAY;
  return {
    application_id: id, ...(hire === undefined ? {} : { hire_id: hire }), applied_at: appliedAt, email, phone_token: phone,
    resume_text: resume, resume_shingles: shinglesOf(SIMULATED_KEY, resume),
    profile_url: profile.url, profile_created: dayOf(created), profile_last_changed: dayOf(appliedAt - Math.min(profile.createdDaysBefore, draw.int(60)) * DAY),
    ...(portfolio === undefined ? {} : { portfolio_url: portfolio }),
    claimed_city: claimed.city, claimed_region: claimed.region, claimed_country: claimed.country, ...(from === undefined ? {} : { applied_from_ip: from }),
    school: schoolFor(draw), degree: draw.chance(0.75) ? 'BS' : draw.pick(['BA', 'MS', 'AA']), major: draw.pick(MAJORS),
    // Most terms end in spring; transfers and late degrees end whenever they do.
    degree_from: `${year - 4}-${draw.chance(0.9) ? '09' : '01'}`, degree_to: `${year}-${draw.chance(0.88) ? draw.pick(['05', '06']) : draw.pick(['08', '12', '02'])}`,
    employers: [`${first}|${year}-07|${year + 2}-03`, `${second}|${year + 2}-04|`], references, ...(role === undefined ? {} : { role_applied: role }), source,
  };
}

/** The id of an application; its order says nothing of who sent it. */
export function applicationId({ seed }: World, name: string): string {
  return `A-${hexOf(`application/${seed}/${name}`, 10)}`;
}
