import type { Point } from '../core/geo.ts';
import type { DeviceRow, PersonRow, TravelRow } from '../core/person.ts';
import type { Random } from '../core/random.ts';
import type { Instant } from '../core/time.ts';
import type { Knobs } from './knobs.ts';
import type { Calendar } from './clock.ts';
import type { Metro } from './metros.ts';

/** One document as a source would send it: dotted ECS names, times in milliseconds. */
export type EcsDocument = Record<string, unknown>;

/** An internet connection: what a laptop there looks like from outside and inside. */
export interface Line {
  readonly id: string;
  readonly kind: 'home' | 'wireless' | 'satellite' | 'mobile' | 'office' | 'cowork' | 'campus' | 'hotel' | 'vpn-router';
  /** Addresses it has had and will have; where many customers share them, any may be seen. */
  readonly addresses: readonly string[];
  /** Mean days until the next address; 0 means that every connection may get another. */
  readonly daysPerAddress: number;
  /** First 64 bits, where the line has IPv6. */
  readonly ipv6?: string;
  readonly gateway?: string;
  readonly radios: readonly string[];
  /** Round trip to the provider, ms. */
  readonly lastMileMs: number;
  /** Address tables put it into another city. */
  readonly misplaced?: true;
  /** A detour of everything through another point: the exit of a VPN in the router. */
  readonly detour?: Point;
}

export interface Place {
  readonly metro: Metro;
  readonly at: Point;
  readonly line: Line;
  /** Set where the company vouches for it. */
  readonly placeId?: string;
}

export interface UsbDevice {
  readonly vendor: string; readonly product: string; readonly maker: string; readonly name: string; readonly serial?: string;
  readonly classes: readonly string[]; readonly parent: string; readonly absolute?: true;
  /** The source does not tell whether its pointer reports places. */
  readonly untold?: true;
  /** What it truly is; no row tells. */
  readonly truly?: 'kvm' | 'kvm-disguised' | 'kvm-unlisted';
}
export interface Display {
  readonly maker: string; readonly code: string; readonly serial: string; readonly name: string;
  /** Stands there from this day on, up to the day before `untilDay`; always where nothing is said. */
  readonly fromDay?: number; readonly untilDay?: number;
}

export interface Laptop {
  readonly serial: string;
  readonly windows: boolean;
  readonly os: string;
  readonly agent: string;
  /** Identities in order; a machine set up anew gets the next. */
  readonly images: readonly { readonly fromDay: number; readonly hostId: string; readonly hostName: string }[];
  /** In use from this day on, up to the day before `untilDay`. */
  readonly fromDay: number;
  readonly untilDay: number;
  readonly firstBoot: Instant;
  /** Stands here whatever its holder does: a farm. */
  readonly standsAt?: Place;
  readonly neverSleeps: boolean;
  readonly wired: boolean;
  readonly tellsLocation: boolean;
  /** Set once and left, or undefined where the system follows the place. */
  readonly fixedZone?: string;
  readonly usb: readonly UsbDevice[];
  readonly displays: readonly Display[];
  readonly row: DeviceRow;
}

/** The shape of somebody's days, in local minutes. */
export interface Rhythm {
  readonly startMinute: number;
  readonly startSpread: number;
  readonly workMinutes: number;
  readonly lunchMinute: number;
  readonly lunchMinutes: number;
  /** A long break that is worked off in the evening. */
  readonly gap?: { readonly from: number; readonly minutes: number };
  readonly weekdayShare: number;
  readonly weekendShare: number;
  readonly eveningShare: number;
  readonly intensity: number;
}

/** Made input: every so many seconds, while nobody is there. */
export interface Jiggler { readonly periodS: number; readonly noiseS: number; readonly atNight: boolean; readonly process?: string; readonly fromDay: number }

/** How a laptop is driven from elsewhere. */
export interface RemoteControl {
  readonly tools: readonly string[];
  /** The file name under which the tool runs, where it hides; signer and compiled-in name stay. */
  readonly renamed?: string;
  readonly kvm: boolean;
  /** Zone on the clock of the machine that drives. */
  readonly zone: string;
  readonly at: Point;
  /** Public addresses under which the driver appears. */
  readonly exits: readonly string[];
  readonly hostName: string;
  /** Share of sign-ins and meetings made on the driver's own machine. */
  readonly ownMachineShare: number;
  /** Share of sessions that leave a record. */
  readonly seenShare: number;
  readonly setUpAt: Instant;
}

