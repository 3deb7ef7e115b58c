import { join } from 'node:path';
import type { Instant } from '../../src/core/time.ts';
import { deskIn, type Desk } from './command-line.ts';

/** Makes desks below a folder, each with a configuration and with what its secrets point to: `file:secret`. */
export function configuredDesks(root: string, now: Instant): (config: object) => Desk {
  let desks = 0;
  return (config) => {
    const desk = deskIn(join(root, String(++desks)), now);
    desk.file('secret', 'secret');
    desk.file('farmwatch.json', JSON.stringify({ data: 'data', ...config }));
    return desk;
  };
}
