import type { Random } from '../../core/random.ts';
import { ORDINARY_NAMES, ORDINARY_PACKAGES, backgroundOf, programsOf, tracesOf, type Program } from '../programs.ts';
import { dayIndexOf } from '../clock.ts';
import type { Display } from '../life.ts';
import { hexOf } from '../tokens.ts';
import { at, busyMinute, type Today } from '../today.ts';

/** Programs, look-ups, software, devices: what an endpoint agent sees on the laptop. */
export function endpoint(today: Today): void {
  if (!today.laptop || today.awake.length === 0) return;
  programs(today, today.draw.fork('programs'));
  lookups(today, today.draw.fork('dns'));
  software(today, today.draw.fork('software'));
  devices(today, today.draw.fork('devices'));
}

/** Tools on the laptop today, with how they are used. */
function toolsToday(today: Today): readonly string[] {
  const remote = today.life.driver.remote;
  const setUpDay = remote ? dayIndexOf(today.world.calendar, remote.setUpAt) : Infinity;
  const own = today.life.ownTools.filter(({ fromDay, untilDay }) => today.day >= fromDay && today.day < untilDay).map(({ tool }) => tool);
  return [...(remote && !remote.kvm && today.day >= setUpDay ? remote.tools : []), ...own];
}

function row(today: Today, minute: number, action: string, dataset: string, more: Readonly<Record<string, unknown>>): void {
  const when = at(today, minute);
  if (when > today.world.endsAt || when < today.laptop!.firstBoot) return;
  today.emit({
    '@timestamp': when, 'event.action': action, 'event.module': 'edr', 'event.dataset': dataset, 'event.outcome': 'success', ...today.machine, ...today.user, ...more,
  });
}

function started(today: Today, minute: number, program: Program): void {
  const windows = today.laptop!.windows;
  const args = program.arguments;
  row(today, minute, 'process-started', 'edr.telemetry', {
    'process.name': program.name, 'process.executable': program.path, 'process.command_line': windows ? `"${program.path}" ${args}` : `${program.path} ${args}`,
    ...(windows ? { 'process.pe.original_file_name': program.original } : {}), 'process.code_signature.subject_name': program.signer,
  });
}

function anyMinute(today: Today, draw: Random): number {
  const { from, to } = today.awake[draw.int(today.awake.length)]!;
  return draw.between(from, to);
}

function programs(today: Today, draw: Random): void {
  const { laptop, life, world } = today;
  const working = today.busy.length > 0 && today.day >= life.startDay;
  const list = programsOf(laptop!.windows);
  for (let n = working ? draw.poisson(21) : 0; n > 0; n--) started(today, busyMinute(today, draw), list[draw.int(list.length)]!);
  const background = backgroundOf(laptop!.windows);
  for (let n = draw.poisson(laptop!.neverSleeps ? 5 : 2); n > 0; n--) started(today, anyMinute(today, draw), draw.pick(background));
  const remote = life.driver.remote;
  for (const tool of toolsToday(today)) {
    const { setUp } = tracesOf(tool, laptop!.windows);
    const program = programOf(today, tool);
    if (remote?.tools.includes(tool) && dayIndexOf(world.calendar, remote.setUpAt) === today.day) {
      started(today, minuteOf(today, remote.setUpAt), remote.renamed === undefined ? (setUp ?? program) : program);
    }
    const own = life.ownTools.find((one) => one.tool === tool);
    if (own?.unattended && own.fromDay === today.day) started(today, today.awake[0]!.from + draw.between(3, 20), setUp ?? program);
    for (let n = draw.poisson(remote || own?.kept ? 1.5 : 0.7); n > 0; n--) started(today, anyMinute(today, draw), program);
  }
  if (draw.chance(0.5)) started(today, anyMinute(today, draw), tracesOf(world.sanctionedTool, laptop!.windows).program);
  if (life.jiggler?.process !== undefined && today.day >= life.jiggler.fromDay && working && draw.chance(0.8)) {
    started(today, today.busy[0]!.from + 4, jigglerProgram(life.jiggler.process, life.row.user_names[0]!, laptop!.windows));
  }
}

/** Jigglers come as a download on Windows and as an application on a Mac, unsigned either way. */
function jigglerProgram(name: string, account: string, windows: boolean): Program {
  return windows
    ? { name, path: `C:\\Users\\${account}\\Downloads\\${name}`, original: name, signer: '', arguments: '--jiggle --minimized' }
    : { name: 'Jiggler', path: '/Applications/Jiggler.app/Contents/MacOS/Jiggler', original: 'Jiggler', signer: '', arguments: '-launchd' };
}

/** A tool as it runs here: under its own name, or hidden under another. */
function programOf(today: Today, tool: string): Program {
  const { program } = tracesOf(tool, today.laptop!.windows);
  const name = today.life.driver.remote?.renamed;
  if (name === undefined) return program;
  return today.laptop!.windows ? { ...program, name: `${name}.exe`, path: `C:\\ProgramData\\${name}\\${name}.exe` } : { ...program, name, path: `/Library/Application Support/${name}/${name}` };
}

