import type { KvmMatch } from '../../src/catalogue/kvm.ts';
import type { HalfHours } from '../../src/core/half-hours.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Day, Instant } from '../../src/core/time.ts';
import type { DisplayRow, Seen } from './evidence.ts';
import { addTimes, ownerOf, type Times } from './looks.ts';
import { piecesOf, type Piece } from './pieces.ts';

/**
 * How a network KVM is known: `named` by what it calls itself; `shape` one device that is keyboard, pointer of places and
 * disk at once, or that has a pointer of places under numbers of a device without one; `untold` the same where nothing
 * tells of the pointer, or where its places may be those of a pen, of a screen or of a maker's board; `parts` the three with numbers of their own on one parent.
 */
export type How = 'named' | 'shape' | 'untold' | 'parts';
const HOWS: readonly How[] = ['named', 'shape', 'untold', 'parts'];

/** A network KVM on one laptop, over the window. */
export interface Sign {
  readonly hire: HireId;
  readonly laptop: string;
  /** Name in the catalogue; `composite` where only the shape is known. */
  readonly id: string;
  readonly name: string;
  readonly how: How;
  /** Its display was seen, and its keyboard side. */
  readonly display: boolean;
  readonly usb: boolean;
  readonly times: Times;
  readonly first: Instant;
  readonly last: Instant;
}

/** One sign for each laptop: keyboard side and display side of one KVM are one thing. */
export function signsOf(window: Seen): readonly Sign[] {
  const captures = capturesOf(window);
  const dongles = new Set(captures.filter(({ match }) => match.needs !== 'nothing').map(({ hire, laptop }) => `${hire}\0${laptop}`));
  const signs = [
    ...piecesOf(window).flatMap((piece): readonly Sign[] => {
      const known = verdictOf(piece, dongles.has(`${piece.hire}\0${piece.laptop}`));
      return known ? [{ ...piece, ...known, display: false, usb: true }] : [];
    }),
    ...captures.filter(({ match }) => match.needs === 'nothing').map(({ match, ...seen }): Sign => ({ ...seen, id: match.id, name: match.name, how: 'named', display: true, usb: false })),
  ].sort((a, b) => order(a) < order(b) ? -1 : 1);
  return [...Map.groupBy(signs, ({ hire, laptop }) => `${hire}\0${laptop}`).values()].map((ofLaptop) => {
    const times = new Map<Day, HalfHours>();
    for (const sign of ofLaptop) for (const [day, halfHours] of sign.times) addTimes(times, { day, halfHours });
    return {
      ...ofLaptop[0]!, times, display: ofLaptop.some(({ display }) => display), usb: ofLaptop.some(({ usb }) => usb),
      first: Math.min(...ofLaptop.map(({ first }) => first)), last: Math.max(...ofLaptop.map(({ last }) => last)),
    };
  });
}

function order({ how, display, id, name, first, last }: Sign): string {
  return [HOWS.indexOf(how), Number(display), id, name, first, last].join('\0');
}

const COMPOSITE = { id: 'composite', name: 'One device that is keyboard, pointer and disk' } as const;

/** @param dongle a display on the same laptop is the capture of a dongle */
function verdictOf(piece: Pick<Piece, 'oneDevice' | 'keyboard' | 'storage' | 'pointer' | 'match'> & Partial<Pick<Piece, 'board' | 'digitiser'>>, dongle: boolean): Pick<Sign, 'id' | 'name' | 'how'> | undefined {
  const { oneDevice, keyboard, storage, match, board = false, digitiser = false } = piece;
  // Numbers of chips and boards are those of many things, and a pen or a finger on a screen is no mouse.
  const doubtful = (board || digitiser) && piece.pointer === 'absolute' && !dongle;
  const pointer = doubtful ? 'untold' : piece.pointer;
  const places = pointer === 'absolute';
  if (!oneDevice) return match?.needs === 'nothing' ? { id: match.id, name: match.name, how: 'named' } : keyboard && places && storage ? { id: 'parts', name: 'Keyboard, pointer and disk on one plug', how: 'parts' } : undefined;
  switch (match?.needs) {
    case 'nothing': return { id: match.id, name: match.name, how: 'named' };
    case 'keyboard': if (keyboard) return { id: match.id, name: match.name, how: 'named' }; break;
    case 'pointer': if (keyboard && (piece.pointer === 'absolute' || pointer === 'untold')) return { id: match.id, name: match.name, how: (piece.pointer === 'absolute' && !digitiser) || dongle ? 'shape' : 'untold' }; break;
    case 'absolute': if (keyboard && (places || storage)) return { id: match.id, name: match.name, how: 'shape' }; break;
  }
  if (keyboard && places && (storage || dongle)) return { ...COMPOSITE, how: 'shape' };
  if (keyboard && pointer === 'untold' && storage && (dongle || doubtful || !board)) return { ...COMPOSITE, how: dongle ? 'shape' : 'untold' };
  return undefined;
}

interface Capture { readonly hire: HireId; readonly laptop: string; readonly match: KvmMatch; readonly times: Times; readonly first: Instant; readonly last: Instant }

function capturesOf(window: Seen): readonly Capture[] {
  const known = window.rows.displays.flatMap((row) => {
    const [hire, match] = [ownerOf(row), window.catalogue.matchKvmDisplay(displayOf(row))];
    return hire === undefined || match === undefined || window.hires.get(hire)?.device_kind === 'cloud-desktop' ? [] : [{ hire, laptop: row.laptop ?? '', match, row }];
  });
  return [...Map.groupBy(known, ({ hire, laptop, match }) => `${hire}\0${laptop}\0${match.id}\0${match.name}`).values()].map((ofOne) => {
    const times = new Map<Day, HalfHours>();
    for (const { row } of ofOne) addTimes(times, row);
    const { hire, laptop, match } = ofOne[0]!;
    return { hire, laptop, match, times, first: Math.min(...ofOne.map(({ row }) => row.first)), last: Math.max(...ofOne.map(({ row }) => row.last)) };
  });
}

/** What a row shows the catalogue. */
export function displayOf(row: Partial<Pick<DisplayRow, 'farmwatch.display.manufacturer' | 'farmwatch.display.product_code' | 'farmwatch.display.serial' | 'farmwatch.display.name'>>) {
  return {
    manufacturer: row['farmwatch.display.manufacturer'], productCode: row['farmwatch.display.product_code'],
    serial: row['farmwatch.display.serial'], name: row['farmwatch.display.name'],
  };
}
