import type {
  AccountLine, AccountsView, AllowancesView, AllowanceTrialView, AskLine, Band, BeginView, CaseView, ClosingsView, DetectorsView, DeviceRow, DevicesView, Family, FamilyCell, FileLook, FilesView, HiresView, HourShares, InnocentView, Lane, MessagesView, OwnAccountView, PersonSum, QueueRow, QueueView, RawRowsView, RevealsView, SimilarView, SourcesView, StopView, SumLine, TimelineView, Verdict, WaitingActsView,
} from '../../src/api/contract.ts';
import { hoursOf } from '../../src/api/hours.ts';

/** A small company on Mon 16 Nov 2026, 09:12 in Chicago, as the server would tell it. */

export const HOSTILE = '<img src=x onerror=alert(1)>';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const AS_OF = Date.parse('2026-11-16T15:12:00Z');

const FAMILIES: readonly Family[] = ['company', 'place', 'identity', 'machine', 'session', 'hours', 'network', 'application', 'human'];
const PRIOR = -6.21;

type Cells = Partial<Record<Family, number | 'thin' | 'dark'>>;

/** Cells in the fixed order; what is not named was looked at and found nothing. */
function cells(known: Cells): readonly FamilyCell[] {
  return FAMILIES.map((family) => {
    const cell = known[family];
    if (cell === 'thin' || cell === 'dark') return { family, state: cell, adds: 0 };
    if (cell === undefined || cell === 0) return { family, state: 'silent', adds: 0 };
    return { family, state: cell > 0 ? 'for' : 'against', adds: cell };
  });
}

const chanceOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
const bandOf = (logOdds: number): Band => (chanceOf(logOdds) >= 0.5 ? 'act' : chanceOf(logOdds) >= 0.2 ? 'review' : chanceOf(logOdds) >= 0.05 ? 'watch' : 'quiet');
const round = (value: number): number => Math.round(value * 100) / 100;

interface Told { readonly family: Family; readonly adds: number; readonly detector: string; readonly question: string; readonly headline: string; readonly facts?: SumLine['facts']; readonly innocent?: readonly string[]; readonly rows?: number; readonly kind?: 'limit' }

/** Lines with the running sum; the prior comes first. */
function linesOf(id: string, told: readonly Told[]): { readonly lines: readonly SumLine[]; readonly logOdds: number } {
  const logOdds = round(told.reduce((sum, { adds }) => sum + adds, PRIOR));
  let runs = PRIOR;
  const prior: SumLine = {
    kind: 'prior', family: undefined, detector: undefined, question: undefined, headline: 'One in 500 new hires, before anything is known about this one.',
    adds: PRIOR, runs, without: undefined, bandWithout: undefined, finding: undefined, facts: [], innocent: [], rows: undefined,
  };
  const lines = told.map((one): SumLine => {
    runs = round(runs + one.adds);
    const isLimit = one.kind === 'limit';
    const without = round(logOdds - one.adds);
    return {
      kind: isLimit ? 'limit' : 'finding', family: one.family, detector: isLimit ? undefined : one.detector, question: isLimit ? undefined : one.question, headline: one.headline,
      adds: one.adds, runs, without: isLimit ? undefined : without, bandWithout: isLimit ? undefined : bandOf(without),
      finding: isLimit ? undefined : `f-${id}-${one.detector}`, facts: one.facts ?? [], innocent: one.innocent ?? [], rows: isLimit ? undefined : one.rows ?? 24,
    };
  });
  return { lines: [prior, ...lines], logOdds };
}

interface Described { readonly id: string; readonly day: number; readonly saysHome: string; readonly zone: string; readonly verdict: Verdict; readonly seemsAt: string; readonly told: readonly Told[]; readonly asks?: readonly AskLine[]; readonly together?: PersonSum['together']; readonly dark?: Cells; readonly name?: string }

function person({ id, name, day, saysHome, zone, verdict, seemsAt, told, asks = [], together, dark = {} }: Described): PersonSum {
  const { lines, logOdds } = linesOf(id, told);
  const adds: Cells = { ...dark };
  for (const { family, adds: more } of told) adds[family] = round((typeof adds[family] === 'number' ? adds[family] : 0) + more);
  return {
    id, name: name ?? id, day, saysHome, zone, verdict, seemsAt, logOdds, chance: chanceOf(logOdds), band: bandOf(logOdds),
    bandAt: { oneIn100: bandOf(logOdds + 1.62), oneIn5000: bandOf(logOdds - 2.3) }, families: cells(adds), lines, asks, ...(together ? { together } : {}), innocent: innocentOf(told, logOdds),
    coverage: [
      { what: 'sign-ins', share: 1 }, { what: 'check-ins', share: 0.99 }, { what: 'activity', share: 0.92 },
      { what: 'remote sessions', share: 0.97 }, { what: 'software, USB', share: 0.996 }, { what: 'VPN gateway', share: 0 },
    ],
    dataThere: 0.96,
  };
}

/** What each innocent explanation would leave, by the same sum. */
function innocentOf(told: readonly Told[], logOdds: number): readonly InnocentView[] {
  const says = [...new Set(told.flatMap(({ innocent = [] }) => innocent))];
  return says.map((one): InnocentView => {
    const lines = told.filter(({ innocent }) => innocent?.includes(one));
    const explains = round(lines.reduce((sum, { adds }) => sum + adds, 0));
    const then = round(logOdds - explains);
    return {
      says: one, seen: lines[0]?.facts ?? [], families: [...new Set(lines.map(({ family }) => family))], explains, then: { band: bandOf(then), chance: chanceOf(then) },
      leaves: told.filter((line) => !lines.includes(line) && line.adds > 0.7).map(({ family, adds }) => ({ family, adds })).sort((a, b) => b.adds - a.adds),
    };
  }).sort((a, b) => b.explains - a.explains);
}

function ask(logOdds: number, toward: AskLine['toward'], ifItTurnsOut: string, because: string, change: number): AskLine {
  return { toward, ifItTurnsOut, because, change, then: { band: bandOf(logOdds + change), chance: chanceOf(logOdds + change) } };
}

const HOUSEHOLD = 'Couple, family or flat-mates who did not declare one household';
const SUPPORT = 'IT support that uses AnyDesk';

