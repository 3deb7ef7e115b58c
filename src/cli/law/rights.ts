import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { Option, type Command } from 'commander';
import { dayOf, isoOf, startOfDay } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { assessmentOf } from '../../rights/assess.ts';
import { noticeOf } from '../../rights/notice.ts';
import { copyOf } from '../../rights/subject-export.ts';
import { subjectMaterial } from '../../rights/subject-material.ts';
import { addCorrection, correctionsOf } from '../../run/corrections.ts';
import { lacking, recordDuties, RECORD_DUTIES } from '../../run/duties.ts';
import { readErasures } from '../../run/erasures/erasing.ts';
import { saidOfList } from '../../run/erasures/erasure.ts';
import { RIGHTS, answerAsk, noteAsk, prepareAsk, readAsks, type Right, type RightsAsk } from '../../run/rights-asks.ts';
import { fileOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable, type CommandIo } from '../io.ts';
import { noteLook } from '../looked.ts';
import { runningFacts } from '../serve/running-facts.ts';
import { whoIs } from '../who.ts';
import { dayFrom, sentenceOf } from '../words.ts';
import { addErase, erasureRecord } from './rights-erase.ts';

interface DutyWords extends Shared { readonly noticeGivenOn?: string; readonly purpose?: string; readonly owner?: string; readonly noticeFile?: string; readonly by: string }

/** What a company owes the people who are watched: notice, assessment, rights, corrections. */
export function addRights(program: Command, context: CommandContext): void {
  addDuties(program, context);
  addPapers(program, context);
  addAsks(program, context);
  addCorrections(program, context);
}

function addDuties(program: Command, context: CommandContext): void {
  const { io } = context;
  const duties = program.command('duties').description('What is recorded before real people are watched: since when staff know, what it is for, who answers for it.');
  duties.command('record')
    .description('Record it in the store; what is not given stays as it was.')
    .option('--notice-given-on <day>', 'since when staff have been told')
    .option('--purpose <text>', 'what it is for, in the sentence that staff were told')
    .option('--owner <name>', 'who answers for it')
    .option('--notice-file <file>', 'the notice as it was given: its SHA-256 is kept')
    .requiredOption('--by <name>', 'who records; kept')
    .action(async (_own, self: Command) => {
      const words = self.optsWithGlobals<DutyWords>();
      await withApp(words, context, async (app) => {
        await recordDuties(app.store, {
          ...(words.noticeGivenOn === undefined ? {} : { noticeGivenOn: dayFrom(words.noticeGivenOn, '--notice-given-on') }), ...(words.purpose === undefined ? {} : { purpose: words.purpose }),
          ...(words.owner === undefined ? {} : { owner: words.owner }), ...(words.noticeFile === undefined ? {} : { noticeTextSha: shaOf(fileOf(words.noticeFile, io)) }),
        }, sentenceOf(words.by, '--by'), io.now());
        const lacks = lacking((await runningFacts(app)).duties, io.now());
        io.out(words.json ? JSON.stringify({ recorded: true, lacks }) : lacks.length === 0 ? 'Recorded; nothing lacks.' : `Recorded. It is still to be recorded ${lacks.join('; ')}.`);
      });
    });
  duties.command('show')
    .description('What is recorded, and what lacks.')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      await withApp(options, context, async (app) => {
        const { duties: stands } = await runningFacts(app);
        const lacks = lacking(stands, io.now());
        if (options.json) return io.out(JSON.stringify({ ...stands, lacks }));
        const line = (name: string, value: string | undefined): void => io.out(printable(`${name.padEnd(18)} ${value ?? 'not recorded'}`));
        line('notice given on', stands.noticeGivenOn);
        line('purpose', stands.purpose);
        line('who answers for it', stands.owner);
        line('notice, SHA-256', stands.noticeTextSha);
        if (lacks.length > 0) io.err(`Before real people are watched, record ${lacks.join('; ')}: ${RECORD_DUTIES}`);
      });
    });
}

function addPapers(program: Command, context: CommandContext): void {
  const { io } = context;
  const papers = [['notice', 'Writes a notice to staff, filled from the running configuration; what is missing stands out.', noticeOf], ['assess', 'Writes a draft of a data-protection impact assessment from the running configuration, with its open questions.', assessmentOf]] as const;
  for (const [name, says, write] of papers) {
    program.command(name).description(says)
      .option('--out <file>', 'where it goes, as Markdown; default is standard output')
      .action(async (_own, self: Command) => {
        const words = self.optsWithGlobals<Shared & { out?: string }>();
        await withApp(words, context, async (app) => {
          const text = write(await runningFacts(app));
          if (words.out === undefined && words.json) return io.out(JSON.stringify({ text }));
          if (words.out === undefined) return text.trimEnd().split('\n').forEach((line) => io.out(printable(line)));
          writeNew(words.out, text, io);
        });
      });
  }
}

