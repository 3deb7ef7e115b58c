import type { Command } from 'commander';
import { isAddress, type App } from '../../app.ts';
import { arrivalBook } from '../../collect/arrivals.ts';
import { counted } from '../../core/counted.ts';
import { isoOf, type Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { readNotices } from '../../notify/outbox.ts';
import { saidStanding, standingRecord, standings } from '../../notify/standing.ts';
import { RECORD_DUTIES } from '../../run/duties.ts';
import { hiresHeard, silentFor, type HireHeard } from '../../run/health/hires-heard.ts';
import { sayTrouble } from '../../run/health/troubles.ts';
import { hiddenIn } from '../../run/mutes.ts';
import { toComeReader } from '../../run/reach.ts';
import { longSilent, sourcesSeen } from '../../run/sources-seen.ts';
import { jobBook } from '../../schedule/jobs.ts';
import type { Store } from '../../store/store.ts';
import { intakeSaid } from '../bring/intake.ts';
import { hintsIn } from '../configured/hints.ts';
import { pointedTo } from '../configured/points.ts';
import { sourceNamed } from '../configured/source.ts';
import { howToBegin } from '../configured/ways-in.ts';
import { instantOf, pastInstantOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { lineOf, openReleases, saidRelease } from '../decide/releases.ts';
import { printable, type CommandIo } from '../io.ts';
import { lackingHere } from '../serve/gate.ts';
import { littleRoom, saidRoom } from './disk-room.ts';
import { dataSetsNow, pullRecord, pullsNow, saidArrived, saidDataSet, saidNewRows, saidPull, troubleRecord, troublesNow } from './doctor-lines.ts';
import { showMapping, type MappingOptions } from './doctor-source.ts';
import { breakGlassUses, saidUse } from './door-lines.ts';
import { ownedSaid, ownsNow } from './owned.ts';
import { endedLongBefore, heldAhead, saidAhead, sayEnds, saidEnds } from './records-end.ts';

type Options = Shared & MappingOptions & { readonly hires?: string | true; readonly asOf?: string };

export function addDoctor(program: Command, context: CommandContext): void {
  program.command('doctor [source]')
    .description('What is configured, reachable, fresh or dark, which link is broken and how to mend it. With a source and a file: how its records are understood.')
    .option('--from-file <file>', 'saved records of the source, a file or a folder of them: shows beside each other what a record says and what becomes of it')
    .option('--set <options...>', 'options of the source, such as zone=America/Chicago')
    .option('--mapping <file>', 'for the source table: which column fills which field')
    .option('--as-of <instant>', 'judge records as of this instant instead of now; what is configured, fetched and told now is left out')
    .option('--hires [hire]', 'for each hire, or for one, which sources hear of them and which fell silent')
    .action(async (source: string | undefined, _own, self: Command) => {
      const options = self.optsWithGlobals<Options>();
      if (options.fromFile !== undefined && source === undefined) throw new FarmwatchError('usage', { why: 'Name the source of these records: farmwatch doctor SOURCE --from-file FILE.' });
      if (source !== undefined) sourceNamed(source);
      if (options.fromFile !== undefined && options.asOf !== undefined) throw new FarmwatchError('usage', { why: '--as-of is for records that are held, and --from-file shows how records of a file are understood; take one.' });
      // A word that is no instant is told before anything is opened.
      if (options.asOf !== undefined) instantOf(options.asOf, '--as-of');
      await withApp(options, context, async (app) => {
        const at = options.asOf === undefined ? context.io.now() : await pastInstantOf(options.asOf, '--as-of', app);
        if (options.fromFile !== undefined) return showMapping(app, source!, options.fromFile, options, context.io);
        if (options.hires !== undefined) return showHires(app, at, options, context.io);
        if (source !== undefined) return showSource(app, source, at, options, context.io);
        return options.asOf === undefined ? showAll(app, options, context.io) : showAsOf(app, at, options, context.io);
      });
    });
}

/** What records tell at an instant: the same then as now. */
async function recordsAt(app: App, at: Instant, isNow: boolean) {
  const run = await app.pipeline.runs.newest(isNow ? undefined : at);
  const sources = await sourcesSeen(app.store, at);
  const { mutes, unfit, versions } = await app.pipeline.inForce(at);
  return {
    run, sources, silent: await longSilent(app.store, at, sources), troubles: await troublesNow(app, at, isNow), data: await dataSetsNow(app, at), newRows: await saidNewRows(app, at),
    toCome: isNow ? await runsToCome(app, at) : [],
    unfit, versions, muted: hiddenIn({ findings: run?.findings ?? [], mutes }), owned: ownedSaid(await ownsNow(app.store, at)), ends: await endedLongBefore(app, at), ahead: isNow ? await heldAhead(app, at) : undefined,
  };
}
type Records = Awaited<ReturnType<typeof recordsAt>>;

async function runsToCome({ store, now, pipeline }: App, at: Instant): Promise<readonly Instant[]> {
  const isToCome = toComeReader(store.events, now);
  const found: Instant[] = [];
  for (const asOf of await pipeline.runs.instants(at + 1)) if (await isToCome(asOf)) found.push(asOf);
  return found;
}

async function showAsOf(app: App, at: Instant, options: Options, io: CommandIo): Promise<void> {
  const records = await recordsAt(app, at, false);
  const { run, sources, silent, troubles, data, newRows, owned, unfit, versions, muted, ends } = records;
  if (options.json) {
    io.out(JSON.stringify({
      as_of: isoOf(at), ends: ends ? isoOf(ends.last) : null, newest_run: run ? isoOf(run.asOf) : null, unjoined: run?.unjoined ?? null, sources, long_silent: silent, troubles: troubles.map(troubleRecord), data_sets: data, new_rows: newRows ?? null, owned: owned.record,
      settings: versions['settings'] ?? null, unfit_settings: unfit, muted,
    }));
    return;
  }
  io.out(`as of    ${isoOf(at)}, by what was known then; what is configured, fetched and told now is left out`);
  io.out(runSaid(run, `no run is stored up to then: farmwatch detect --as-of ${isoOf(at)}`));
  if (ends) io.out(`ends     ${saidEnds(ends, at, 'farmwatch doctor')}`);
  sourceLines(records, io);
  for (const trouble of troubles) io.out(printable(`trouble  ${sayTrouble(trouble)}`));
  decidedLines(records, io);
  ownedLines(records, io);
  dataLines(records, at, io);
}

function runSaid(run: Records['run'], none: string): string {
  return run ? `newest   run as of ${isoOf(run.asOf)}: ${counted(run.risks.length, 'person', 'people')}, ${counted(run.findings.length, 'finding')}` : `newest   ${none}`;
}

function sourceLines({ sources, silent, ahead }: Records, io: CommandIo): void {
  for (const source of sources) io.out(printable(`source   ${source.name}: ${source.state}, ${source.said}`));
  for (const source of silent) io.out(printable(`source   ${source.name}: ${source.said}`));
  if (sources.length + silent.length === 0 && !ahead) io.out('source   nothing has come in yet: farmwatch import, or farmwatch collect');
}

function ownedLines({ sources, owned, ends }: Records, io: CommandIo): void {
  // Of a company whose records have ended nothing shows what it owns.
  if (ends && owned.nothing) io.out('owns     not told: nothing is held of the last days');
  else if (sources.length > 0) for (const line of owned.lines) io.out(printable(line));
}

function decidedLines({ muted, versions, unfit }: Records, io: CommandIo): void {
  for (const hidden of muted) io.out(printable(`muted    ${hidden}`));
  if (versions['settings'] !== undefined) io.out(`settings ${versions['settings']} is in force over farmwatch.json: farmwatch settings list`);
  for (const why of unfit) io.out(printable(`settings not in force, because it does not fit this release: ${why}`));
}

function dataLines({ data, newRows }: Records, at: Instant, io: CommandIo): void {
  for (const set of data) io.out(printable(`data     ${saidDataSet(set, at)}`));
  if (newRows !== undefined) io.out(`data     ${newRows}`);
}

async function showAll(app: App, options: Options, io: CommandIo): Promise<void> {
  const now = io.now();
  const health = await app.store.health();
  const records = await recordsAt(app, now, true);
  const { run, toCome, sources, silent, troubles, data, newRows, unfit, versions, muted, owned, ends, ahead } = records;
  const arrivals = await arrivalBook(app.store).states();
  const pulls = await pullsNow(app);
  const awaited = Object.keys(app.loaded.config.sources).filter((name) => ![...sources, ...silent, ...arrivals.map(({ id }) => ({ name: id }))].some((one) => one.name === name));
  const jobs = await jobBook(app.store).states();
  const releases = await openReleases(app.store);
  const intake = await intakeSaid(app, now);
  const emergencies = await breakGlassUses(app.store, now);
  const duties = await lackingHere(app);
  // A service may have secrets that a shell has not.
  const { missing, unfit: unfitFiles } = pointedTo(app.loaded, now);
  const rooms = await littleRoom([...(isAddress(app.store.name) ? [] : [app.store.name]), app.folder]);
  const told = standings(app.loaded.config.notify.receivers, (await readNotices(app.store)).map(({ value }) => value), now);
  if (options.json) {
    io.out(JSON.stringify({
      store: { name: app.store.name, ...health, sealed_under: app.store.sealed?.key ?? null, sealed_newest: app.store.sealed?.newest ?? null, key_from: app.store.sealed?.from ?? null }, newest_run: run ? isoOf(run.asOf) : null, runs_to_come: toCome.map(isoOf), unjoined: run?.unjoined ?? null, sources, long_silent: silent, intake: intake.record, uploads: app.loaded.config.uploads, awaited, pulls: pulls.map(pullRecord), arrivals, troubles: troubles.map(troubleRecord), data_sets: data, new_rows: newRows ?? null, owned: owned.record, jobs, notify: told.map(standingRecord), little_room: rooms,
      ends: ends ? isoOf(ends.last) : null, ahead: ahead ?? null, config_missing: missing, config_unfit: unfitFiles, config_hints: hintsIn(app.loaded), duties_lacking: duties, settings: versions['settings'] ?? null, unfit_settings: unfit, muted, releases: releases.map(lineOf), break_glass: emergencies,
    }));
  } else {
    io.out(printable(`store    ${app.store.name}: ${health.said} (${health.engine}, schema ${health.schema})`));
    for (const room of rooms) io.out(printable(`disk     ${saidRoom(room)}`));
    io.out(printable(`identity ${sealedSaid(app.store)}`));
    io.out(runSaid(run, 'no run is stored: run "farmwatch detect"'));
    for (const asOf of toCome) io.out(`to come  a run is stored as of ${isoOf(asOf)}, which knew of nothing then and is passed over until that instant. Once it is there, judge it anew: farmwatch detect --as-of ${isoOf(asOf)}. Where the clock here is wrong, set it right`);
    if (ends) io.out(`ends     ${saidEnds(ends, now, 'farmwatch doctor')}`);
    if (ahead) io.out(`ahead    ${saidAhead(ahead, now)}`);
    if (duties.length > 0) io.out(printable(`duties   not recorded: ${duties.join('; ')}. Before real people are watched: ${RECORD_DUTIES}`));
    sourceLines(records, io);
    io.out(`uploads  ${uploadsSaid(app)}`);
    for (const name of awaited) io.out(printable(`source   ${name}: it is configured, and nothing has come in yet: ${howToBegin(app, name)}`));
    for (const hint of hintsIn(app.loaded)) io.out(printable(`config   ${hint}`));
    for (const what of missing) io.out(printable(`config   not there for this command, as far as it sees: ${what}`));
    for (const what of unfitFiles) io.out(printable(`config   will not do: ${what}`));
    for (const line of intake.lines) io.out(printable(line));
    for (const pull of pulls) io.out(printable(`pull     ${saidPull(pull)}`));
    for (const arrived of arrivals) io.out(printable(`came     ${saidArrived(arrived)}`));
    for (const trouble of troubles) io.out(printable(`trouble  ${sayTrouble(trouble)}`));
    decidedLines(records, io);
    for (const release of releases) io.out(printable(`release  ${saidRelease(release)}. Look, then: farmwatch releases acknowledge ${release.id} --by NAME`));
    ownedLines(records, io);
    for (const use of emergencies) io.out(printable(`sign-in  ${saidUse(use)}`));
    for (const standing of told) io.out(printable(`notify   ${saidStanding(standing)}`));
    for (const job of jobs) io.out(printable(`job      ${job.id}: ${job.outcome}${job.startedAt === null ? '' : `, started ${isoOf(job.startedAt)}`}: ${job.said}`));
    dataLines(records, now, io);
  }
  const failed = jobs.filter(({ outcome }) => outcome === 'failed');
  if (failed.length > 0) throw new FarmwatchError('job.failed', { jobs: failed.map(({ id }) => id).join(', ') });
}

/** What may be brought on pages. */
function uploadsSaid({ loaded: { config: { uploads } } }: App): string {
  return `a file up to ${uploads.file_mb} MB, a table ${uploads.table_mb} MB unpacked, a workbook ${uploads.workbook_mb} MB, a list of laptops ${uploads.laptops_mb} MB; ${uploads.files} files a person and ${uploads.waiting_mb} MB of everybody may wait, ${uploads.at_once} may be on their way`;
}

function sealedSaid({ sealed }: Store): string {
  if (sealed) return `sealed under version ${sealed.key} of the key${sealed.newest === sealed.key ? '' : `, as the store began; documents that are written now under version ${sealed.newest}`}. It was read from ${sealed.from} and is not in the store${sealed.unclean ? '. Something in plain text may still lie in the bytes of the store: stop the server and run "farmwatch seal" once more' : ''}`;
  return 'not sealed: this store was filled before there was a key, and holds names, mail addresses and accounts in plain text. To seal it, end every server and command that uses it and run "farmwatch seal"';
}

async function showSource(app: App, id: string, at: Instant, options: Options, io: CommandIo): Promise<void> {
  const isNow = options.asOf === undefined;
  const isOne = (name: string | null): boolean => name === id;
  const sources = await sourcesSeen(app.store, at);
  const seen = sources.find(({ name }) => isOne(name));
  const silent = (await longSilent(app.store, at, sources)).find(({ name }) => isOne(name));
  const arrived = isNow ? (await arrivalBook(app.store).states()).find((state) => isOne(state.id)) : undefined;
  const troubles = (await troublesNow(app, at, isNow)).filter(({ source }) => isOne(source));
  if (options.json) {
    io.out(JSON.stringify({ source: seen ?? null, long_silent: silent ?? null, arrivals: arrived ?? null, troubles: troubles.map(troubleRecord) }));
    return;
  }
  io.out(printable(seen ? `source   ${seen.name}: ${seen.state}, ${seen.said}` : silent ? `source   ${silent.name}: ${silent.said}` : `source   ${id}: nothing has come in yet; "farmwatch sources ${id}" lists the ways in`));
  if (arrived) io.out(printable(`came     ${saidArrived(arrived)}`));
  for (const trouble of troubles) io.out(printable(`trouble  ${sayTrouble(trouble)}`));
  await sayEnds(app, at, `farmwatch doctor ${id}`, io);
}

async function showHires(app: App, at: Instant, options: Options, io: CommandIo): Promise<void> {
  const all = await hiresHeard(app.store, app.pipeline.parts.scope, at);
  await sayEnds(app, at, `farmwatch doctor --hires${typeof options.hires === 'string' ? ` ${options.hires}` : ''}`, io);
  const one = typeof options.hires === 'string' ? all.find(({ hire }) => hire === options.hires) : undefined;
  if (typeof options.hires === 'string' && !one) throw new FarmwatchError('not.found', { what: `hire ${JSON.stringify(options.hires)} in scope who started`, cure: 'See "farmwatch risk" for who is in scope.' });
  const shown = one ? [one] : all;
  if (options.json) {
    for (const heard of shown) io.out(JSON.stringify(hireRecord(heard)));
    return;
  }
  const silent = shown.filter((heard) => one !== undefined || silentFor(heard).length > 0);
  for (const heard of silent) {
    const lines = one ? heard.sources : silentFor(heard);
    io.out(printable(`hire     ${heard.hire}, day ${heard.day}: ${lines.map((source) => saidSource(source)).join('; ') || 'no source hears of anybody'}`));
  }
  if (silent.length === 0) io.out(`hire     ${all.length} in scope who started: no source is silent for any of them alone`);
}

function saidSource({ source, times, last, state, expected }: HireHeard['sources'][number]): string {
  if (last === null) return `${source} never in 30 days${expected ? ', where it hears of most' : ''}`;
  return state === 'silent' ? `${source} nothing since ${isoOf(last)}, where it hears of others` : `${source} ${times} events, last ${isoOf(last)}`;
}

function hireRecord({ hire, day, sources }: HireHeard): object {
  return { hire_id: hire, day, sources: sources.map(({ last, ...source }) => ({ ...source, last: last === null ? null : isoOf(last) })) };
}