/** Who sits, wherever, at the keyboard. */
export interface Driver {
  readonly zone: string;
  readonly rhythm: Rhythm;
  /** Several personas of one operator are driven in turns: this one is number `place` of `of`. */
  readonly turns?: { readonly operator: string; readonly place: number; readonly of: number };
  readonly remote?: RemoteControl;
}

/** Whoever helps by remote control: with which tool, from which machines and addresses, by which clock, and with which device sign-ins are approved meanwhile. */
export interface HelpDesk { readonly tool: string; readonly hosts: readonly string[]; readonly addresses: readonly string[]; readonly zone: string; readonly factor: string }

/** Days spent elsewhere, both ends. */
export interface Stay { readonly fromDay: number; readonly toDay: number; readonly place: Place; readonly row?: TravelRow }

/** A tool on somebody's laptop that has nothing to do with a farm. */
export interface OwnTool {
  readonly tool: string; readonly fromDay: number; readonly untilDay: number; readonly incomingShare: number;
  /** Set up by a command to work with nobody there. */
  readonly unattended?: true;
  /** Begins with the laptop. */
  readonly kept?: true;
}

/** A computer of one's own from which the laptop is driven while it stands at home. */
export interface OwnDesktop {
  readonly tool: string;
  readonly fromDay: number;
  /** All of the work is done so; otherwise an hour or three now and then. */
  readonly mainly: boolean;
  /** Share of working days. */
  readonly share: number;
  /** By which line it connects, under which addresses. */
  readonly line: 'home' | 'phone' | 'vpn';
  readonly addresses: readonly string[];
  /** What the agent on the laptop tells of it. */
  readonly tells: { readonly line: boolean; readonly clock: boolean; readonly name: boolean };
}

export interface Silence { readonly module: string; readonly fromDay: number; readonly toDay: number }

/** One person of the simulated company, from the first parcel to the last day. */
export interface Life {
  /** Number that tells people apart; see names.ts. */
  readonly number: number;
  readonly hire: string;
  readonly draw: Random;
  readonly row: PersonRow;
  /** A second version of the row, where the record was changed. */
  readonly changed?: { readonly row: PersonRow; readonly knownFrom: Instant };
  readonly accountDomain: string;
  readonly staff: boolean;
  readonly startDay: number;
  readonly home: Place;
  readonly stays: readonly Stay[];
  /** Where some working days are spent. */
  readonly elsewhere: readonly { readonly place: Place; readonly share: number; readonly badge: boolean }[];
  readonly laptops: readonly Laptop[];
  /** A machine of one's own, where there is no laptop of the company. */
  readonly ownAgent: string;
  readonly driver: Driver;
  readonly factor: string;
  readonly phoneAgent: string;
  readonly carrier: readonly string[];
  readonly relay?: readonly string[];
  /** Share of sign-ins made on a computer of one's own, though there is a laptop of the company. */
  readonly ownMachineShare: number;
  readonly privacyVpn?: { readonly exits: readonly string[]; readonly share: number };
  readonly jiggler?: Jiggler;
  readonly ownTools: readonly OwnTool[];
  readonly desktop?: OwnDesktop;
  readonly helpDeskDays: readonly number[];
  /** A help desk that is not the company's. */
  readonly helpDesk?: HelpDesk;
  /** A device of somebody else's that approves a share of the sign-ins. */
  readonly otherFactor?: { readonly token: string; readonly share: number };
  readonly silences: readonly Silence[];
  /** Rare happenings, as documents without id and stamp. */
  readonly diary: readonly EcsDocument[];
  /** Names of the oddities this person was given. */
  readonly kinds: readonly string[];
}

/** What all lives share. */
export interface World {
  readonly seed: string;
  readonly calendar: Calendar;
  readonly endsAt: Instant;
  /** Starters begin within so many days from the beginning; 1 or more. */
  readonly startDays: number;
  readonly knobs: Knobs;
  /** Of mail addresses, and of account names as Windows writes them. */
  readonly domain: string;
  readonly accountDomain: string;
  readonly offices: readonly Place[];
  readonly sanctionedTool: string;
  /** Seeded source of everything that belongs to nobody. */
  readonly draw: Random;
}