function addAsks(program: Command, context: CommandContext): void {
  const { io } = context;
  const rights = program.command('rights').description('What people asked for about their data: noted, prepared, answered within 30 days.');
  rights.command('add <hire>')
    .description('Note that somebody asked.')
    .addOption(new Option('--right <right>', Object.entries(RIGHTS).map(([right, says]) => `${right} (${says})`).join(', ')).choices(Object.keys(RIGHTS)).makeOptionMandatory())
    .option('--received <day>', 'when it came; default is today')
    .option('--note <text>', 'in their words', '')
    .requiredOption('--by <name>', 'who notes it; kept')
    .action(async (hire: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Shared & { right: Right; received?: string; note: string; by: string }>();
      const receivedAt = words.received === undefined ? startOfDay(dayOf(io.now())) : startOfDay(dayFrom(words.received, '--received'));
      await withApp(words, context, async (app) => {
        const ask = await noteAsk(app.store, { hire, right: words.right, note: words.note, receivedAt }, sentenceOf(words.by, '--by'), io.now());
        io.out(words.json ? JSON.stringify(askRecord(ask)) : printable(`${ask.id}: ${RIGHTS[ask.right]} for ${hire}; an answer is due by ${isoOf(ask.dueAt).slice(0, 10)}.`));
      });
    });
  rights.command('list').description('What was asked for, what is due first on top; then what was deleted on request, on which ground and why, without whom it was about.').action(async (_own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      const asks = await readAsks(app.store);
      for (const ask of asks) io.out(options.json ? JSON.stringify(askRecord(ask)) : printable(`${ask.id}  ${ask.hire}  ${RIGHTS[ask.right]}  ${ask.answered ? `answered ${isoOf(ask.answered.at).slice(0, 10)} by ${ask.answered.by}` : `due ${isoOf(ask.dueAt).slice(0, 10)}${ask.dueAt < io.now() ? ', which is over' : ''}${ask.prepared ? `, prepared by ${ask.prepared.by}` : ''}`}`));
      const erasures = await readErasures(app.store);
      for (const erasure of erasures) io.out(options.json ? JSON.stringify(erasureRecord(erasure)) : printable(saidOfList(erasure)));
      if (asks.length + erasures.length === 0) io.err('Nobody has asked for anything.');
    });
  });
  rights.command('prepare <ask>')
    .description('Say as privacy officer that the copy was looked over: "farmwatch export person HIRE --to-look-over --out draft.zip" writes it.')
    .option('--withhold <reason>', 'keep back what belongs to an investigation that goes on, where "rights.may_withhold" is set and the law allows it; the copy says that something is withheld')
    .requiredOption('--by <name>', 'who looked it over; kept')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Shared & { withhold?: string; by: string }>();
      await withApp(words, context, async (app) => {
        const ask = await prepareAsk(app.store, id, words.withhold, app.loaded.config.rights.may_withhold, sentenceOf(words.by, '--by'), io.now());
        io.out(words.json ? JSON.stringify(askRecord(ask)) : printable(`${id}: prepared. Write the copy: farmwatch export person ${ask.hire} --out copy.zip`));
      });
    });
  addErase(rights, context);
  rights.command('answer <ask>')
    .description('Say that the person was answered.')
    .requiredOption('--note <text>', 'how; kept')
    .requiredOption('--by <name>', 'who answered; kept')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Shared & { note: string; by: string }>();
      await withApp(words, context, async (app) => {
        const ask = await answerAsk(app.store, id, words.note, sentenceOf(words.by, '--by'), io.now());
        io.out(words.json ? JSON.stringify(askRecord(ask)) : printable(`${id}: answered.`));
      });
    });
}

function addCorrections(program: Command, context: CommandContext): void {
  const { io } = context;
  const correction = program.command('correction').description('What a person or HR says is wrong in a record. It is kept beside the record, which is never rewritten.');
  correction.command('add <hire>')
    .description('Keep a correction beside the record of a hire.')
    .requiredOption('--about <text>', 'what it is about: a case, or a field such as ship_city')
    .requiredOption('--says <text>', 'what is right')
    .addOption(new Option('--from <whom>', 'whose word it is').choices(['person', 'hr']).default('person'))
    .requiredOption('--by <name>', 'who writes it down; kept')
    .action(async (hire: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Shared & { about: string; says: string; from: 'person' | 'hr'; by: string }>();
      await withApp(words, context, async (app) => {
        const made = await addCorrection(app.store, { hire, from: words.from, about: words.about, says: words.says }, sentenceOf(words.by, '--by'), io.now());
        io.out(words.json ? JSON.stringify({ ...made, at: isoOf(made.at) }) : printable(`${made.id}: kept beside the record of ${hire}.`));
      });
    });
  correction.command('list <hire>').description('Corrections about a hire.').action(async (hire: string, _own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      const made = await correctionsOf(app.store, [hire]);
      for (const one of made) io.out(options.json ? JSON.stringify({ ...one, at: isoOf(one.at) }) : printable(`${one.id}  ${isoOf(one.at).slice(0, 10)}  ${one.from === 'hr' ? 'HR' : 'the person'} about ${one.about}: ${one.says}`));
      if (made.length === 0) io.err(`Nothing was corrected about ${JSON.stringify(hire)}.`);
    });
  });
}