const sharedPlace = (others: string, adds: number): Told => ({
  family: 'company', adds, detector: 'shared-place', question: 'Do starters without a declared tie live behind one line?',
  headline: `Its laptop stands behind one home line in Tulsa together with those of ${others}. No tie between the three is declared. Usual: no other hire at the line.`,
  facts: [
    { label: 'Hires’ laptops behind this line', value: '3', usual: '1 in 98.7 % of homes' },
    { label: 'Days all three were there', value: '6 of 6 since Osprey-093 began', usual: '0' },
    { label: 'Same router (gateway token)', value: 'yes, all three', usual: 'only in one household' },
  ],
  innocent: [HOUSEHOLD, 'Co-working floor, campus or hotel', 'Carrier that shares one address'], rows: 214,
});
const turnTaking: Told = {
  family: 'company', adds: 0.42, detector: 'turn-taking', question: 'Are laptops under one roof busy in turns?',
  headline: 'Busy in the same half hour 4 times of 61; chance alone gives 19.', facts: [{ label: 'Shared half hours', value: '4 of 61', usual: '19, by chance' }], innocent: [HOUSEHOLD], rows: 96,
};
const software = (adds: number): Told => ({
  family: 'machine', adds, detector: 'remote-control-software', question: 'Is an unsanctioned remote-control tool on this laptop?',
  headline: 'AnyDesk, not on the allow-list, ran on 9 of 9 working days. It was installed 41 minutes after first boot. Usual: 1 starter in 140.',
  facts: [{ label: 'Days it ran', value: '9 of 9', usual: '0' }, { label: 'Installed after first boot', value: '41 min', usual: 'never' }], innocent: [SUPPORT, 'A private tool of a former job'], rows: 61,
});
const sessions = (adds: number): Told => ({
  family: 'session', adds, detector: 'remote-sessions', question: 'Who drives the laptop?',
  headline: '37 incoming remote-control sessions, some on each of 9 days. No help-desk ticket mentions one. Usual: none, or one with a ticket.',
  facts: [{ label: 'Sessions a day', value: '4.1', usual: '0' }, { label: 'With a ticket', value: '0 of 37', usual: 'all' }], innocent: [SUPPORT], rows: 74,
});
const hours = (adds: number): Told => ({
  family: 'hours', adds, detector: 'working-hours', question: 'Which UTC offset does this person live in?',
  headline: 'Keyboard and pointer move from 18:30 to 03:30 Chicago time, Sunday to Thursday. That fits UTC+7:30 to +9:30; the claim is UTC−6. Usual: within 2 h of the claim.',
  facts: [{ label: 'Best offset', value: 'UTC+8:30', usual: 'within 2 h of UTC−6' }], innocent: ['Night owl, or somebody who cares for others by day'], rows: 402,
});
const place = (adds: number, km: string): Told => ({
  family: 'place', adds, detector: 'custody', question: 'Where did the laptop go, and where does it live?',
  headline: `Redirected in transit; in Tulsa ± 16 km since first boot, ${km} from the claimed home. Usual: under 60 km.`,
  facts: [{ label: 'From the claimed home', value: km, usual: 'under 60 km' }], innocent: ['Travel or a visit', 'A move that was approved'], rows: 18,
});
const network = (adds: number): Told => ({ family: 'network', adds, detector: 'egress-network', question: 'Do sign-ins come through VPN, hosting or another country?', headline: 'All 46 sign-ins came straight from the home line: no commercial VPN, no hosting network. Farms use one more often than not.', rows: 46 });
const resume: readonly Told[] = [
  { family: 'application', adds: 0.46, detector: 'application', question: 'Do small details of the application fail to add up?', headline: 'The résumé shares 61 % of its text with one other applicant.', innocent: ['A common template'], rows: 2 },
  { family: 'application', adds: -0.26, detector: 'limit', question: '', headline: 'This family may add at most +0.20.', kind: 'limit' },
];
const met = (adds: number): Told => ({ family: 'human', adds, detector: 'in-person', question: 'Has anybody met this person, or seen this laptop?', headline: 'The manager recognised the person on a video call on 5 Nov. Checked by a human, 11 days ago.', rows: 1 });

const heronTold = [sharedPlace('Finch-208 and Osprey-093', 2.98), turnTaking, software(1.85), sessions(1.6), hours(1.15), place(0.95, '946–978 km'), ...resume, network(-0.15), met(-0.85)];
const heronSum = linesOf('Heron-417', heronTold).logOdds;
const heron = person({
  id: 'Heron-417', day: 12, saysHome: 'Chicago, IL', zone: 'America/Chicago', verdict: 'shared-place', seemsAt: 'Tulsa ± 16 km', told: heronTold, together: { first: 2, then: { band: 'quiet', chance: chanceOf(heronSum - 7.8) } },
  asks: [
    ask(heronSum, 'clear', 'the three declare one household, or HR vouches for the place', 'company and place fall away', -4.35),
    ask(heronSum, 'clear', 'IT set up AnyDesk for remote support', 'machine and session fall away', -3.45),
    ask(heronSum, 'clear', 'somebody met Heron-417 at the claimed home, or at an office', 'a visit or a badge counts −3.00', -3),
    ask(heronSum, 'clear', 'the move to Tulsa was approved', 'place falls away; the rest stands', -0.95),
    ask(heronSum, 'confirm', 'on a call from the company laptop, somebody else answers', 'a refuted call counts +2.20', 2.2),
    ask(heronSum, 'confirm', 'the laptop’s serial number cannot be shown beside today’s date', 'a refuted photo counts +1.60', 1.6),
  ],
});
const finch = person({ id: 'Finch-208', day: 28, saysHome: 'Denver, CO', zone: 'America/Denver', verdict: 'shared-place', seemsAt: 'Tulsa ± 16 km', told: [sharedPlace('Heron-417 and Osprey-093', 3.4), software(1.85), sessions(1.1), hours(1.3), place(0.4, '868–900 km'), network(-0.15), met(-0.2)] });
const osprey = person({ id: 'Osprey-093', day: 7, saysHome: 'Atlanta, GA', zone: 'America/New_York', verdict: 'shared-place', seemsAt: 'Tulsa ± 16 km', told: [sharedPlace('Heron-417 and Finch-208', 3.1), software(1.62), sessions(0.9), place(0.95, '1,074–1,106 km'), ...resume, network(-0.05)], dark: { hours: 'thin', human: 'dark' } });

