import { asksForOthersIn } from './browsers.ts';
import { jigglerMatcher } from './jigglers.ts';
import { KVM_DEVICES, kvmDeviceMatcher, kvmDisplayMatcher } from './kvm.ts';
import { NETWORKS, networkKinds, type AsnRow, type NameRow } from './networks.ts';
import ordinary from './ordinary.json' with { type: 'json' };
import type { ListRows, List } from './rows.ts';
import { TOOLS } from './tool-rows.ts';
import { toolMatcher } from './tools.ts';

/**
 * Says what of an ordinary computer a row would be taken for: then it says nothing about anybody.
 *
 * The row is asked alone, by the same code that detectors use, about programs, lookups, devices, displays and companies
 * that are everywhere.
 *
 * @returns half a sentence, `it matches svchost.exe`; undefined for a row that matches none of them
 */
export function tooBroad<L extends List>(list: L, row: ListRows[L]): string | undefined {
  const found = FOUND_BY[list](row);
  return found === undefined ? undefined : `it matches ${found}`;
}

const FOUND_BY: { readonly [L in List]: (row: ListRows[L]) => string | undefined } = {
  tools(row) {
    const match = toolMatcher([row], () => false);
    // A client of meetings is one of these programs, and that it is there says nothing.
    const meetings = row.kind === 'screen-share' ? undefined : ordinary.meetings;
    for (const program of [...ordinary.programs, ...(meetings?.programs ?? [])]) {
      // Each sign alone as well: on another machine the others may be missing.
      for (const [sign, value] of Object.entries(program)) if (match({ [sign]: value })) return value;
      if (match(program)) return program.processName;
    }
    return [...ordinary.packages, ...(meetings?.packages ?? [])].find((packageName) => match({ packageName }))
      ?? [...ordinary.lookups, ...(meetings?.lookups ?? [])].find((dnsName) => match({ dnsName, dnsProcess: 'agent' }));
  },
  browsers(row) {
    const asksForOthers = asksForOthersIn([row]);
    return THEIR_OWN_LOOKUPS.find(asksForOthers);
  },
  asns: () => undefined,
  prefixes: () => undefined,
  names(row) {
    const kindOf = networkKinds({ asns: [], prefixes: [], names: [row] });
    return ordinary.organisations.find((organisation) => kindOf({ organisation }).kind !== 'unknown') ?? homeCalledOtherwise(row, NETWORKS.asns);
  },
  programs(row) {
    const match = jigglerMatcher([row]);
    return ordinary.programs.find((program) => match({ processName: program.processName }) ?? match(program))?.processName;
  },
  periods: () => undefined,
  devices(row) {
    const match = kvmDeviceMatcher([row]);
    return ordinary.usb.find((seen) => match(seen))?.product;
  },
  displays(row) {
    const match = kvmDisplayMatcher([row]);
    return ordinary.displays.find((seen) => match(seen))?.name;
  },
  // A board hides no number that a KVM is known by.
  lookAlikes: ({ vendor, as }) => as === 'board' ? undefined : KVM_DEVICES.find(({ ids }) => ids.some((id) => id.startsWith(vendor)))?.name,
};

/**
 * A network of households, or a mobile carrier, that words of a name would call something else.
 *
 * @returns its name; undefined where the words fit none, or call them what they are
 */
export function homeCalledOtherwise(row: NameRow, asns: readonly AsnRow[]): string | undefined {
  if (row.kind === 'home' || row.kind === 'mobile') return undefined;
  const kindOf = networkKinds({ asns: [], prefixes: [], names: [row] });
  return asns.find(({ kind, name }) => (kind === 'home' || kind === 'mobile') && kindOf({ organisation: name }).kind !== 'unknown')?.name;
}

/** Programs whose lookups are their own, the tools that lookups tell of among them. */
const THEIR_OWN_LOOKUPS = [
  'powershell.exe', 'python.exe', 'node.exe', 'code.exe', 'git.exe', 'java.exe', 'outlook.exe', 'agent.exe', 'client.exe', 'update.exe', 'setup.exe', 'curl', 'ssh', 'zsh', 'bash',
  ...TOOLS.flatMap(({ processes }) => processes.filter((name) => !name.includes('*'))),
];
