import type { DeviceRow } from '../core/person.ts';
import type { Random } from '../core/random.ts';
import type { Instant } from '../core/time.ts';
import { dayIndexOf, type Calendar } from './clock.ts';
import { desk } from './desks.ts';
import type { Knobs } from './knobs.ts';
import type { Laptop, Place } from './life.ts';
import { hexOf, serialOf } from './tokens.ts';

export interface Issue {
  /** Tells laptops apart: 8 for each person number. */
  readonly number: number;
  readonly holder?: string;
  readonly fromDay: number;
  readonly untilDay?: number;
  readonly firstBoot: Instant;
  readonly standsAt?: Place;
  readonly neverSleeps?: boolean;
  readonly row: Omit<DeviceRow, 'serial' | 'asset_tag' | 'hire_id'>;
}

/** A laptop of the company with a desk around it. */
export function newLaptop(calendar: Calendar, issue: Issue, knobs: Knobs, draw: Random): Laptop {
  const windows = draw.chance(0.68);
  const serial = serialOf(windows ? draw.pick(['5CG', 'PF', 'GM']) : draw.pick(['C02', 'H7']), issue.number);
  const hostName = `${windows ? 'LT' : 'MB'}-${serial.slice(-7)}`;
  const image = { fromDay: dayIndexOf(calendar, issue.firstBoot) - 1, hostId: hexOf(`host/${serial}`, 32), hostName };
  const again = draw.chance(knobs.reimaged) ? [{ fromDay: image.fromDay + 3 + draw.int(50), hostId: hexOf(`host2/${serial}`, 32), hostName: `${hostName}N` }] : [];
  const version = draw.int(3);
  return {
    serial, windows,
    os: windows ? ['Windows 11 Enterprise 23H2 (10.0.22631.4317)', 'Windows 11 Enterprise 24H2 (10.0.26100.2314)', 'Windows 11 Pro 24H2 (10.0.26100.2033)'][version]! : ['macOS 15.1.1 (24B91)', 'macOS 15.6 (24G84)', 'macOS 14.7.1 (23H222)'][version]!,
    agent: windows
      ? `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/14${version}.0.0.0 Safari/537.36${version === 1 ? ` Edg/14${version}.0.0.0` : ''}`
      : `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/14${version}.0.0.0 Safari/537.36`,
    images: [image, ...again],
    fromDay: issue.fromDay, untilDay: issue.untilDay ?? Infinity, firstBoot: issue.firstBoot,
    ...(issue.standsAt ? { standsAt: issue.standsAt } : {}),
    neverSleeps: issue.neverSleeps ?? draw.chance(knobs.awakeLaptops),
    wired: draw.chance(0.2), tellsLocation: draw.chance(knobs.deviceLocation),
    ...desk(`${serial}`, knobs, draw.fork('desk')),
    row: { ...issue.row, serial, asset_tag: `AT-${String(100_000 + issue.number)}`, ...(issue.holder ? { hire_id: issue.holder } : {}) },
  };
}
