import type { Command } from 'commander';
import type { App } from '../../app.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { isPlainKind, readIndicator } from '../../collect/tables/indicators.ts';
import { canonicalAddress, isBlock } from '../../core/address.ts';
import { counted, wordFor } from '../../core/counted.ts';
import type { FieldName } from '../../core/event.ts';
import { canonicalLink } from '../../core/links.ts';
import type { IndicatorRow } from '../../core/person.ts';
import { canonicalPhone, nationalSpellings } from '../../core/phone.ts';
import { isPlaceholderValue } from '../../core/placeholder.ts';
import { canonicalPostal, parsePostal } from '../../core/postal.ts';
import { dayOf, isoOf, type Instant } from '../../core/time.ts';
import { isOurToken, tokenOfSpelling } from '../../core/token.ts';
import { inForce } from '../../detect/people/received.ts';
import { readHistory, registryAt, type History } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import { eventHits } from '../../run/search/events.ts';
import { indicatorHits, recordHits, type Hit } from '../../run/search/records.ts';
import { recurringPatterns, type Pattern } from '../../run/search/recurring.ts';
import { isText, lookUpOf, type Wanted, type WantedKind } from '../../run/search/wanted.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { inputOf, printable, type CommandIo } from '../io.ts';
import { noteLook, type Shown } from '../looked.ts';
import { whoIs } from '../who.ts';
import { applicationSettings } from './screen.ts';

const NO_VERDICT = 'A hit is a question, never a verdict: listed identities are mostly stolen from real people, addresses change hands, and what recurs may be a family, an agency or one person twice.';

export function addSearch(program: Command, context: CommandContext): void {
  program.command('search [value]')
    .description('Look for a value, or for all received indicators and what recurs, in everything held: people, laptops, applications, events, old and new.')
    .option('--indicators', 'all received indicators, and what recurs over applicants and hires')
    .option('--by <name>', 'who looks, for the journal of views; default is the account of this machine')
    .addHelpText('after', '\nWrite - as the value to read it from standard input, so that it stays out of the shell\'s history.')
    .action(async (value: string | undefined, _own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { indicators?: boolean; by?: string }>();
      if ((value === undefined) === !options.indicators) throw new FarmwatchError('usage', { why: 'Give a value, or --indicators for all that were received: farmwatch search kim@example.org' });
      await withApp(options, context, async (app) => {
        const text = value === '-' ? (await inputOf(context.io)).trim() : value?.trim();
        if (text === '') throw new FarmwatchError('usage', { why: 'The value is empty.' });
        const asOf = await app.store.events.watermark();
        const history = await readHistory(app.store);
        const registry = registryAt(history, asOf, app.pipeline.parts.scope);
        const wanted = text === undefined ? registry.indicators.map((indicator): Wanted => ({ kind: indicator.kind as WantedKind, value: indicator.value, indicator })) : typed(text, app, registry.catalogue);
        const { resumeAlike, resumeFewest, formShare, referenceOthers } = await applicationSettings(app, asOf);
        const lookUp = lookUpOf(wanted, resumeAlike);
        const hits = [...recordHits(history, lookUp), ...(text === undefined ? [] : indicatorHits(history, wanted, resumeAlike)), ...await eventHits(app.store.events, registry.directory, lookUp, toolOf(registry.catalogue), asOf)];
        const patterns = text === undefined ? recurringPatterns(registry.applications, [...registry.hires.values()], { alike: resumeAlike, fewest: resumeFewest, formShare, referenceOthers }) : [];
        await noteLook(app, { at: context.io.now(), by: whoIs(options.by), what: 'search', id: text === undefined ? 'indicators' : kindsSaid(wanted) }, shownBy(hits, patterns));
        for (const hit of hits) context.io.out(options.json ? JSON.stringify(hitLine(hit, asOf)) : printable(hitText(hit, asOf)));
        for (const pattern of patterns) context.io.out(options.json ? JSON.stringify({ found: 'pattern', ...pattern }) : printable(patternText(pattern)));
        await sayScope(app, history, wanted, text, asOf, context.io);
        context.io.err(`${counted(hits.length, 'hit')}${text === undefined ? `, ${counted(patterns.length, 'recurring pattern')}` : ''}. ${NO_VERDICT}`);
      });
    });
}

/** Whom a search found: hires, and applicants who were not hired. */
function shownBy(hits: readonly Hit[], patterns: readonly Pattern[]): Shown {
  const applied = [...hits.filter(({ in: table, hire }) => table === 'applications' && hire === undefined).map(({ row }) => row), ...patterns.flatMap(({ applications }) => applications)];
  return { hires: [...hits.flatMap(({ hire }) => hire ?? []), ...patterns.flatMap(({ hires }) => hires)], applications: applied };
}

