/** One duty that the law or a regulator names, and what of Farmwatch serves it. */
export interface Duty {
  readonly rule: string;
  readonly where: string;
  /** What it asks, in a sentence. */
  readonly asks: string;
  /** What serves it here. */
  readonly serves: string;
  /** What the company has to do itself. */
  readonly yours: string;
}

export const NOT_ADVICE = 'Not legal advice. It says which part of Farmwatch serves which rule, so that counsel can look; whether a rule applies, and whether that is enough, only counsel can say.';

/** In the order of the page. Written from summaries of these rules, not from their full texts; laws change. */
export const DUTIES: readonly Duty[] = [
  { rule: 'ICO guidance on monitoring workers', where: 'UK', asks: 'Know why you monitor, choose the least intrusive way, tell workers, assess the impact, and never keep more than you need.', serves: '`farmwatch notice`, the page What Farmwatch keeps about you, `farmwatch assess`, a scope of the first months, no contents and no screens, `farmwatch retention`.', yours: 'Choose sources, ask workers or their representatives, decide whether it is proportionate.' },
  { rule: 'GDPR Art. 5', where: 'EU, UK', asks: 'Purpose limitation, minimisation, storage limitation, and being able to show all of it.', serves: 'Purpose and owner are recorded before anything starts; counts instead of records outside scope; retention by class, proved with counts; journals.', yours: 'Use it for the recorded purpose alone: never for performance.' },
  { rule: 'GDPR Art. 6', where: 'EU, UK', asks: 'A legal ground; mostly a legitimate interest that was balanced (Art. 6(1)(f)).', serves: 'The draft of `farmwatch assess` has the balance with its open questions.', yours: 'Decide on the ground, and write the balance down.' },
  { rule: 'GDPR Art. 13', where: 'EU, UK', asks: 'Tell people what is collected, why, how long, who gets it, and their rights.', serves: '`farmwatch notice`, filled from the running configuration; the page What Farmwatch keeps about you, open without an account.', yours: 'Give it to everybody before collection, and note the day.' },
  { rule: 'GDPR Art. 15', where: 'EU, UK', asks: 'A copy of what is held, in plain words, within a month.', serves: '`farmwatch rights add`, due dates, `farmwatch export person`: page, JSON and records, nobody else in it.', yours: 'Make sure who asks; look the copy over.' },
  { rule: 'GDPR Art. 16', where: 'EU, UK', asks: 'Correct what is wrong, complete what is incomplete.', serves: '`farmwatch correction add`: the note stands beside the record, on the case and in the copy; a later file of people corrects the record itself.', yours: 'Mend it at the source too.' },
  { rule: 'GDPR Art. 17 and 18', where: 'EU, UK', asks: 'Delete what is needed no more; restrict what is disputed or needed for a claim.', serves: 'Housekeeping deletes by class down to the bytes of the file; `farmwatch rights erase` lets one person go on their request, tells before what goes, and refuses while a hold or an open case names them; a hold by two people keeps listed records alone; `farmwatch rights add --right restriction` notes that somebody asks for a restriction of use, with its due date.', yours: 'Decide on each request, and say what a restriction means while it lasts: nothing stops by itself; delete exports and backups yourself.' },
  { rule: 'GDPR Art. 21', where: 'EU, UK', asks: 'People may object; then show compelling grounds, or stop.', serves: '`farmwatch rights add --right objection` with its due date.', yours: 'Weigh it, and answer.' },
  { rule: 'GDPR Art. 22', where: 'EU, UK', asks: 'No decision of legal or similar effect by a machine alone.', serves: 'Farmwatch decides nothing: a finding is a question, a case is closed by a person with a reason, two people confirm, it acts on no account or laptop.', yours: 'Look at the evidence and hear the person before you act.' },
  { rule: 'GDPR Art. 35', where: 'EU, UK', asks: 'Assess the impact before such monitoring begins.', serves: '`farmwatch assess` writes a draft from the running configuration, with its open questions.', yours: 'Answer them with your data-protection officer, and repeat it when something changes.' },
  { rule: 'EU AI Act, Annex III 4 and Art. 26', where: 'EU', asks: 'Systems that monitor or evaluate workers or applicants may be high-risk: inform workers and their representatives first, let trained people oversee it, keep logs at least six months.', serves: 'Every weight is shown with its reason and its innocent explanations; measured error rates are published; runs and journals are kept; people decide.', yours: 'Let counsel say whether it is such a system for you, and from which day the rules apply.' },
  { rule: 'New York Civil Rights Law § 52-c', where: 'US, New York', asks: 'Written notice of electronic monitoring at hire, acknowledged, and posted where all can see it.', serves: '`farmwatch notice`; the day is recorded before anything starts.', yours: 'Collect the acknowledgements, and post the notice.' },
  { rule: 'Delaware Code, title 19, § 705', where: 'US, Delaware', asks: 'Notice once, acknowledged, or each day that somebody uses the company\'s systems.', serves: 'The same notice and record.', yours: 'Collect the acknowledgements.' },
  { rule: 'Fair Credit Reporting Act, 15 U.S.C. § 1681b(b)', where: 'US', asks: 'A report of a consumer reporting agency needs a disclosure of its own and consent; before acting on it the person gets a copy and their rights.', serves: 'Farmwatch buys no reports. A check notes that it was done and what came of it, never the report.', yours: 'Disclosure, consent, and the notices before and after an adverse decision.' },
  { rule: '8 U.S.C. § 1324b', where: 'US', asks: 'No discrimination by citizenship or national origin; no more or other documents than the form asks for.', serves: 'No field for nationality, name, language, keyboard or birthplace is weighed; flags by claimed region are counted in the weekly report.', yours: 'Ask the same of a whole group of starters, never of one alone because of where they seem to be from.' },
  { rule: 'Title VII, 42 U.S.C. § 2000e-2', where: 'US', asks: 'No disparate treatment, and no disparate impact without need.', serves: 'The same, and the part “Is anyone singled out?” of the weekly report.', yours: 'Look at the counts, and ask counsel where one group stands out.' },
];

/** The page under help, as Markdown. A test holds the file against it. */
export function dutiesPage(): string {
  return `# Duties and what serves them

**${NOT_ADVICE}**

| Rule | Asks | Farmwatch has | You do |
| --- | --- | --- | --- |
${DUTIES.map(({ rule, where, asks, serves, yours }) => `| ${rule} (${where}) | ${asks} | ${serves} | ${yours} |`).join('\n')}
`;
}
