import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Serial } from '../core/person.ts';
import { spelledSerial } from '../core/spelling.ts';
import { realDay } from '../core/time.ts';
import type { Custody } from '../detect/places/custody.ts';
import { readHistory, type History, type Registry } from '../detect/people/registry.ts';
import { movePlace, returnedRows } from '../run/laptops/act-rows.ts';
import { DEVICE_ACTS, deviceActBook, deviceRevision, isContact, undoable, type DeviceAct, type StandingAct } from '../run/laptops/device-acts.ts';
import { firstHeard } from '../run/laptops/first-heard.ts';
import { laptopRecords } from '../run/laptops/laptop-records.ts';
import { check } from './access.ts';
import type { DeviceActAnswer, DeviceActsAnswer, DevicesView, ImportView, ShipmentsView } from './contract.ts';
import { countsOf, deviceRows, type LaptopFacts } from './devices.ts';
import { devicesCsv } from './devices-csv.ts';
import { inTurn } from './in-turn.ts';
import type { ApiParts } from './parts.ts';
import { sceneOf, type Scene } from './scene.ts';
import { actorOf, sessionOf } from './session.ts';
import { sourceHealth } from './source-health.ts';

/** A file of laptops is small; a megabyte holds some ten thousand rows. */
const FILE_MB = 4;
const day = z.string().refine(realDay, 'write the day as 2026-11-16');
const TAKE_BACK = 'take-back';
const Act = z.object({
  kind: z.enum([...DEVICE_ACTS, TAKE_BACK], `one of ${DEVICE_ACTS.join(', ')} or ${TAKE_BACK}`),
  devices: z.array(z.object({ serial: z.string().trim().min(1).max(200).transform(spelledSerial), revision: z.string('goes with every laptop; read the list first').max(100) })).min(1, 'name a laptop').max(2_000, '2,000 laptops at once are the most').refine((all) => new Set(all.map(({ serial }) => serial)).size === all.length, 'a laptop is named twice'),
  move: z.object({ from: day, until: day, approvedBy: z.string().trim().min(1, 'say who approved it').max(200) }).refine(({ from, until }) => from <= until, 'the last day comes before the first').optional(),
}).refine(({ kind, move }) => (kind === 'approved-move') === (move !== undefined), 'an approved move, and nothing else, needs its days and who approved it');
type Request = z.infer<typeof Act>;

/** What the laptops of one request are looked up in. */
interface LookUp {
  readonly scene: Scene;
  readonly custody: ReadonlyMap<Serial, Custody>;
  readonly acts: ReadonlyMap<Serial, readonly StandingAct[]>;
  readonly history: () => Promise<History>;
}