const curlewTold: readonly Told[] = [
  { family: 'identity', adds: 3.29, detector: 'identity-reuse', question: 'Does one second factor serve several?', headline: 'One phone approves the sign-ins of both. Usual: one phone, one person.', facts: [{ label: 'People with this phone', value: '2', usual: '1' }], innocent: ['A couple who share a phone'], rows: 31 },
  { family: 'company', adds: 1.9, detector: 'turn-taking', question: 'Are laptops busy in turns?', headline: 'The two laptops are never busy in the same half hour on 6 of 6 days.', innocent: ['Two people who share child care'], rows: 44 },
  { family: 'hours', adds: 1.6, detector: 'working-hours', question: 'Which UTC offset does this person live in?', headline: 'Hours fit UTC+5 to +6; the claim is UTC−5.', rows: 203 },
  { family: 'place', adds: -0.2, detector: 'custody', question: 'Where does it live?', headline: 'At the claimed home since delivery.', rows: 12 },
];
const curlew = person({ id: 'Curlew-130', name: `Curlew-130 ${HOSTILE}`, day: 17, saysHome: 'Boston, MA', zone: 'America/New_York', verdict: 'expected', seemsAt: 'Boston ± 9 km', told: curlewTold });
const grebe = person({ id: 'Grebe-771', day: 17, saysHome: 'Boston, MA', zone: 'America/New_York', verdict: 'expected', seemsAt: 'Boston ± 9 km', told: curlewTold });
const rail = person({
  id: 'Rail-226', day: 20, saysHome: 'Tampa, FL', zone: 'America/New_York', verdict: 'cannot-tell', seemsAt: 'cannot tell: only VPN addresses are seen', dark: { place: 'dark' },
  told: [
    { family: 'machine', adds: 3.9, detector: 'remote-control-hardware', question: 'Is an IP-KVM attached?', headline: `One USB parent offers keyboard, absolute pointer and storage ${HOSTILE}, as a remote KVM does; so do some docks.`, innocent: ['A dock with storage'], rows: 9 },
    { ...network(1.5), headline: '14 of 15 sign-ins leave by a commercial VPN.' },
    met(-0.18),
  ],
});
const avocet = person({ id: 'Avocet-047', day: 35, saysHome: 'Salt Lake City, UT', zone: 'America/Denver', verdict: 'elsewhere', seemsAt: 'Sacramento ± 14 km', told: [place(4, '840–872 km'), hours(0.42), network(-0.2)] });

interface Listed { readonly id: string; readonly kind: QueueRow['kind']; readonly people: readonly PersonSum[]; readonly why: string; readonly openedAgo?: number; readonly owner?: string; readonly waitingFor?: string; readonly dataThere?: number; readonly status?: QueueRow['status'] }

function row({ id, kind, people, why, openedAgo, owner, waitingFor, dataThere, status }: Listed): QueueRow {
  const most = people.reduce((a, b) => (b.logOdds > a.logOdds ? b : a));
  return {
    id, kind, band: most.band, chance: most.chance, people: people.map(({ id: hire, name, day }) => ({ id: hire, name, day })), laptops: people.length, verdict: most.verdict, why,
    families: most.families, dataThere: dataThere ?? 0.96, openedAt: openedAgo === undefined ? undefined : AS_OF - openedAgo, owner, status: status ?? (kind === 'case' ? 'open' : 'watched'), waitingFor,
  };
}

const CASES = { 'C-31': [heron, finch, osprey], 'C-38': [curlew, grebe], 'C-39': [rail] } as const;

function quietRow(id: string, name: string, chance: number, why: string): QueueRow {
  return {
    id, kind: 'person', band: 'watch', chance, people: [{ id, name, day: 9 + Math.round(chance * 100) }], laptops: 1, verdict: 'expected', why, families: cells({ machine: round(2 + chance), place: -0.3, network: 0.67 }),
    dataThere: 0.97, openedAt: undefined, owner: undefined, status: 'watched', waitingFor: undefined,
  };
}

/** The queue of the morning. Rows come in no order: the page puts them by band and chance. */
export function queueView(): QueueView {
  const rows: readonly QueueRow[] = [
    row({ id: 'Avocet-047', kind: 'person', people: [avocet], why: 'Laptop lives near Sacramento, 840–872 km from the claimed home in Salt Lake City; HR knows of no move.' }),
    row({ id: 'C-38', kind: 'case', people: [curlew, grebe], why: 'One phone approves sign-ins for both; their laptops take turns, never busy in the same half hour on 6 of 6 days.', openedAgo: 3 * DAY + 18 * HOUR, owner: 'J. Lind', waitingFor: 'manager', dataThere: 0.98 }),
    row({ id: 'C-31', kind: 'case', people: [heron, finch, osprey], why: 'Three starters with no declared tie stand behind one home line in Tulsa; AnyDesk ran on 9 of 9 days; hours fit UTC+8 to +9, claimed Chicago.', openedAgo: 9 * DAY + 21 * HOUR, waitingFor: 'serial photo' }),
    row({ id: 'C-39', kind: 'case', people: [rail], why: `One USB parent offers keyboard, absolute pointer and storage ${HOSTILE}, as a remote KVM does; its place is not known.`, openedAgo: 2 * DAY + 16 * HOUR, owner: 'D. Reyes', dataThere: 0.61 }),
    row({ id: 'C-27', kind: 'case', people: [finch], why: 'Closed last week.', openedAgo: 20 * DAY, owner: 'D. Reyes', status: 'closed' }),
    ...['Siskin-274', 'Egret-381', 'Plover-262', 'Knot-118', 'Brant-902', 'Scaup-455', 'Gadwall-031', 'Teal-670', 'Smew-209', 'Eider-514', 'Godwit-333', 'Whimbrel-088']
      .map((name, at) => quietRow(name, name, 0.12 - at * 0.005, at % 2 === 0 ? 'RustDesk installed 26 minutes after first boot; never seen connected.' : '61 % of sign-ins leave through a commercial VPN; everything else is ordinary.')),
  ];
  return {
    asOf: AS_OF, nextRunAt: AS_OF + 5 * 60_000, inScope: 1070, peopleInCases: 6, rows,
    sources: [
      { name: 'Okta', state: 'fresh', lastEventAt: AS_OF - 120_000, said: '' }, { name: 'Intune', state: 'fresh', lastEventAt: AS_OF - 600_000, said: '' },
      { name: 'CrowdStrike', state: 'late', lastEventAt: AS_OF - 5 * HOUR, said: 'Usually every 15 minutes. Its collector waits for the rate limit.' },
      { name: 'Jamf', state: 'dark', lastEventAt: Date.parse('2026-11-14T04:10:00Z'), said: '212 of 1,104 laptops have no fresh place. The API key ended; renew it under Settings, API roles, and run farmwatch doctor.' },
    ],
    jobs: [{ job: 'detect', state: 'ok', at: AS_OF, said: 'every 5 minutes' }, { job: 'report', state: 'failed', at: AS_OF - 3 * HOUR, said: 'The report folder is full; free some space, the next try is at 10:00.' }],
    prior: 'if 1 in 500 starters were such a case', simulated: true,
  };
}

