import { expect, it } from 'vitest';
import { nameless } from './nameless.ts';

const KIM = { hire_id: 'h-17', email: 'kim.lee@acme.example', display_name: 'Kim Lee', user_names: ['CORP\\klee'], device_serials: ['SN-1'] };

it.each([
  ['Kim showed SN-1 on camera', '… showed … on camera'],
  ['wrote to kim.lee@acme.example and CORP\\klee', 'wrote to … and …'],
  ['KIM LEE, h-17: flat-mates', '…, …: flat-mates'],
  ['a kimono, leeward', 'a kimono, leeward'],
  ['Łukasz-Kim (.*)', 'Łukasz-… (.*)'],
])('a note such as %j reads %j', (note, reads) => expect(nameless(note, [KIM])).toBe(reads));

it('of nobody known stays as it is', () => expect(nameless('flat-mates', [])).toBe('flat-mates'));

it('leaves out an id of any length', () => {
  const long = 'h-1.'.repeat(50_000);

  expect(nameless(`Kim of ${long} came`, [{ ...KIM, hire_id: long }])).toBe('… of … came');
});