/** Where laptops are, and what IT staff do about them. */
export function addDeviceRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { store, tables } = parts;
  const bodyLimit = (parts.laptopsMb ?? FILE_MB) * 1024 * 1024;
  const book = deviceActBook(store);
  const factsOf = factsReader(parts);
  const healthAt = sourceHealth(parts);

  server.get('/api/devices', { schema: { summary: 'Where the laptops of starters are', tags: ['devices'] } }, async (request): Promise<DevicesView> => {
    check((await sessionOf(request, parts)).role, 'read-devices');
    const scene = await parts.scenes.now();
    const rows = scene ? deviceRows(scene, await factsOf(scene.registry), await book.read()) : [];
    return {
      asOf: scene?.run.asOf, rows, counts: countsOf(rows), simulated: scene?.simulated ?? false,
      sources: await healthAt(scene?.run.asOf ?? parts.now()),
    };
  });

  server.get('/api/devices.csv', { schema: { summary: 'The same as a table; no cell is a formula', tags: ['devices'] } }, async (request, reply) => {
    check((await sessionOf(request, parts)).role, 'read-devices');
    const scene = await parts.scenes.now();
    const rows = scene ? deviceRows(scene, await factsOf(scene.registry), await book.read()) : [];
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="laptops.csv"').send(devicesCsv(rows));
  });

  // Of two people who act at once the one who read an older list is told.
  const turn = inTurn();

  /** What all laptops of a request are looked up in; the tables are read where one of them is needed. */
  const lookUp = async (scene: Scene): Promise<LookUp> => {
    let history: Promise<History> | undefined;
    return { scene, custody: new Map(scene.run.custody.map((one) => [spelledSerial(one.serial), one])), acts: await book.read(), history: () => (history ??= readHistory(store)) };
  };

  /** One laptop of a request, of which each is there once. The same act over the same revision by the same person is the one that is recorded already. */
  const perform = async (request: Request, { serial, revision }: Request['devices'][number], by: string, { scene, custody: bySerial, acts: actsOf, history }: LookUp): Promise<DeviceActAnswer> => {
    const custody = bySerial.get(serial);
    const hire = custody?.hire_id;
    if (!custody || !hire || scene.registry.hires.get(hire)?.inScope !== true) return { serial, outcome: 'refused', said: 'It is not among the laptops of starters now; read the list again.' };
    const acts = actsOf.get(serial) ?? [];
    const last = acts.at(-1);
    if (last?.over === revision && last.by === by && last.kind === request.kind && !last.takenBack) return answerTo(last, last.released !== undefined);
    if (deviceRevision(serial, hire, acts) !== revision) return { serial, outcome: 'stale', said: `Someone else changed ${serial} first; read it again and retry.` };
    if (request.kind === TAKE_BACK) {
      const act = undoable(acts);
      if (!act) return { serial, outcome: 'refused', said: `Nothing of ${serial} can be taken back: what was marked as returned or confirmed has changed the record.` };
      await book.takeBack(act.id, { at: parts.now(), by });
      return { serial, outcome: 'recorded', said: 'Taken back; the list of what was done keeps it.' };
    }
    const isHeld = isContact(request.kind) && scene.cases.some(({ status, hires }) => status === 'open' && hires.includes(hire));
    const act = { at: parts.now(), by, kind: request.kind, serial, hire, over: revision, isWaiting: isHeld };
    if (request.move) {
      const place = movePlace(custody.seen_at);
      if (!place) return { serial, outcome: 'refused', said: 'Where it is cannot be told, so the move has no place. Enter it in travel.csv, with latitude and longitude.' };
      // It would take days out of what is counted, so one person alone does not do it.
      await book.append({ ...act, isWaiting: true, move: { ...request.move, place } });
      return answerTo({ ...act, isWaiting: true }, false);
    }
    const refused = act.kind === 'returned' ? await tables.write({ devices: returnedRows(await history(), serial, act.at) }, act.at) : undefined;
    if (refused !== undefined) return { serial, outcome: 'refused', said: refused };
    await book.append(act);
    return answerTo(act, false);
  };

  server.post('/api/devices/acts', { schema: { summary: 'Ask, mark returned, record an approved move: recorded, not sent', tags: ['devices'], body: Act } }, async (request): Promise<DeviceActsAnswer> => {
    const session = await actorOf(request, parts);
    check(session.role, 'work-devices');
    const answers = await turn(async () => {
      const at = await lookUp(await sceneOf(parts.scenes));
      const done: DeviceActAnswer[] = [];
      for (const device of request.body.devices) done.push(await perform(request.body, device, session.user, at));
      return done;
    });
    parts.news.publish({ event: 'devices' });
    parts.news.publish({ event: 'waiting' });
    return { answers };
  });

  server.post('/api/devices/import', {
    bodyLimit,
    schema: { summary: 'A table of laptops: how its columns are understood, and with `take` its rows', tags: ['devices'], body: z.object({ name: z.string().max(200), text: z.string(), map: z.array(z.string().max(400)).max(100), take: z.boolean() }) },
  }, async (request): Promise<ImportView> => {
    check((await actorOf(request, parts)).role, 'work-devices');
    const view = await turn(() => tables.importLaptops(request.body, parts.now()));
    if (view.taken) {
      parts.scenes.refresh();
      parts.news.publish({ event: 'devices' });
    }
    return view;
  });

  server.post('/api/shipments', {
    bodyLimit, schema: { summary: 'Before laptops are sent: ok, confirm or hold for each row of a list; nothing of it is kept', tags: ['devices'], body: z.object({ text: z.string() }) },
  }, async (request): Promise<ShipmentsView> => {
    check((await actorOf(request, parts)).role, 'work-devices');
    return tables.checkShipments(request.body.text, parts.now());
  });
}

const DONE: Readonly<Record<DeviceAct['kind'], string>> = {
  'ask-holder': 'Recorded: ask the holder; the message is yours to send.', 'ask-manager': 'Recorded: ask the manager; the message is yours to send.', 'serial-photo': 'Recorded: ask for a photo of the serial number; the message is yours to send.',
  'returned': 'Marked as returned.', 'approved-move': 'Approved move confirmed; the next run knows it.',
};

/** On hold says no reason: whoever looks after laptops need not know of more. */
function answerTo({ serial, kind, isWaiting }: Pick<DeviceAct, 'serial' | 'kind' | 'isWaiting'>, isReleased: boolean): DeviceActAnswer {
  if (kind === 'approved-move' && isWaiting && !isReleased) return { serial, outcome: 'recorded', said: 'Approved move recorded. It counts for nothing until a second person has confirmed it.' };
  return isWaiting && !isReleased ? { serial, outcome: 'on-hold', said: 'Contact on hold. It is recorded and waits until it is let go; please do not write or call.' } : { serial, outcome: 'recorded', said: DONE[kind] };
}

/** What the tables and the first records say, read once for as long as one registry is shown. */
function factsReader({ store, pipeline }: ApiParts): (registry: Registry) => Promise<LaptopFacts> {
  let held: { readonly registry: Registry; readonly facts: Promise<LaptopFacts> } | undefined;
  const read = async (registry: Registry): Promise<LaptopFacts> => {
    const settings = (await pipeline.inForce(registry.asOf)).judges.custody;
    return { records: laptopRecords(await readHistory(store), registry), heard: await firstHeard(store.events, pipeline.gather, registry, settings), settings };
  };
  return (registry) => {
    if (held?.registry !== registry) {
      const facts = read(registry);
      held = { registry, facts };
      // What failed is asked anew.
      facts.catch(() => { held = undefined; });
    }
    return held!.facts;
  };
}