const kindsSaid = (wanted: readonly Wanted[]): string => [...new Set(wanted.map(({ kind }) => kind))].sort().join(', ');

/** Everything a typed value may be, in the spelling of our records. */
function typed(text: string, app: App, catalogue: Catalogue): readonly Wanted[] {
  const kinds = kindsOf(text, catalogue);
  const callingCode = app.loaded.config.company.calling_code?.slice(1);
  const context = { key: app.tokenKey, ...(callingCode === undefined ? {} : { callingCode }) };
  return kinds.flatMap((kind): Wanted[] => {
    if (kind === 'account' || kind === 'token') return [{ kind, value: text }];
    if (kind === 'phone') return phoneSpellings(text, context.callingCode).map((spelling) => ({ kind, value: tokenOfSpelling(app.tokenKey, 'phone', spelling) }));
    const read = readIndicator(kind, text, context);
    return 'rejected' in read ? [] : [{ kind, value: kind === 'tool' ? read.value.toLowerCase() : read.value }];
  });
}

/** A number as records hold it, and as those did that were kept before their country was looked for. */
function phoneSpellings(text: string, callingCode: string | undefined): readonly string[] {
  const spelling = isPlaceholderValue(text) ? undefined : canonicalPhone(text, callingCode);
  return spelling === undefined ? [] : [spelling, ...nationalSpellings(spelling)];
}

function kindsOf(text: string, { toolById }: Catalogue): readonly WantedKind[] {
  if (isOurToken(text)) return ['token'];
  if (canonicalAddress(text) !== undefined || isBlock(text)) return ['ip'];
  if (/^\S*@\S+$/.test(text)) return ['email', 'account'];
  if (/\s/.test(text) && canonicalPhone(text) === undefined) {
    const postal = parsePostal(text);
    return [...(postal && canonicalPostal(postal) !== undefined ? ['address' as const] : []), 'resume'];
  }
  return [
    ...(toolById(text.toLowerCase()) ? ['tool' as const] : []), ...(canonicalPhone(text) === undefined ? [] : ['phone' as const]),
    ...(canonicalLink(text) === undefined ? [] : ['profile' as const]), ...(/\s/.test(text) ? [] : ['account', 'device', 'token'] as const),
  ];
}

function toolOf({ matchTool }: Catalogue): (row: { readonly [F in FieldName]?: unknown }) => string | undefined {
  return (row) => {
    const text = (field: FieldName): string | undefined => row[field] as string | undefined;
    return matchTool({
      processName: text('dns.question.name') === undefined ? text('process.name') : undefined, originalFileName: text('process.pe.original_file_name'),
      signer: text('process.code_signature.subject_name'), packageName: text('package.name'), dnsName: text('dns.question.name'), dnsProcess: text('process.name'),
    })?.tool.id;
  };
}

/** What is private or long is shown by its kind. */
function shown({ kind, value }: Wanted): string {
  return kind === 'phone' || kind === 'address' || isText({ kind, value }) ? '(not shown)' : value;
}

function hitLine(hit: Hit, asOf: Instant): object {
  const { wanted: { kind, indicator }, in: table, first, last, received, ...rest } = hit;
  const named = indicator ?? received;
  return {
    found: indicator ? 'indicator' : 'value', kind, value: shown(hit.wanted), ...(named ? sourceOf(named, asOf) : {}), in: table, row: rest.row, field: rest.field, ...(listedAs(hit) === undefined ? {} : { listed: listedAs(hit) }),
    ...(rest.hire === undefined ? {} : { hire_id: rest.hire }), ...(rest.earlier ? { earlier_version: true } : {}),
    ...(rest.times === undefined ? {} : { times: rest.times, first: isoOf(first!), last: isoOf(last!) }), verdict: null,
  };
}

function sourceOf({ source, received, confidence, until, marking, ...row }: IndicatorRow, asOf: Instant): object {
  return { source: source ?? null, received: received ?? null, confidence: confidence ?? null, until: until ?? null, marking: marking ?? null, expired: !inForce({ until, ...row } as IndicatorRow, dayOf(asOf)) };
}

/** What a received indicator holds, where that is not the very thing looked for: one address may lie in several listed blocks. */
function listedAs({ wanted, received }: Hit): string | undefined {
  return received === undefined || received.value === wanted.value || !isPlainKind(received.kind) ? undefined : received.value;
}

