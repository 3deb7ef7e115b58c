import { settle, type Setting, type Values } from '../core/settings.ts';

interface Knob extends Setting {
  /** Where the number comes from; `assumed` where nobody publishes one. */
  readonly source: string;
}

const share = (is: number, doc: string, source = 'assumed'): Knob => ({ is, from: 0, to: 1, unit: 'share', doc, source });

/** How often things happen in the simulated world. Shares are of starters, over 60 days where time matters. */
export const KNOBS = {
  // Who
  contractors: share(0.15, 'Starters who are contractors of an agency.'),
  contractorsWithoutLaptop: share(0.3, 'Contractors who work on a machine of their own.'),
  staffAbroad: share(0.04, 'Starters who were hired to work from another country, as their row says.'),
  hybrid: share(0.18, 'Starters who come to an office two or three days a week.', 'order of WFH Research surveys of professional staff, 2024'),
  office: share(0.08, 'Starters who work at an office.'),
  // Homes
  couples: share(0.012, 'Starters who live with another starter.'),
  couplesDeclared: share(0.6, 'Couples who told the company.'),
  housemates: share(0.004, 'Starters who share a flat with another starter and never said so.'),
  siblings: share(0.002, 'Starters with a brother or sister among the starters, in a home of their own, and a tablet that approves sign-ins of both.'),
  monitorsPassedOn: share(0.003, 'Starters whose monitor later stands with another starter, or comes from one.'),
  movers: share(0.02, 'Starters who move house.', 'US Census: about 8 % of people move in a year; more among the young'),
  moversWhoTell: share(0.6, 'Movers whose record is changed within weeks.'),
  wirelessHomes: share(0.08, 'Homes on fixed wireless behind carrier address translation.', 'order of carriers\' subscriber counts, 2024'),
  satelliteHomes: share(0.015, 'Homes on a satellite dish.'),
  ipv6Homes: share(0.45, 'Homes whose line also has IPv6, where the provider offers it.', 'order of public IPv6 adoption counts for the US'),
  misplacedLines: share(0.03, 'Home lines that address tables put into another city.', 'tail of published accuracy figures; assumed size'),
  dailyAddresses: share(0.02, 'Home lines that get a new address nearly every day.'),
  // Where else
  travellers: share(0.15, 'Starters who travel with their laptop.'),
  tripsDeclared: share(0.6, 'Trips with a row in travel.csv.'),
  tripsAbroad: share(0.2, 'Trips to another country.'),
  offsites: share(0.05, 'Starters who spend three days with colleagues at a hotel.'),
  cowork: share(0.05, 'Remote starters who also work from a co-working floor.'),
  coworkListed: share(0.6, 'Co-working floors the company has listed.'),
  campus: share(0.015, 'Starters who live on a campus.'),
  campusListed: share(0.5, 'Campuses the company has listed.'),
  mobileWeeks: share(0.02, 'Starters whose line at home fails for days, so that a phone stands in.'),
  // Networks on top
  privacyVpn: share(0.05, 'Starters who send the laptop through a VPN service of their own.', 'consumer surveys say far more own one; few run it on a work laptop'),
  privateRelay: share(0.08, 'Starters whose phone browses through a relay.'),
  ownMachines: share(0.12, 'Starters with a company laptop who also sign in on a computer of their own.', 'order of what identity providers say of unmanaged devices; assumed size'),
  // Hours
  nightOwls: share(0.05, 'Starters who begin their day in the afternoon.', 'late chronotypes are more; jobs let few live so'),
  carers: share(0.06, 'Starters who work before and after a long gap.'),
  weekendWork: share(0.06, 'Weekend days with some work, on average; it differs between people.'),
  // Machines
  awakeLaptops: share(0.05, 'Laptops that never sleep: a power setting, a build, a desk that is never left.'),
  jigglers: share(0.03, 'Starters with a program or gadget that makes input.', 'a US bank dismissed several for it in 2024; assumed size'),
  jigglersAtNight: share(0.15, 'Of those, the ones who leave it on.'),
  docks: share(0.35, 'Laptops on a dock.'),
  kvmSwitches: share(0.02, 'Desks with a plain switch for keyboard and mouse.'),
  homeLabs: share(0.004, 'Starters whose own network KVM is plugged into the work laptop.'),
  tablets: share(0.015, 'Desks with a drawing tablet, which reports places.'),
  itSupport: share(0.15, 'Starters whom the help desk helps by remote control, with the sanctioned tool.'),
  contractorDesks: share(0.1, 'Contractors with a company laptop whom a help desk of their agency supports, with a tool, machines and a factor that stand on no list.'),
  ownDesktops: share(0.02, 'Starters who drive the work laptop from a computer of their own, by a tool that nobody sanctioned.'),
  ownDesktopsMainly: share(0.35, 'Of those, the ones who work so from the first day on, daily and all day.'),
  reimaged: share(0.02, 'Laptops set up anew: other host id, other name.'),
  spares: share(0.02, 'Starters who work some days on a spare laptop.'),
  toolsHigh: share(0.008, 'Starters with a given remote-control tool of high corporate use that nobody sanctioned.'),
  toolsMedium: share(0.002, 'The same for medium corporate use.'),
  toolsLow: share(0.0003, 'The same for low corporate use.'),
  deviceLocation: share(0.6, 'Laptops that report a location.'),
  // Checks
  metInPerson: share(0.1, 'Starters whom somebody of the company meets once, who says so.'),
  failedChecks: share(0.02, 'Starters of whom a check fails or stays open for a plain reason.'),
  // Parcels
  parcelsElsewhere: share(0.06, 'Parcels sent to another address than home: parents, office, a shop that keeps them.'),
  parcelsLate: share(0.05, 'Parcels that take days longer, some until after the first day.'),
  parcelsRedirected: share(0.02, 'Parcels redirected on the way.'),
  // Before the hire
  applicantsNotHired: { is: 2, from: 0, to: 20, unit: 'for a starter', doc: 'Applications kept of people who were not hired; those who reach an interview, not all who apply.', source: 'assumed' },
  applicationsTwice: share(0.05, 'Starters who had applied once before, from another mail box.'),
  applicantsOnePhone: share(0.005, 'Starters who gave the phone of a household in which another applied as well.'),
  recruiterReferences: share(0.06, 'Applicants who name the recruiter of an agency as a reference.'),
  sharedBosses: share(0.1, 'Applicants whose reference is a boss whom former colleagues name too, one of two hundred.'),
  resumeTemplates: share(0.05, 'Applicants half of whose résumé is a template or the work of a paid writer, one of sixteen.'),
  newProfiles: share(0.05, 'Applicants whose professional profile is younger than a month.'),
  appliedAway: share(0.04, 'Applicants who apply from somewhere else than home: a trip, a visit, before a move.'),
  // Sources
  lateRows: share(0.012, 'Rows that come hours late.'),
  repeatedRows: share(0.004, 'Rows that come twice.'),
  darkSources: share(0.03, 'Starters of whom one source goes silent for days.'),
  outages: { is: 1, from: 0, to: 20, unit: 'a month', doc: 'Hours-long failures of one source for everybody; most of its rows come later.', source: 'assumed' },
  strayFailures: share(0.01, 'Chance a day that somebody else tries a password on an account, from hosting or a VPN exit.'),
  helpDeskFactors: share(0.3, 'Days with the help desk on which a factor of the help desk approves a sign-in.'),
  missingCells: share(0.04, 'Phone and bank cells that are empty in the record.'),
  fullTunnel: share(0, '1 sends everything laptops do through the company\'s own exits, with no log of the public address.'),
  oneSignInADay: share(0, 'Starters whom the identity provider asks once a working day, as work begins, and not again.', 'artificial: daily prompts are common; companies of the evaluation have some'),
  untoldHours: share(0, 'Records without the hours of work.', 'artificial: many systems of HR keep none; companies of the evaluation lack some'),
  // Farms
  farmsOwnHours: share(0.45, 'Farms operated in the operators\' own working hours; the others keep US hours.', 'KnowBe4 2024: US hours at night; State/Treasury/FBI advisory 2022: logins for days on end'),
  farmParcelsElsewhere: share(0.6, 'Farm laptops whose record names the farm as the address to send to.', 'Secureworks 2024; Mandiant 2025'),
  farmParcelsRedirected: share(0.25, 'Farm laptops redirected on the way.', 'Secureworks 2024'),
  farmUnlisted: share(0.2, 'Farms whose remote-control tools and network KVMs stand in no catalogue.', 'assumed'),
  farmStandIns: share(0.02, 'Farm hires for whom somebody comes when the company wants to meet them.', 'State/Treasury/FBI advisory 2022 tells of stand-ins; assumed size'),
  farmSharedFactors: share(0.35, 'Farm hires whose second factor also serves another.', 'Microsoft Defender Experts 2025-12-18; assumed size'),
  farmSharedBank: share(0.2, 'Farm hires whose wages go to an account that also serves another.', 'Mandiant 2025; assumed size'),
  farmApplicants: { is: 3, from: 0, to: 50, unit: 'for a hire', doc: 'Other identities under which the same operators applied and were not taken.', source: 'SentinelLabs 2025: some 360 personas and 1,000 applications to one company; assumed size' },
  farmSharedResumes: share(0.5, 'Farm applications of which two thirds of the résumé are the same text.', 'Mandiant 2024: résumés used again under several names; assumed size'),
  farmSharedPhones: share(0.25, 'Farm applications with a phone that other identities of the farm give as well.', 'S. Schmidt, Amazon, 2025: reused contact details; assumed size'),
  farmSharedReferences: share(0.4, 'References of farm applications that other identities of the farm name too.'),
  farmSharedPortfolios: share(0.3, 'Farm applications with a portfolio, where it is the farm\'s.'),
  farmNewProfiles: share(0.35, 'Farm applications whose professional profile is younger than a month.'),
} as const satisfies Readonly<Record<string, Knob>>;

export type Knobs = Values<typeof KNOBS>;

/** All knobs, as they are or as asked for. @throws RangeError with one sentence for each value that does not fit */
export function knobsWith(wanted: Partial<Knobs> = {}): Knobs {
  const { values, problems } = settle(KNOBS, wanted);
  if (problems.length > 0) throw new RangeError(problems.join('; '));
  return values;
}