const TITLES: Record<string, string> = {
  'C-31': 'Do three people keep their laptops in one home in Tulsa?',
  'C-38': 'Does one phone sign in for two starters?',
  'C-39': `Is a remote KVM ${HOSTILE} attached to this laptop?`,
};

/** One case, or undefined where there is none. */
export function caseView(id: string): CaseView | undefined {
  const people = (CASES as Record<string, readonly PersonSum[]>)[id];
  const at = queueView().rows.find((one) => one.id === id);
  if (!people || !at) return undefined;
  const order = ['C-31', 'C-38', 'C-39'];
  const index = order.indexOf(id);
  return {
    ...shared(people, at), id, title: TITLES[id] ?? id, status: 'open', owner: at.owner, openedAt: at.openedAt ?? AS_OF,
    ties: id === 'C-31' ? [
      { from: 'Heron-417', to: 'Finch-208', by: 'behind one home line, Tulsa ± 16 km', seen: true },
      { from: 'Heron-417', to: 'Osprey-093', by: 'behind one home line, Tulsa ± 16 km', seen: true },
      { from: 'Finch-208', to: 'Osprey-093', by: 'behind one home line, Tulsa ± 16 km', seen: true },
      { from: 'Heron-417', to: 'AnyDesk account', by: '116 incoming sessions', seen: true },
      { from: 'Finch-208', to: 'AnyDesk account', by: '116 incoming sessions', seen: true },
      { from: 'Osprey-093', to: 'AnyDesk account', by: '116 incoming sessions', seen: true },
      { from: 'Heron-417', to: 'Parcel redirects', by: 'known to a city only', seen: false },
      { from: 'Osprey-093', to: 'Parcel redirects', by: 'known to a city only', seen: false },
      { from: 'AnyDesk account', to: 'Controller’s clock UTC+9', by: 'from the log of the tool', seen: false },
    ] : people.length === 2 ? [{ from: people[0]?.name ?? '', to: people[1]?.name ?? '', by: 'one phone as second factor', seen: true }] : [],
    position: { index, of: order.length, previous: order[index - 1], next: order[index + 1] },
  };
}

/** What waits for a word: a contact about Heron-417, a move, and an entry for the allow-list that the reader asked for. */
export function waitingView(): WaitingActsView {
  return {
    acts: [
      { id: 'a-1', kind: 'serial-photo', at: AS_OF - 2 * DAY, by: 'S. Whitlock', person: 'Heron-417', laptop: 'laptop 30F7', cases: [{ id: 'C-31', owner: undefined }], notes: [] },
      { id: 'a-2', kind: 'ask-manager', at: AS_OF - 20 * HOUR, by: `S. ${HOSTILE}`, person: 'Curlew-552', laptop: 'laptop 9C1D', cases: [{ id: 'C-38', owner: 'J. Lind' }], notes: [{ at: AS_OF - HOUR, by: 'J. Lind', text: 'HR asks first.' }], refused: 'J. Lind works on C-38 and decides. Ask them, or take the case over first.' },
      { id: 'a-3', kind: 'approved-move', at: AS_OF - 3 * HOUR, by: 'S. Whitlock', person: 'Wren-201', laptop: 'laptop 77B0', cases: [], move: { from: '2026-11-09', until: '2026-12-31', approvedBy: 'M. Ortiz', town: 'Tulsa' }, notes: [] },
    ],
    allowances: [{ id: 'e-1', at: AS_OF - HOUR, by: 'J. Lind', case: 'C-27', says: 'AnyDesk for Finch-208', until: '2027-01-31', owner: 'S. Whitlock', reason: 'Support until the new VPN client is out.', notes: [] }],
  };
}

export const OFFERS: AllowancesView = { offers: [
  { kind: 'permission', tool: 'anydesk', says: 'AnyDesk', scopes: [{ scope: 'hire:Heron-417', says: 'Heron-417' }, { scope: 'team:QA', says: 'team QA' }, { scope: 'all', says: 'everybody' }] },
  { kind: 'place', finding: 'f-Heron-417-shared-place', says: 'place 30F7' }, { kind: 'household', people: ['Finch-208', 'Heron-417'], says: 'Finch-208 and Heron-417' },
] };
export const TRIAL: AllowanceTrialView = { asOf: AS_OF, says: 'AnyDesk for Heron-417', findings: 3, people: ['Heron-417'], others: 0, bands: [{ name: 'Heron-417', withIt: 'review', without: 'act' }], cases: [], laptops: 0 };
export function similarView(id: string): SimilarView {
  if (id !== 'C-31') return { cases: [], lookedAt: 41, byPeopleAlone: 0, more: 0 };
  return { lookedAt: 41, byPeopleAlone: 3, more: 2, cases: [
    { id: 'C-27', title: 'Who drives this laptop?', status: 'closed', openedAt: AS_OF - 40 * DAY, peak: 'act', closed: { reason: 'true', note: `The carrier named the controller ${HOSTILE}.`, by: 'J. Lind', at: AS_OF - 30 * DAY }, because: ['the same line, place 30F7', 'the same tool, AnyDesk'] },
    { id: 'C-38', title: 'Does one phone sign in for two starters?', status: 'open', openedAt: AS_OF - 3 * DAY, peak: 'review', closed: undefined, because: ['the same device or account, token 5D2E', 'the same router, place 30F7', 'the same laptop 9C1D', 'the same tool, AnyDesk', 'the same tool, RustDesk'] },
  ] };
}

