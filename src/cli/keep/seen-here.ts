import type { OwnRow } from '../../catalogue/history.ts';
import { jigglerMatcher, type Jiggler } from '../../catalogue/jigglers.ts';
import { kvmDeviceMatcher, kvmDisplayMatcher, type KvmDevice, type KvmDisplay } from '../../catalogue/kvm.ts';
import { toolMatcher, type Tool } from '../../catalogue/tools.ts';
import { counted } from '../../core/counted.ts';
import { percent } from '../../core/percent.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';

/** As far back as programs are looked at. */
const DAYS = 28;
/** On fewer laptops a share says little, and a farm may be a good part of them. */
const FEWEST_LAPTOPS = 20;
/** What more laptops have than this is ordinary here. */
const ORDINARY_SHARE = 0.2;

/** How a row is asked about one program, package, lookup, device or display that was seen; true where it would be taken for the row's. */
type Fits = (seen: Seen) => boolean;
type Seen = Readonly<Record<string, string | undefined>>;
interface Asked { readonly action: string; readonly by: readonly (keyof typeof NAMES)[] }

const NAMES = {
  'process.name': 'name', 'process.executable': 'path', 'process.pe.original_file_name': 'built', 'process.code_signature.subject_name': 'signer', 'process.command_line': 'line',
  'package.name': 'package', 'dns.question.name': 'asked',
  'farmwatch.usb.vendor_id': 'vendor', 'farmwatch.usb.product_id': 'product', 'farmwatch.usb.manufacturer': 'maker', 'farmwatch.usb.product': 'called', 'farmwatch.usb.serial': 'serial',
  'farmwatch.display.manufacturer': 'maker', 'farmwatch.display.product_code': 'product', 'farmwatch.display.serial': 'serial', 'farmwatch.display.name': 'called',
} as const;
const PROGRAMS: Asked = { action: 'process-started', by: ['process.name', 'process.executable', 'process.pe.original_file_name', 'process.code_signature.subject_name', 'process.command_line'] };
const ASKED: { readonly [L in OwnRow['list']]?: readonly Asked[] } = {
  tools: [PROGRAMS, { action: 'software-present', by: ['package.name'] }, { action: 'dns-query', by: ['dns.question.name', 'process.name'] }],
  programs: [PROGRAMS],
  devices: [{ action: 'usb-present', by: ['farmwatch.usb.vendor_id', 'farmwatch.usb.product_id', 'farmwatch.usb.manufacturer', 'farmwatch.usb.product', 'farmwatch.usb.serial'] }],
  displays: [{ action: 'display-present', by: ['farmwatch.display.manufacturer', 'farmwatch.display.product_code', 'farmwatch.display.serial', 'farmwatch.display.name'] }],
};

/**
 * Rows that fit what more than a fifth of the laptops here have: they would turn everybody into evidence.
 *
 * A tool of high corporate use, and a client of meetings, may be everywhere: that it is there says nothing. Below twenty
 * laptops nothing is known.
 *
 * @returns a sentence for each row that is refused
 */
export async function ordinaryHere(rows: readonly OwnRow[], { events }: Pick<Store, 'events'>, now: Instant): Promise<readonly string[]> {
  const asking = rows.flatMap((row) => {
    const fits = fitsOf(row);
    return fits ? [{ row, fits, laptops: new Set<string>() }] : [];
  });
  const asked = new Set(asking.flatMap(({ row }) => ASKED[row.list] ?? []));
  const looked = new Set<string>();
  for (const { action, by } of asked) {
    const told = await events.tally({ where: { 'event.action': action }, by: [...by, 'device.serial_number'], measure: { times: 'count' } }, { from: now - DAYS * DAY, to: now + 1, asOf: now });
    const known = new Map<string, readonly (typeof asking)[number][]>();
    for (const line of told as readonly (Readonly<Record<string, unknown>> & { readonly 'device.serial_number'?: string })[]) {
      const laptop = line['device.serial_number'];
      if (laptop === undefined) continue;
      looked.add(laptop);
      const seen = Object.fromEntries(by.map((field) => [NAMES[field], line[field] as string | undefined]));
      const key = JSON.stringify(seen);
      let fitting = known.get(key);
      if (!fitting) known.set(key, (fitting = asking.filter(({ row, fits }) => ASKED[row.list]!.some((one) => one.action === action) && fits(seen))));
      for (const { laptops } of fitting) laptops.add(laptop);
    }
  }
  if (looked.size < FEWEST_LAPTOPS) return [];
  return asking.filter(({ laptops }) => laptops.size > ORDINARY_SHARE * looked.size).map(({ row: { list, id }, laptops }) => (
    `${list}/${id}: it matches what ${laptops.size} of ${counted(looked.size, 'laptop')} here had in the last ${DAYS} days, and above ${percent(ORDINARY_SHARE)} it says nothing; name what only this one has${list === 'tools' ? ', or give corporateUse high to a tool of the company' : ''}`));
}

function fitsOf({ list, row }: OwnRow): Fits | undefined {
  switch (list) {
    case 'tools': {
      const tool = row as Tool;
      if (tool.corporateUse === 'high' || tool.kind === 'screen-share' || tool.outgoingOnly) return undefined;
      const match = toolMatcher([tool], () => false);
      return (seen) => match(seen['asked'] === undefined
        ? { processName: seen['name'], executable: seen['path'], originalFileName: seen['built'], signer: seen['signer'], commandLine: seen['line'], packageName: seen['package'] }
        : { dnsName: seen['asked'], dnsProcess: seen['name'] }) !== undefined;
    }
    case 'programs': {
      const match = jigglerMatcher([row as Jiggler]);
      return (seen) => match({ processName: seen['name'], commandLine: seen['line'] }) !== undefined;
    }
    case 'devices': {
      const match = kvmDeviceMatcher([row as KvmDevice]);
      return (seen) => ['nothing', 'keyboard'].includes(match({ vendorId: seen['vendor'], productId: seen['product'], manufacturer: seen['maker'], product: seen['called'], serial: seen['serial'] })?.needs ?? 'never');
    }
    case 'displays': {
      const match = kvmDisplayMatcher([row as KvmDisplay]);
      return (seen) => match({ manufacturer: seen['maker'], productCode: seen['product'], serial: seen['serial'], name: seen['called'] })?.needs === 'nothing';
    }
    default: return undefined;
  }
}
