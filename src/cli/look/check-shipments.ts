import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { readOrders, type Order } from '../../collect/tables/orders.ts';
import { counted } from '../../core/counted.ts';
import { AMBIGUOUS } from '../../core/identity.ts';
import { DAY } from '../../core/time.ts';
import { readHistory, registryAt } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import { isFarm } from '../../run/retention/deletions.ts';
import { checkShipments, type Answer, type OnRecord } from '../../run/shipments.ts';
import { fileOf, mapsAndFiles, pastInstantOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { aligned } from '../text.ts';

interface Options extends Shared { readonly forwarders?: string; readonly map?: readonly string[]; readonly asOf?: string }

export function addCheckShipments(program: Command, context: CommandContext): void {
  program.command('check-shipments [file]')
    .description('Before laptops are sent: ok, confirm or hold for each row of an order list. Nothing of the list is kept.')
    .option('--forwarders <file>', 'addresses of forwarders and mailbox services, a list of your own')
    .option('--map <columns...>', "what a column of the order list means, such as 'Worker=hire_id'")
    .option('--as-of <instant>', 'with what was known at this instant')
    .action(async (named: string | undefined, _own, self: Command) => {
      const options = self.optsWithGlobals<Options>();
      const { map, files: [behind] } = mapsAndFiles(options.map, context.io);
      const file = named ?? behind;
      if (file === undefined) throw new FarmwatchError('usage', { why: 'Name the order list: farmwatch check-shipments orders.csv' });
      await withApp(options, context, async (app) => {
        const { io } = context;
        const orders = await readOrders(fileOf(file, io), app.tokenKey, map);
        const forwarders = options.forwarders === undefined ? [] : await readOrders(fileOf(options.forwarders, io), app.tokenKey);
        const known = await onRecord(app, options.asOf === undefined ? io.now() : await pastInstantOf(options.asOf, '--as-of', app));
        const answers = answersTo(orders, forwarders, known);
        if (options.json) for (const { line, answer, why } of answers) io.out(JSON.stringify({ line, answer, why }));
        else for (const text of aligned(['line', 'answer', 'why'], answers.map(({ line, answer, why }) => [line, answer, why]))) io.out(printable(text.trimEnd()));
        const many = (wanted: Answer['answer']): number => answers.filter(({ answer }) => answer === wanted).length;
        io.err(`${counted(answers.length, 'parcel')}: ${many('ok')} ok, ${many('confirm')} to confirm, ${many('hold')} to hold.`);
        const past = options.asOf === undefined ? newestOfThePast(known) : undefined;
        if (past !== undefined) io.err(`This is as of now, when nobody on record is in their first months: the newest began on ${past}, so addresses of others were not compared. A list of that time is checked with --as-of.`);
      });
    });
}

/** The newest first day of work, where everybody on record is past their first months. */
function newestOfThePast({ registry: { hires } }: OnRecord): string | undefined {
  const all = [...hires.values()];
  return all.some(({ inScope }) => inScope) ? undefined : all.map(({ start_date: start }) => start).sort().at(-1);
}

type Line = Answer & { readonly line: number };

/** In the order of the list; a row that cannot be read waits for whoever wrote it. */
export function answersTo(orders: readonly Order[], forwarders: readonly Order[], known: OnRecord): readonly Line[] {
  const houses = new Set(forwarders.flatMap(({ house }) => house ?? []));
  const tokens = new Set(forwarders.flatMap(({ row }) => row?.ship_address_token ?? []));
  const readable = orders.filter(({ row }) => row !== undefined);
  const answers = checkShipments(readable.map(({ row, lacks, house, isMailDrop }) => ({
    row: row!, lacks, isMailDrop, isForwarder: (house !== undefined && houses.has(house)) || (row!.ship_address_token !== undefined && tokens.has(row!.ship_address_token)),
  })), known);
  const byLine = new Map(readable.map(({ line }, index) => [line, answers[index]!]));
  return orders.map(({ line, problem }): Line => ({ line, ...(byLine.get(line) ?? { answer: 'hold', why: `the row cannot be read: ${problem}` }) }));
}

/** People, laptops and applications, who told of a new address since they applied, and who was found to be of a farm. */
export async function onRecord(app: Pick<App, 'store' | 'pipeline'>, asOf: number): Promise<OnRecord> {
  const history = await readHistory(app.store);
  const registry = registryAt(history, asOf, app.pipeline.parts.scope);
  const told = await app.store.events.tally(
    { where: { 'event.action': 'account-changed', 'farmwatch.identity.kind': 'address' }, by: ['user.email', 'user.id', 'user.name'], measure: {} },
    { from: asOf - CHANGE_DAYS * DAY, to: asOf + 1, asOf },
  );
  const moved = told.map((account) => registry.directory.personOf(account)).filter((person) => person !== undefined && person !== AMBIGUOUS);
  const ofFarms = (await app.pipeline.casesAt(asOf)).filter(isFarm).flatMap(({ hires }) => hires);
  return { registry, history, moved: new Set(moved), ofFarms: new Set(ofFarms) };
}

/** Between an offer and the first day lie weeks, seldom months. */
const CHANGE_DAYS = 90;
