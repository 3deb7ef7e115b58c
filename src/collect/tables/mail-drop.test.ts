import { describe, expect, it } from 'vitest';
import { isMailDrop } from './mail-drop.ts';

describe('isMailDrop', () => {
  it.each([
    'PO Box 77', 'P.O. Box 12', 'P. O. BOX 4', 'POB 9', 'Post Office Box 3', 'Postfach 10 12', 'Apartado de Correos 5', '12 Main St PMB 220', 'The UPS Store, 400 Oak Ave', 'Mail Boxes Etc. 0112', 'c/o Freight Forwarding LLC, 9 Dock Rd',
    'Packstation 123', 'Paczkomat WAW01', 'Amazon Hub Locker - Ruby', 'General Delivery', 'Mailbox 14, 9 Elm St', 'Reshipping Center 4',
  ])('knows %s', (street) => {
    expect(isMailDrop([street])).toBe(true);
  });

  it.each(['12 Main Street', 'Poststraße 4', '5 Box Elder Road', '9 Forward Avenue', 'Am Postfachweg 2', '1 Store Street', 'c/o Miller, 4 Elm St', '77 Pobeda St', '20 Packer Lane', 'BP Gas Station Rd 3'])('leaves %s a door', (street) => {
    expect(isMailDrop([street, undefined, '#114'])).toBe(false);
  });
});