/** A watched person, told like a case of one. */
export function personView(id: string): CaseView | undefined {
  const at = queueView().rows.find((one) => one.id === id && one.kind === 'person');
  if (!at || id !== 'Avocet-047') return undefined;
  return {
    ...shared([avocet], at), id, title: 'Why is this laptop near Sacramento?', status: 'watched', owner: undefined, openedAt: AS_OF, ties: [], notes: [], revision: '',
    position: { index: 0, of: 0, previous: undefined, next: undefined },
  };
}

function shared(people: readonly PersonSum[], at: QueueRow): Pick<CaseView, 'mergedInto' | 'band' | 'chance' | 'peak' | 'updatedAt' | 'closed' | 'people' | 'history' | 'notes' | 'revision' | 'prior' | 'simulated'> {
  return {
    mergedInto: undefined, band: at.band, chance: at.chance, peak: { band: 'act', chance: 0.9, at: AS_OF - 2 * DAY }, updatedAt: AS_OF, closed: undefined, people,
    history: [
      { at: Date.parse('2026-11-06T17:40:00Z'), by: 'farmwatch', said: `Opened with ${people[0]?.name ?? ''}`, chance: 0.31 },
      { at: Date.parse('2026-11-10T14:22:00Z'), by: 'farmwatch', said: 'A starter joined: same line', chance: 0.58 },
      { at: Date.parse('2026-11-12T09:40:00Z'), by: 'farmwatch', said: 'Raised to act: sessions', chance: 0.77 },
      { at: Date.parse('2026-11-13T20:05:00Z'), by: 'D. Reyes', said: 'Photo asked; HR asked', chance: undefined },
      { at: Date.parse('2026-11-14T12:00:00Z'), by: 'farmwatch', said: '61 late VPN rows: network −0.22 → −0.15', chance: at.chance },
    ],
    notes: [{ at: Date.parse('2026-11-13T20:05:00Z'), by: 'D. Reyes', text: `Asked HR about the household. ${HOSTILE}` }],
    revision: 'r7', prior: 'if 1 in 500 starters were such a case', simulated: true,
  };
}

const FROM = Date.parse('2026-11-10T06:00:00Z');

/** Seven days of one hire, in claimed local time. */
export function timelineView(hire: string): TimelineView {
  const midnights = Array.from({ length: 7 }, (_, day) => FROM + day * DAY);
  const at = (day: number, hour: number): number => FROM + day * DAY + hour * HOUR;
  const evenings = [0, 1, 2, 5].flatMap((day) => [{ from: at(day, 18.5), to: at(day, 21.3), said: 'keyboard and pointer' }, { from: at(day, 22.4), to: at(day, 27.2), said: 'keyboard and pointer' }]);
  const lane = (name: string, source: string, marks: Lane['marks'], dark: Lane['dark'] = [], toward = false): Lane => ({ name, source, marks, dark, toward });
  const hours = (name: string, source: string, marks: Lane['marks'], dark: Lane['dark'] = [], toward = false): HourShares => ({ name, source, toward, ...hoursOf(marks, dark, { from: FROM, to: AS_OF, zone: 'America/Chicago' }) });
  return {
    hire, zone: 'America/Chicago', from: FROM, to: AS_OF, midnights,
    hours: [hours('Keyboard and pointer', 'activity agent', evenings, [{ from: at(4, 0), to: at(5, 0) }]), hours('Remote control, incoming', 'AnyDesk log', [0, 1, 2, 5].map((day) => ({ from: at(day, 18.4), to: at(day, 27.3), said: 'session' })), [], true)],
    nights: [-1, 0, 1, 2, 3, 4, 5, 6].map((day) => ({ from: at(day, 22), to: at(day, 30) })),
    fit: {
      said: 'UTC+8:30', nights: midnights.map((_, day) => ({ from: at(day, 7.5), to: at(day, 15.5) })),
      offsets: [[420, 0.02], [450, 0.09], [480, 0.22], [510, 0.31], [540, 0.21], [570, 0.11], [600, 0.03], [630, 0.01]].map(([offset, chance]) => ({ at: offset!, chance: chance! })),
      likely: [{ from: 450, to: 570, said: 'UTC+7:30 to UTC+9:30' }], claimed: { at: -360, said: 'UTC−6' },
    },
    lanes: [
      lane('Check-ins', 'Intune', [{ from: FROM, to: AS_OF, said: 'in Tulsa ± 16 km' }]),
      lane('Sign-ins', 'Okta', [0, 1, 2, 3, 5, 6].flatMap((day) => [{ from: at(day, 8.9), to: at(day, 8.9), said: 'sign-in' }, { from: at(day, 18.4), to: at(day, 18.4), said: 'sign-in' }]).filter(({ to }) => to <= AS_OF)),
      lane('Keyboard and pointer', 'activity agent', evenings, [{ from: at(4, 4), to: at(4, 17) }]),
      lane('Remote control, incoming', 'AnyDesk log', [0, 1, 2, 5].map((day) => ({ from: at(day, 18.4), to: at(day, 27.3), said: 'session' })), [], true),
      lane('VPN gateway', 'Cato', [], [{ from: at(1, 2), to: at(1, 14) }, { from: at(4, 0), to: at(4, 6) }]),
      lane('People and case', 'what humans did', [{ from: at(0, 8.4), to: at(0, 8.4), said: 'Osprey-093 joined' }, { from: at(3, 14.1), to: at(3, 14.1), said: 'photo, HR asked' }]),
    ],
  };
}

