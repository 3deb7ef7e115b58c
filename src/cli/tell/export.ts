import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, type UnzipFileInfo } from 'fflate';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { isoOf } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { isConfirmed, materialOf } from '../../report/exports/case-material.ts';
import { approved, bundleText, LEAVING_SAYS, sumOf } from '../../report/exports/leaving.ts';
import { zipOf } from '../../report/exports/pack-file.ts';
import { faultsOf, packOf, type Pack } from '../../report/exports/pack.ts';
import { sheetOf } from '../../report/exports/sheet.ts';
import { exportBook, approvedFor, askedId, LEAVING, type AskedExport, type Leaving } from '../../run/export-book.ts';
import { fileOf, pastInstantOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable, type CommandIo } from '../io.ts';
import { addExportPerson } from '../law/rights.ts';
import { noteLook } from '../looked.ts';
import { VERSION } from '../version.ts';
import { whoIs } from '../who.ts';
import { sentenceOf } from '../words.ts';
import { collectionNamed, senderOf } from './leaving.ts';
import { writeOut } from './out-file.ts';

const FORMATS = { stix: 'addresses, programs and techniques for other companies, without people, accounts and machines', sheet: 'facts for law enforcement, a draft to be approved', pack: 'raw records, findings, versions and hashes, for a third party' } as const;
/** Far more than a pack of our own has. */
const MOST_BYTES = 1024 ** 3;
interface Words extends Shared { readonly approved?: boolean; readonly format: string; readonly out?: string; readonly asOf?: string; readonly by?: string }

/** A case for people outside: what they need of it, and no more. */
export function addExport(program: Command, context: CommandContext): void {
  const { io } = context;
  const exporting = program.command('export').description('A case for people outside the console.');
  exporting.command('case <id>')
    .description(`Writes a case: ${Object.entries(FORMATS).map(([format, what]) => `${format} (${what})`).join('; ')}. The same case as of the same run gives the same bytes.`)
    .requiredOption('--format <format>', Object.keys(FORMATS).join(', '))
    .option('--out <file>', 'where it goes; a pack becomes a new folder, or one file where the name ends with .zip')
    .option('--by <name>', 'who exports, for the journal of views; default is the account of this machine')
    .option('--as-of <instant>', 'as it stood at the newest run at or before this instant')
    .option('--approved', 'what was approved last, as it was approved; refused where nobody has')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Words>();
      if (!Object.hasOwn(FORMATS, words.format)) throw new FarmwatchError('usage', { why: `There is no format ${JSON.stringify(words.format)}; there are ${Object.keys(FORMATS).join(', ')}.` });
      const format = words.format as keyof typeof FORMATS;
      if (format === 'pack' && words.out === undefined) throw new FarmwatchError('usage', { why: 'A pack is several files: name a folder that does not exist yet with --out, or a file that ends with .zip.' });
      await withApp(words, context, async (app) => {
        const sender = await senderOf(app);
        if (words.approved === true) return writeApproved(app, id, format, words, context);
        const material = await materialOf(app.pipeline, id, sender, words.asOf === undefined ? undefined : await pastInstantOf(words.asOf, '--as-of', app));
        // Written down first: a look that could not be kept does not take place.
        await noteLook(app, { at: app.now(), by: whoIs(words.by), what: 'export', id: `${id} ${format}` }, { hires: material.state.hires, applications: [] });
        if (format === 'pack') writePack(packOf(material, VERSION), words.out!, io);
        else writeText(format === 'stix' ? bundleText(material) : sheetOf(material), words.out, io);
        if (material.rowsLeft > 0) io.err(`${material.rowsLeft} older raw records were too many to be taken along.`);
        if (!isConfirmed(material.state)) io.err('Nobody has closed this case as true: it is an open question, and what was written says so.');
      });
    });
  exporting.command('ask <id>')
    .description('Ask that something of a case may leave the company. HR and legal approve it, with another account, on the page Approvals.')
    .requiredOption('--what <what>', Object.entries(LEAVING_SAYS).map(([what, says]) => `${what} (${says})`).join(', '))
    .requiredOption('--to <whom>', 'whom it is for; with share the name of a collection under sharing.taxii')
    .requiredOption('--why <text>', 'why, in a sentence; kept')
    .option('--by <name>', 'who asks; default is the account of this machine')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Shared & { what: string; to: string; why: string; by?: string }>();
      if (!isLeaving(words.what)) throw new FarmwatchError('usage', { why: `There is no ${JSON.stringify(words.what)} to ask for; there are ${LEAVING.join(', ')}.` });
      const [what, to, why, by] = [words.what, sentenceOf(words.to, '--to'), sentenceOf(words.why, '--why'), whoIs(words.by)];
      await withApp(words, context, async (app) => {
        if (what === 'share') collectionNamed(app, to);
        const at = app.now();
        const material = await materialOf(app.pipeline, id, await senderOf(app), at);
        const asked: AskedExport = { id: askedId([id, what, to, by, at]), at, by, isWaiting: true, case: id, what, to, why, asOf: at, sum: sumOf(what, material, VERSION) };
        await exportBook(app.store).append(asked);
        io.out(words.json ? JSON.stringify(asked) : printable(`${asked.id}: ${LEAVING_SAYS[what]} of case ${id} waits for HR and legal.`));
      });
    });
  exporting.command('asked')
    .description('What was asked to leave the company, and what was approved.')
    .action(async (_own, self: Command) => {
      const words = self.optsWithGlobals<Shared>();
      await withApp(words, context, async (app) => {
        const all = await exportBook(app.store).read();
        if (all.length === 0) io.err('Nothing was asked to leave the company.');
        for (const one of all) {
          io.out(words.json ? JSON.stringify(one) : printable(`${one.id}  ${isoOf(one.at)}  case ${one.case}: ${LEAVING_SAYS[one.what]}, for ${one.to}, asked for by ${one.by}: ${one.released ? `approved by ${one.released.by} ${isoOf(one.released.at)}` : 'waits'}`));
        }
      });
    });
  addExportPerson(exporting, context);
  exporting.command('verify <pack>')
    .description('Holds a pack against its hashes and adds its findings up once more. It needs no store.')
    .action((name: string) => {
      const pack = packAt(fileOf(name, io));
      const faults = faultsOf(pack);
      for (const fault of faults) io.out(printable(fault));
      if (faults.length > 0) throw new FarmwatchError('file.unreadable', { file: name, why: `${faults.length === 1 ? 'one thing is' : `${faults.length} things are`} not as it was written`, cure: 'Ask for the pack again, and compare the hash of SHA256SUMS by another way than it came.' });
      const many = (inside: string): number => pack.get(inside)!.split('\n').length - 1;
      io.out(`Whole: every hash fits, and the sums (${many('risks.ndjson')}, of ${many('findings.ndjson')} findings) are the same to the last digit.`);
    });
}

