import type { Rejected } from '../../../core/parse-event.ts';
import type { Draft } from '../../collector.ts';
import { fileName } from '../../program.ts';
import { draftOf, notOurs, type Seen } from './draft.ts';
import { plainerOf } from './map-processes.ts';
import { field, firstField } from './record.ts';

type Mapped = readonly Draft[] | Rejected;

/** Service Control Manager 7045 and Security 4697: a service was installed, as tools do that are to work with nobody there. */
export function mapService(seen: Seen): Mapped {
  const { record } = seen;
  const service = field(record, 'ServiceName');
  const image = firstField(record, 'ImagePath', 'ServiceFileName', 'Service File Name');
  if (service === undefined || image === undefined) return { rejected: 'no service named' };
  const program = programOf(image);
  if (/\.sys$/i.test(program)) return notOurs(record, 'a driver');
  // Each sign-in makes some for the person, under names of their own.
  if (fileName(program).toLowerCase() === 'svchost.exe') return notOurs(record, 'a service of Windows itself');
  const plain = plainerOf(program);
  return draftOf(seen, 'software-present', {
    'package.name': service,
    'process.executable': plain(program),
    'process.name': fileName(program),
    'process.command_line': plain(image),
  });
}

/** The program in a command line, in quotes or up to its ending. */
function programOf(commandLine: string): string {
  const plain = commandLine.replace(/^\\\?\?\\/, '');
  return /^"([^"]+)"/.exec(plain)?.[1] ?? /^.{1,300}?\.(?:exe|sys)(?=\s|$)/i.exec(plain)?.[0] ?? plain.split(' ', 1)[0]!;
}

/** MsiInstaller 1033: a product was installed. Its values have no names: product, version, language, how it went, maker. */
export function mapProduct(seen: Seen): Mapped {
  const { record } = seen;
  const product = field(record, 'param1');
  if (product === undefined) return notOurs(record, 'without its data');
  if (field(record, 'param4') !== '0') return notOurs(record, 'an installation that failed');
  return draftOf(seen, 'software-present', { 'package.name': product, 'package.version': field(record, 'param2') });
}