/** Rows behind any finding. */
export function rowsView(): RawRowsView {
  const said: readonly (readonly [string, string, string, string])[] = [
    ['2026-11-16T14:48:07Z', 'AnyDesk log', 'session-connected', `incoming · anydesk · client offset +540 min ${HOSTILE}`],
    ['2026-11-16T14:52:11Z', 'Okta', 'sign-in', 'success · home line, Tulsa ± 16 km · own second factor'],
    ['2026-11-16T14:53:40Z', 'activity agent', 'activity', '00:04:30 active · 212 keys'],
    ['2026-11-16T09:11:52Z', 'AnyDesk log', 'session-disconnected', 'incoming · 8 h 44 min'],
    ['2026-11-16T00:27:30Z', 'AnyDesk log', 'session-connected', 'incoming · anydesk · client offset +540 min'],
  ];
  return {
    total: 214, shown: said.length,
    rows: said.map(([when, source, action, text], at) => ({
      at: Date.parse(when), source, action, said: text, id: `7f3a90b1c${at}d4e5f6`,
      document: { '@timestamp': when, 'event.action': action, 'farmwatch.remote.protocol': 'anydesk', 'source.ip': 'hidden: personal', 'device.serial_number': at % 2 === 0 ? 'laptop Beech-398' : 'laptop Fir-203', 'note': HOSTILE },
    })),
  };
}

/** One receiver that takes what it gets, one that fails and calls itself something odd. */
export function messagesView(): MessagesView {
  return {
    most: 200,
    receivers: [
      { name: 'soc-mail', kind: 'email', sentAt: AS_OF - HOUR, waiting: 0, troubles: [] },
      { name: 'soc-slack', kind: 'slack', sentAt: undefined, waiting: 1, troubles: [`failing since 2026-11-16T14:12:00Z: hooks.slack.example answers 500 (${HOSTILE})`] },
    ],
    messages: [
      { id: 'C-31~0002', at: AS_OF - HOUR, title: 'Farmwatch: case C-31 has something new, band act', caseId: 'C-31', to: [{ receiver: 'soc-mail', state: 'sent', said: undefined }, { receiver: 'soc-slack', state: 'waiting', said: `hooks.slack.example answers 500 (${HOSTILE})` }] },
      { id: 'report~2026-W46', at: AS_OF - 2 * HOUR, title: 'Farmwatch weekly report 2026-W46', caseId: undefined, to: [{ receiver: 'soc-mail', state: 'unsure', said: 'Farmwatch ended while it was being sent' }] },
    ],
  };
}

/** Two detectors with enough decided cases to judge, one with too few, one without any. */
export function detectorsView(): DetectorsView {
  const closed = (yes: number, harmless: number, wrong: number) => ({ 'true': yes, 'benign-true': harmless, 'false': wrong, 'duplicate': 1, 'not-evaluable': 1 });
  const share = (hits: number, n: number) => ({ share: hits / n, atLeast: Math.max(0, hits / n - 0.2), atMost: Math.min(1, hits / n + 0.2) });
  const closings = (yes: number, harmless: number, wrong: number): ClosingsView => {
    const decided = yes + harmless + wrong;
    return { opened: decided + 3, decided, closed: closed(yes, harmless, wrong), ...(decided < 20 ? {} : { shares: { 'true': share(yes, decided), 'benign-true': share(harmless, decided), 'false': share(wrong, decided) } }) };
  };
  return {
    all: closings(9, 8, 7), fewest: 20, simulated: true,
    detectors: [
      { id: 'shared-place', family: 'company', question: 'Do laptops of starters who should not know each other stand in one place?', version: 3, closings: closings(9, 8, 5), muted: [], speaks: 5 },
      { id: 'remote-control-software', family: 'machine', question: 'Is an unsanctioned remote-control tool on this laptop?', version: 1, closings: closings(4, 2, 1), muted: ['team support until 2026-12-31'], speaks: 3 },
      { id: 'custody', family: 'place', question: 'Where did the laptop go, and where does it live?', version: 1, closings: { opened: 0, decided: 0, closed: { 'true': 0, 'benign-true': 0, 'false': 0, 'duplicate': 0, 'not-evaluable': 0 } }, muted: [], speaks: 0 },
    ],
  };
}

/** One source to mend, one dark, one with tables, one fresh; and a trouble of none alone. */
export function sourcesView(): SourcesView {
  const HOUR = 3_600_000;
  return {
    at: AS_OF, simulated: true,
    troubles: [{ what: '12 accounts that began in the last 90 days are active and in no people file: whoever is behind is not watched', since: AS_OF - 300 * HOUR, cure: 'Import the newest people.csv; where people go by other names, accounts.csv.' }],
    sources: [
      { name: 'jamf', state: 'dark', lastEventAt: AS_OF - 59 * HOUR, said: 'What it would show cannot be seen, and counts for nobody. Check that it still exports, and collect again.', pull: { goodAt: AS_OF - 59 * HOUR, triedAt: AS_OF - HOUR / 4, failing: true },
        came: { since: '2026-11-01', read: 12_400, used: 12_388, repeats: 0, leftOut: 0, rejected: 12 }, troubles: [{ what: `jamf: fetching is refused (${HOSTILE}); the last good one was at 2026-11-11T09:00:00.000Z`, since: AS_OF - 58 * HOUR, cure: 'Renew its account or secret where the configuration points, then: farmwatch collect.' }] },
      { name: 'globalprotect', state: 'late', lastEventAt: AS_OF - 20 * HOUR, said: 'It is silent for longer than usual. Check that it still exports, if this goes on.', pull: undefined, came: { since: '2026-11-01', read: 88_012, used: 9_310, repeats: 120, leftOut: 78_650, rejected: 52 }, troubles: [] },
      { name: 'bamboohr', state: 'none', lastEventAt: undefined, said: 'What it brings is no event of its own name up to now: rows of tables, or events that stand under the name of their system.', pull: { goodAt: AS_OF - HOUR / 4, triedAt: AS_OF - HOUR / 4, failing: false }, came: { since: '2026-11-01', read: 1_212, used: 1_212, repeats: 0, leftOut: 0, rejected: 0 }, troubles: [] },
      { name: 'okta', state: 'fresh', lastEventAt: AS_OF - HOUR / 30, said: '41,022 events in 60 days.', pull: { goodAt: AS_OF - HOUR / 60, triedAt: AS_OF - HOUR / 60, failing: false }, came: { since: '2026-11-01', read: 9_411, used: 9_411, repeats: 0, leftOut: 0, rejected: 0 }, troubles: [] },
    ],
  };
}

/** Laptops whose contacts wait. */
export const HELD: ReadonlySet<string> = new Set(['LK-7Q2M41']);