/** The local minute of an instant, in the zone of the day. */
function minuteOf(today: Today, when: number): number {
  return Math.round((when - at(today, 0)) / 60_000);
}

function lookups(today: Today, draw: Random): void {
  const { laptop, life } = today;
  const working = today.busy.length > 0 && today.day >= life.startDay;
  const list = programsOf(laptop!.windows);
  const look = (minute: number, name: string, program: Program): void => row(today, minute, 'dns-query', 'edr.telemetry', {
    'dns.question.name': name, 'process.name': program.name, 'process.executable': program.path, 'process.code_signature.subject_name': program.signer,
  });
  for (let n = working ? draw.poisson(24) : 0; n > 0; n--) {
    const browser = draw.chance(0.7);
    look(busyMinute(today, draw), draw.pick(ORDINARY_NAMES), list[browser ? 0 : draw.int(list.length)]!);
  }
  const background = backgroundOf(laptop!.windows);
  for (let n = draw.poisson(laptop!.neverSleeps ? 4 : 1.5); n > 0; n--) look(anyMinute(today, draw), draw.pick(['dl.google.com', 'slscr.update.microsoft.com', 'swscan.apple.com']), draw.pick(background));
  for (const tool of toolsToday(today)) {
    const { domain } = tracesOf(tool, laptop!.windows);
    const program = programOf(today, tool);
    if (domain) for (let n = draw.poisson(1.2); n > 0; n--) look(anyMinute(today, draw), domain, program);
  }
}

/** Each installed program is listed about once a week. */
function software(today: Today, draw: Random): void {
  const { life, world, laptop } = today;
  const tools = life.driver.remote?.renamed === undefined ? toolsToday(today) : [];
  const installed = [...ORDINARY_PACKAGES, tracesOf(world.sanctionedTool, laptop!.windows).package, ...tools.map((tool) => tracesOf(tool, laptop!.windows).package)];
  const minute = today.awake[0]!.from + draw.between(5, 60);
  for (const [nth, name] of installed.entries()) {
    const justSetUp = nth > ORDINARY_PACKAGES.length && life.driver.remote !== undefined && dayIndexOf(world.calendar, life.driver.remote.setUpAt) === today.day;
    if ((today.day + nth * 3 + life.number) % 7 !== 0 && !justSetUp) continue;
    row(today, justSetUp ? Math.max(minute, minuteOf(today, life.driver.remote!.setUpAt) + 25) : minute, 'software-present', 'edr.inventory', {
      'package.name': name, 'package.version': `${20 + ((nth * 7) % 13)}.${nth % 9}.${1 + ((life.number + nth) % 90)}`,
    });
  }
}

/** Devices at the usual desk, once a day when the laptop wakes there. */
function devices(today: Today, draw: Random): void {
  const { laptop, place } = today;
  const minute = today.awake[0]!.from + draw.between(1, 12);
  if (place.line.kind === 'office' && today.busy.length > 0) return hotDesk(today, minute, draw);
  if (place.line.kind === 'hotel' || place.line.kind === 'cowork' || place.line.kind === 'office') return;
  for (const device of laptop!.usb) {
    if (!draw.chance(0.75)) continue;
    row(today, minute, 'usb-present', 'edr.inventory', {
      'farmwatch.usb.vendor_id': device.vendor, 'farmwatch.usb.product_id': device.product, 'farmwatch.usb.manufacturer': device.maker, 'farmwatch.usb.product': device.name,
      ...(device.serial ? { 'farmwatch.usb.serial': device.serial } : {}), 'farmwatch.usb.classes': device.classes, 'farmwatch.usb.parent': device.parent,
      ...(device.classes.includes('hid-pointer') && !device.untold ? { 'farmwatch.usb.absolute_pointer': device.absolute === true } : {}),
    });
  }
  for (const display of laptop!.displays) if (draw.chance(0.75) && today.day >= (display.fromDay ?? -Infinity) && today.day < (display.untilDay ?? Infinity)) shown(today, minute, display);
}

/** Screens of an office serve whoever sits there that day. */
function hotDesk(today: Today, minute: number, draw: Random): void {
  if (!draw.chance(0.6)) return;
  const desk = `${today.place.line.id}/${draw.int(40)}`;
  shown(today, minute, { maker: 'DEL', code: 'a0f1', serial: hexOf(`display/${desk}`, 7).toUpperCase(), name: 'DELL U2720Q' });
}

function shown(today: Today, minute: number, display: Display): void {
  row(today, minute, 'display-present', 'edr.inventory', {
    'farmwatch.display.manufacturer': display.maker, 'farmwatch.display.product_code': display.code, 'farmwatch.display.serial': display.serial, 'farmwatch.display.name': display.name,
  });
}