/** `export person`: a copy for the person, once it was asked for and prepared. */
export function addExportPerson(exporting: Command, context: CommandContext): void {
  const { io } = context;
  exporting.command('person <hire>')
    .description('Writes a copy of what is held about a person, in plain language: a page, JSON and every record, in one ZIP. It was asked for and prepared before ("farmwatch rights"). Nobody else is in it.')
    .option('--to-look-over', 'a draft for whoever prepares it, before that; it says that it is not for the person')
    .requiredOption('--out <file>', 'where it goes; a name that ends with .zip')
    .option('--by <name>', 'who exports, for the journal of views; default is the account of this machine')
    .action(async (hire: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Shared & { out: string; by?: string; toLookOver?: boolean }>();
      if (!words.out.endsWith('.zip')) throw new FarmwatchError('usage', { why: 'A copy is several files in one: name a file that ends with .zip with --out.' });
      await withApp(words, context, async (app) => {
        const facts = await runningFacts(app);
        const ask = copyAsk(await readAsks(app.store), hire, words.toLookOver === true);
        const material = await subjectMaterial(app.pipeline, hire, facts, ask, io.now());
        // Written down first: a look that could not be kept does not take place.
        await noteLook(app, { at: io.now(), by: whoIs(words.by), what: 'export', id: ask.id }, { hires: [hire], applications: [] });
        const copy = copyOf(material, facts.days);
        writeNew(words.out, zipSync(Object.fromEntries([...copy].map(([name, text]) => [name, strToU8(text)])), { mtime: new Date(1980, 0, 1) }), io);
        if (material.withheld) io.err('Something is withheld, and the copy says so.');
        if (material.recordsLeft > 0) io.err(`${material.recordsLeft} older records were too many for one file.`);
      });
    });
}

/** The newest ask for a copy that was looked over, or one that waits for that. @throws FarmwatchError `not.found` */
function copyAsk(asks: readonly RightsAsk[], hire: string, toLookOver: boolean): RightsAsk {
  if (toLookOver) {
    const waits = asks.find((ask) => ask.hire === hire && ask.right === 'access' && !ask.prepared && !ask.answered);
    if (waits) return waits;
    throw new FarmwatchError('not.found', { what: `ask of ${JSON.stringify(hire)} for a copy that waits to be looked over`, cure: 'Note it: farmwatch rights add HIRE --right access --by NAME.' });
  }
  const mine = asks.filter((ask) => ask.hire === hire && ask.right === 'access' && ask.prepared).sort((a, b) => b.prepared!.at - a.prepared!.at);
  if (mine[0]) return mine[0];
  throw new FarmwatchError('not.found', { what: `copy for ${JSON.stringify(hire)} that was asked for and prepared`, cure: 'Note the ask: farmwatch rights add HIRE --right access --by NAME; look it over: farmwatch export person HIRE --to-look-over --out draft.zip; then say so: farmwatch rights prepare ASK --by NAME.' });
}

function askRecord(ask: RightsAsk): object {
  const iso = (at: number | undefined): string | null => (at === undefined ? null : isoOf(at));
  return { id: ask.id, hire: ask.hire, right: ask.right, received: isoOf(ask.receivedAt), due: isoOf(ask.dueAt), prepared: iso(ask.prepared?.at), withheld: ask.prepared?.withhold !== undefined, answered: iso(ask.answered?.at) };
}

/** Names and reasons stand in it, so others on the machine may not read it; what is there stays. */
function writeNew(name: string, content: string | Uint8Array, io: CommandIo): void {
  const file = fileOf(name, io);
  try {
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new FarmwatchError('file.unwritable', { file, why: (cause as NodeJS.ErrnoException).code === 'EEXIST' ? 'it is there already' : messageOf(cause), cure: 'Name another place with --out.' }, { cause });
  }
  io.err(printable(`Written: ${name}`));
}

function shaOf(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (cause) {
    throw new FarmwatchError('file.unreadable', { file, why: messageOf(cause), cure: 'Name the notice as it was given.' }, { cause });
  }
}