interface Sent { readonly serial: string; readonly holder: string; readonly verdict: Verdict; readonly why: string; readonly way: string; readonly to: string; readonly at?: readonly [string, number, number, number]; readonly home?: readonly [number, number]; readonly others?: number; readonly ago?: number; readonly network?: string }

const STOP_NAMES = ['ordered', 'shipped', 'delivered', 'first-contact', 'first-sign-in', 'settled'] as const;
const STATES = { p: 'planned', e: 'elsewhere', n: 'not-yet', d: 'no-data' } as const;
const ORDERED = Date.parse('2026-10-21T15:00:00Z');

/** @param way one letter a stop: planned, elsewhere, not yet, no data */
function laptop({ serial, holder, verdict, why, way, to, at, home, others, ago, network = 'home' }: Sent): DeviceRow {
  const stops = STOP_NAMES.map((stop, index): StopView => {
    const state = STATES[way[index] as keyof typeof STATES];
    return { stop, state, at: state === 'not-yet' || state === 'no-data' || stop === 'settled' ? undefined : ORDERED + index * 3 * DAY, said: stop === 'shipped' ? `to ${to}` : state === 'elsewhere' && stop === 'delivered' ? `${at?.[0] ?? 'another place'}, redirected on the way` : state === 'elsewhere' ? at?.[0] ?? '' : '' };
  });
  const when = (stop: StopView['stop']): number | undefined => stops.find((one) => one.stop === stop)?.at;
  return {
    serial, assetTag: 'A-1041', holder, startsOn: '2026-11-04', verdict, why, others, shippedTo: to, shippedAt: when('shipped'), deliveredAt: when('delivered'), returnedAt: undefined, firstContact: when('first-contact'),
    lastContact: ago === undefined ? undefined : AS_OF - ago, seemsAt: at && { city: at[0], lat: at[1], lon: at[2], radiusKm: at[3], level: 0.9, network }, kmFromHome: at && (home ?? [0, 22]), kmFromShip: at && (home ?? [0, 17]),
    daysThere: ago === undefined ? 0 : 6, stops, acts: [], undoable: undefined, revision: 'r0',
  };
}

/** The laptops of the morning, one of each verdict and a few more. */
export function devicesView(): DevicesView {
  const tulsa = ['Tulsa', 36.2, -96, 16] as const;
  const rows = [
    laptop({ serial: 'LK-7Q2M41', holder: 'Jordan Avery', verdict: 'shared-place', why: 'Same place as 2 other laptops.', others: 2, way: 'ppeeee', to: 'Chicago, IL', at: tulsa, home: [946, 978], ago: 720_000 }),
    laptop({ serial: 'LK-7Q1K08', holder: 'Riley Marsh', verdict: 'shared-place', why: 'Same place as 2 other laptops.', others: 2, way: 'pppppp', to: 'Tulsa, OK', at: tulsa, home: [868, 900], ago: 480_000 }),
    laptop({ serial: 'LK-7R0B93', holder: `Casey ${HOSTILE}`, verdict: 'shared-place', why: 'Same place as 2 other laptops.', others: 2, way: 'ppeeee', to: 'Atlanta, GA', at: tulsa, home: [1074, 1106], ago: 1_860_000 }),
    laptop({ serial: 'LK-7N4H15', holder: 'Robin Keller', verdict: 'elsewhere', why: 'Seen on 5 of the last 7 days 840 km or more from home and the address it was sent to, and far from every vouched place, by one address entry and its clock.', way: 'pppppe', to: 'Salt Lake City, UT', at: ['Sacramento', 38.6, -121.5, 16], home: [840, 872], ago: 1_500_000 }),
    laptop({ serial: 'LK-7P2V38', holder: 'Morgan Ellis', verdict: 'cannot-tell', why: 'Only addresses without a place were seen.', way: 'pppppd', to: 'Raleigh, NC', ago: 300_000 }),
    laptop({ serial: 'LK-M3A904', holder: 'Quinn Abbott', verdict: 'cannot-tell', why: 'The region it was seen in is too wide to separate.', way: 'pppppd', to: 'Nashville, TN', at: ['Nashville', 36.2, -86.8, 190], home: [0, 205], ago: 59 * HOUR, network: 'mobile' }),
    laptop({ serial: 'LK-7R2X71', holder: 'Taylor Beck', verdict: 'never-seen', why: 'Delivered 13 days ago and never heard of since.', way: 'pppnnn', to: 'Minneapolis, MN' }),
    laptop({ serial: 'LK-7L5J90', holder: 'Chris Pell', verdict: 'dark', why: 'No contact for 19 days.', way: 'dppppd', to: 'Pittsburgh, PA', at: ['Pittsburgh', 40.4, -80, 16], ago: 19 * DAY }),
    laptop({ serial: 'LK-7K3S44', holder: 'Avery Dale', verdict: 'moved-approved', why: 'On an approved move until 2026-12-01, by M. Ortiz.', way: 'pppppe', to: 'Boston, MA', at: ['London', 51.5, -0.1, 16], home: [5240, 5280], ago: 1_080_000 }),
    laptop({ serial: 'LK-7Q9E12', holder: 'Lee Carver', verdict: 'expected', why: 'Seen on 6 of the last 7 days in a region that holds home.', way: 'pppppp', to: 'Omaha, NE', at: ['Omaha', 41.3, -96, 16], ago: 120_000 }),
  ];
  return {
    asOf: AS_OF, rows, simulated: true, counts: { 'shared-place': 3, 'elsewhere': 1, 'cannot-tell': 2, 'never-seen': 1, 'dark': 1, 'moved-approved': 1, 'expected': 1 },
    sources: queueView().sources.map((source) => (source.state === 'dark' ? { ...source, said: 'What it would show cannot be seen, and counts for nobody.' } : source)),
  };
}

export function beginView(): BeginView {
  return {
    tables: [{ kind: 'people', says: 'One row a hire.', columns: [{ column: 'hire_id', doc: 'The key of a hire everywhere.', isNeeded: true }, { column: 'start_date', doc: 'First day of work.', isNeeded: true }] }],
    systems: [
      { id: 'okta', title: 'Okta System Log', isFileEnough: true, options: [], pull: { config: '{ "sources": { "okta": { "pull": { "url": "…" } } } }', needs: 'An API token of a read-only administrator.' } },
      { id: 'cisco', title: 'Cisco ASA syslog', isFileEnough: true, options: [{ name: 'zone', is: 'UTC', doc: 'Zone of its clock.' }], pull: undefined },
    ],
    held: { people: 1_070, devices: 1_104 }, simulated: false, mostBytes: 1_073_741_824,
  };
}

