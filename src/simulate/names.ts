/** Invented names. They mean nothing: nothing in the simulation depends on a name, and nothing may be read from one. */
const FIRST = [
  'Ada', 'Amara', 'Anika', 'Anselm', 'Arlo', 'Asha', 'Beatriz', 'Bram', 'Camille', 'Caspian', 'Cora', 'Dara', 'Delphine', 'Diego', 'Edith', 'Elio',
  'Emeka', 'Esme', 'Farah', 'Fenna', 'Gideon', 'Greta', 'Hana', 'Hugo', 'Idris', 'Ilse', 'Imani', 'Ines', 'Ivo', 'Jada', 'Jonas', 'Juno',
  'Kaia', 'Kenji', 'Kofi', 'Laila', 'Leandro', 'Linnea', 'Lucian', 'Mabel', 'Malik', 'Marisol', 'Mei', 'Milo', 'Nadia', 'Niko', 'Noor', 'Odette',
  'Omar', 'Orla', 'Oscar', 'Paloma', 'Petra', 'Priya', 'Quinn', 'Rafael', 'Reina', 'Rhea', 'Rowan', 'Sabine', 'Samir', 'Selma', 'Silas', 'Sunniva',
  'Talia', 'Tariq', 'Teodor', 'Theo', 'Uma', 'Valentina', 'Viggo', 'Wren', 'Xenia', 'Yara', 'Yusuf', 'Zadie', 'Zora', 'Anouk', 'Bodhi', 'Cyrus',
] as const;
const LAST = [
  'Abara', 'Adeyemi', 'Alder', 'Amato', 'Arden', 'Ashby', 'Barros', 'Bellamy', 'Birch', 'Bramwell', 'Calder', 'Cardoso', 'Castell', 'Chandra', 'Clarke', 'Corwin',
  'Dalton', 'Darzi', 'Delgado', 'Demir', 'Drummond', 'Eklund', 'Ellery', 'Farrow', 'Ferreira', 'Fontaine', 'Garrick', 'Greaves', 'Halloran', 'Hart', 'Haruki', 'Holm',
  'Ibarra', 'Ito', 'Jansen', 'Jefferies', 'Kamara', 'Keane', 'Khatri', 'Kowal', 'Laurent', 'Lindqvist', 'Locke', 'Lowell', 'Maddox', 'Marlow', 'Mbeki', 'Mercer',
  'Moreau', 'Nakano', 'Navarro', 'Novak', 'Okafor', 'Oduya', 'Ortega', 'Osei', 'Pahlavi', 'Parrish', 'Penrose', 'Quill', 'Rahimi', 'Ramsey', 'Reyes', 'Rinaldi',
  'Sandoval', 'Sato', 'Sefton', 'Serrano', 'Shaw', 'Solberg', 'Stroud', 'Tamura', 'Tanaka', 'Thorne', 'Torvald', 'Underhill', 'Vance', 'Varga', 'Vasquez', 'Voss',
  'Wallis', 'Warrick', 'Whitlock', 'Wilder', 'Winslow', 'Yamada', 'Yates', 'Zamora', 'Ziegler', 'Zoltan',
] as const;
const COMBINATIONS = FIRST.length * LAST.length;
/** Shares no factor with the number of combinations, so that all of them come up before one repeats. */
const STRIDE = 4_733;

export type Group = 'starter' | 'staff' | 'persona';
/** Each group has names of its own; beyond its room a number keeps accounts apart. */
const ROOM = { starter: { from: 0, room: 4_000 }, staff: { from: 4_000, room: 2_400 }, persona: { from: 6_400, room: 800 } } as const;
const OFFSET = { starter: 0, staff: 1_000_000, persona: 2_000_000 } as const;

export interface PersonName { readonly first: string; readonly last: string; readonly account: string; readonly mailbox: string }

/** The name of the person with this number in a group; accounts and mailboxes are unique in the company. */
export function nameOf(group: Group, number: number): PersonName {
  const { from, room } = ROOM[group];
  const slot = ((from + (number % room)) * STRIDE) % COMBINATIONS;
  const first = FIRST[slot % FIRST.length]!;
  const last = LAST[Math.floor(slot / FIRST.length) % LAST.length]!;
  const suffix = number < room ? '' : String(OFFSET[group] + number);
  return { first, last, account: `${first}${last}${suffix}`.toLowerCase(), mailbox: `${first}.${last}${suffix}`.toLowerCase() };
}

/** The number under which a person of a group is known; no two share one. */
export function personNumber(group: Group, number: number): number {
  return { starter: 0, staff: 2_000_000, persona: 4_000_000 }[group] + number;
}

/** The hire id of a person number. The order of ids says nothing about groups. */
export function hireIdOf(person: number): string {
  // 9,999,991 is prime, so every number below it gets its own id.
  return `h-${String((person * 7_919 + 104_729) % 9_999_991).padStart(7, '0')}`;
}