const isLeaving = (what: string): what is Leaving => (LEAVING as readonly string[]).includes(what);

/** What was approved last, written as it was approved. */
async function writeApproved(app: App, id: string, format: Exclude<Leaving, 'share'>, words: Words, { io }: CommandContext): Promise<void> {
  const asked = approvedFor(await exportBook(app.store).read(), { case: id, what: format });
  if (!asked) throw new FarmwatchError('export.unapproved', { id, what: LEAVING_SAYS[format] });
  const made = await approved(asked, { pipeline: app.pipeline, sender: await senderOf(app), product: VERSION });
  const { hires } = made.material.state;
  await noteLook(app, { at: app.now(), by: whoIs(words.by), what: 'export', id: `${id} ${format}`, case: id, purpose: asked.why }, { hires, applications: [] });
  if ('pack' in made) writePack(made.pack, words.out!, io);
  else writeText('sheet' in made ? made.sheet : made.bundle, words.out, io);
}

function writeText(text: string, name: string | undefined, io: CommandIo): void {
  if (name === undefined) return text.trimEnd().split('\n').forEach((line) => io.out(printable(line)));
  writeOut(fileOf(name, io), text);
  io.err(printable(`Written: ${name}`));
}

function writePack(pack: Pack, name: string, io: CommandIo): void {
  writing(name, io, (file) => {
    if (name.endsWith('.zip')) {
      return writeOut(file, zipOf(pack));
    }
    if (existsSync(file)) throw new Error('it is there already; a pack goes into a new folder');
    mkdirSync(file, { mode: 0o700 });
    for (const [inside, text] of pack) writeFileSync(join(file, inside), text, { mode: 0o600 });
  });
}

function writing(name: string, io: CommandIo, write: (file: string) => void): void {
  const file = fileOf(name, io);
  try {
    write(file);
  } catch (cause) {
    if (cause instanceof FarmwatchError) throw cause;
    throw new FarmwatchError('file.unwritable', { file, why: messageOf(cause), cure: 'Name another place with --out.' }, { cause });
  }
  io.err(printable(`Written: ${name}`));
}

function packAt(file: string): Pack {
  if (!existsSync(file)) throw new FarmwatchError('file.missing', { file });
  try {
    if (statSync(file).isDirectory()) return new Map(readdirSync(file).map((name) => [name, readFileSync(join(file, name), 'utf8')]));
    let bytes = 0;
    // Others may have made it: what would not fit into memory is not unpacked.
    const fits = ({ originalSize }: UnzipFileInfo): boolean => {
      bytes += originalSize;
      if (bytes > MOST_BYTES) throw new Error(`unpacked it would have more than ${MOST_BYTES / 1024 ** 2} MB`);
      return true;
    };
    return new Map(Object.entries(unzipSync(readFileSync(file), { filter: fits })).map(([name, content]) => [name, Buffer.from(content).toString('utf8')]));
  } catch (cause) {
    throw new FarmwatchError('file.unreadable', { file, why: messageOf(cause), cure: 'Name the folder of a pack, or its zip.' }, { cause });
  }
}