/** One file of each state. */
export function filesView(): FilesView {
  const look: FileLook = {
    read: 3, made: 2, added: 2, known: 0, rejected: 1, reasons: [{ reason: `line 4: start_date ${HOSTILE}`, times: 1 }],
    columns: [{ header: 'Employee', column: 'hire_id', example: 'h-1' }, { header: HOSTILE, column: '', example: undefined }], actions: [], missing: ['without time_zone: hours are compared with the zone of the place of the home, where that is known'], warnings: ['Two hires have one mail address.'],
  };
  const plain = { bytes: 2_048, guesses: [], map: [], options: {}, progress: 0, problem: undefined, look: undefined, result: undefined };
  return {
    files: [
      { ...plain, id: 'f-1', name: `${HOSTILE}.csv`, state: 'ready', as: 'people', look },
      { ...plain, id: 'f-2', name: 'vpn.log', state: 'unclear', as: 'source:cisco', guesses: ['source:cisco', 'source:okta'], problem: 'Nothing of it could be used this way.' },
      { ...plain, id: 'f-3', name: 'badges.csv', state: 'imported', as: 'events', result: { read: 3, added: 2, known: 0, rejected: 1 } },
      { ...plain, id: 'f-4', name: 'torn.csv', state: 'failed', as: 'people', problem: 'torn.csv: the file is torn.' },
    ],
    run: { state: 'ok', said: '', endedAt: AS_OF }, joins: ['3 events name accounts nobody has.'],
  };
}

export function hiresView(): HiresView {
  return {
    asOf: AS_OF, simulated: true,
    rows: [
      { name: 'Heron-417', day: 9, laptops: 1, verdict: 'shared-place', dataThere: 0.93, dark: 0 },
      { name: 'Finch-208', day: -3, laptops: 0, verdict: undefined, dataThere: 0, dark: 9 },
    ],
  };
}

export function revealsView(): RevealsView {
  const asked = { purpose: 'to check with this person whether there is an innocent reason', reason: `HR will call ${HOSTILE}.`, looks: 0, isMine: true, by: 'D. Reyes' };
  return {
    mayAsk: true, mayGrant: false, purposes: [{ id: 'check', says: 'to check with this person whether there is an innocent reason' }, { id: 'law', says: 'to answer a court, an authority or counsel' }],
    reveals: [
      { ...asked, id: 'r-3', at: AS_OF - HOUR, about: 'C-38', people: ['Curlew-552'], state: 'waiting', whyNotGrant: 'Your role may not grant it.' },
      { ...asked, id: 'r-2', at: AS_OF - 3 * HOUR, about: 'Avocet-047', people: ['Avocet-047'], state: 'open', from: AS_OF - 2 * HOUR, to: AS_OF + 6 * HOUR, granted: { at: AS_OF - 2 * HOUR, by: 'P. Haas' }, looks: 2, whyNotGrant: 'Your role may not grant it.' },
      { ...asked, id: 'r-1', at: AS_OF - 2 * DAY, about: 'C-27', people: ['Wren-201'], state: 'refused', refused: { at: AS_OF - DAY, by: 'P. Haas', note: `A pseudonym is enough ${HOSTILE}` }, whyNotGrant: 'Your role may not grant it.' },
    ],
  };
}

/** Two sessions of the reader. */
export function ownAccountView(): OwnAccountView {
  const session = { way: 'local' as const, openedAt: AS_OF - HOUR, seenAt: AS_OF, until: AS_OF + 11 * HOUR };
  return { user: 'D. Reyes', role: 'analyst', hasPassword: true, factor: { since: AS_OF - 20 * DAY, recoveryLeft: 7, isRequired: true }, sessions: [{ ...session, id: 's-1', isThis: true }, { ...session, id: 's-2', way: 'oidc', openedAt: AS_OF - 5 * HOUR, seenAt: AS_OF - 3 * HOUR, until: AS_OF + 7 * HOUR, isThis: false }] };
}

/** One account of each kind and state. */
export function accountsView(): AccountsView {
  const account = { role: 'analyst', way: 'local', state: 'on', madeAt: AS_OF - 30 * DAY, madeBy: 'M. Ortiz', confirmedBy: undefined, hasFactor: true, sessions: 1, refused: undefined, renewable: true, unconfirmable: undefined } as const satisfies Partial<AccountLine>;
  return {
    local: true, roles: ['analyst', 'it', 'lead', 'hr', 'privacy', 'admin', 'auditor'],
    accounts: [
      { ...account, id: 'D. Reyes', role: 'admin', renewable: false, refused: 'This is your own account. Another administrator has to change it.' },
      { ...account, id: 'kim@acme.example', role: 'it', way: 'oidc', renewable: false, hasFactor: undefined, state: 'waits', madeBy: 'OpenID Connect', sessions: 0 },
      { ...account, id: 'lee', state: 'waits', hasFactor: false, madeBy: 'D. Reyes', sessions: 0, unconfirmable: 'You made it yourself. Another administrator has to confirm it.' },
      { ...account, id: 'quinn', role: 'hr', confirmedBy: 'M. Ortiz', sessions: 2 }, { ...account, id: 'taylor', role: 'lead', state: 'off', renewable: false, sessions: 0 }, { ...account, id: 'glass', role: 'admin', way: 'break-glass', renewable: false, sessions: 0 },
    ],
    breakGlass: [{ at: AS_OF - HOUR, user: 'glass', isBreakGlass: true, said: `Came in with a password: the provider is down ${HOSTILE}` }],
    door: [
      { at: AS_OF - HOUR / 2, user: undefined, isBreakGlass: false, said: 'Refused with a password: The name or the password is not right.' }, { at: AS_OF - HOUR, user: 'glass', isBreakGlass: true, said: `Came in with a password: the provider is down ${HOSTILE}` },
      { at: AS_OF - 2 * HOUR, user: 'kim@acme.example', isBreakGlass: false, said: 'Refused through the provider: Somebody in their first months gets a role by a second person: an administrator has to confirm this account first.' },
    ],
  };
}