function hitText(hit: Hit, asOf: Instant): string {
  const { wanted: { kind, ...wanted }, in: table, row, field, hire, earlier, times, first, last } = hit;
  const indicator = wanted.indicator ?? hit.received;
  const where = `${table} ${row}${hire !== undefined && hire !== row ? ` (${hire})` : ''}, ${field}${listedAs(hit) === undefined ? '' : ` ${listedAs(hit)!}`}${earlier ? ', in an earlier version of the row' : ''}`;
  const when = times === undefined ? '' : `, ${times} ${times === 1 ? 'event' : 'events'} from ${isoOf(first!)} to ${isoOf(last!)}`;
  const source = indicator ? `; received from ${indicator.source ?? 'an unnamed source'}${indicator.received ? ` on ${indicator.received}` : ''}, ${indicator.confidence === undefined ? 'no word on how sure' : `confidence ${indicator.confidence}`}`
    + `${inForce(indicator, dayOf(asOf)) ? '' : `, expired ${indicator.until!}`}${indicator.marking ? `, ${indicator.marking}` : ''}` : '';
  return `${kind} ${shown(hit.wanted)}: ${where}${when}${source}`;
}

function patternText({ trait, applications, hires }: Pattern): string {
  return `recurs: one ${trait === 'resume' ? 'résumé' : trait} in applications ${applications.join(', ')}${hires.length > 0 ? ` (hires ${hires.join(', ')})` : ''}`;
}

/** Laptops of which anything is held: rows of devices.csv, and what people.csv says was issued. */
function laptopsIn({ people, devices }: History): number {
  return new Set([...devices.flatMap(({ versions }) => versions.map(({ row }) => row.serial)), ...people.flatMap(({ versions }) => versions.flatMap(({ row }) => row.device_serials))]).size;
}

/** What was looked through, and what could not be. */
async function sayScope(app: App, history: History, wanted: readonly Wanted[], text: string | undefined, asOf: Instant, io: CommandIo): Promise<void> {
  const days = await app.store.events.days({ from: 0, to: asOf + 1, asOf });
  const rows = days.reduce((sum, day) => sum + day.rows, 0);
  const kinds = [...new Set(wanted.map(({ kind }) => kind))];
  const held = { people: history.people.length, laptops: laptopsIn(history), accounts: history.accounts.length, applications: history.applications.length, indicators: history.indicators.length };
  io.err(printable(`Searched for ${text === undefined ? counted(wanted.length, 'received indicator') : 'the value'}${kinds.length > 0 ? ` as ${kindsSaid(wanted)}` : ''} in ${Object.entries(held).map(([name, count]) => `${count} ${name}`).join(', ')} with their earlier versions, `
    + `and ${counted(rows, 'event')}${days.length > 0 ? ` from ${days[0]!.day} to ${days.at(-1)!.day}` : ''}.`));
  const brought = history.applications.filter(({ versions }) => versions.every(({ row }) => row.phone === undefined && row.phone_token !== undefined)).length
    + history.people.filter(({ versions }) => versions.every(({ row }) => row.phone_token !== undefined && !isOurToken(row.phone_token))).length;
  const texts = history.applications.filter(({ versions }) => versions.every(({ row }) => row.resume_shingles === undefined)).length;
  const marks = wanted.filter((one) => one.kind === 'resume' && !isText(one) && one.indicator).length;
  const wants = (...some: readonly WantedKind[]): boolean => some.some((kind) => kinds.includes(kind));
  const cannot = [
    ...(history.applications.length === 0 && wants('email', 'phone', 'profile', 'portfolio', 'resume', 'ip') ? ['applications: none are held'] : []),
    ...(brought > 0 && wants('phone') ? [`the ${wordFor(brought, 'phone')} of ${counted(brought, 'person or application', 'people and applications')}, which came as tokens of their file and meet no number`] : []),
    ...(texts > 0 && wants('resume') ? [`${counted(texts, 'application')} without the text of a résumé`] : []),
    ...(marks > 0 ? [`${marks} résumé indicators that are a mark of their sender and no text`] : []),
    ...(rows === 0 ? ['events: none are held'] : ['events that housekeeping let go of, and those before the first day above']),
    ...(wants('profile', 'portfolio', 'resume') ? ['links and texts in events: they hold none'] : []),
    ...(kinds.length === 0 && text !== undefined ? ['the value: it is nothing that could be compared'] : []),
  ];
  io.err(printable(`Could not be searched: ${cannot.join('; ')}.`));
}
