import { isObject, textOf } from '../loose.ts';
import { cefLine } from './cef-columns.ts';

/** Lines of syslog and CEF that a row of Log Analytics was made of, as a device may have written them; none for other tables. */
export function restoredLines(row: unknown): readonly string[] {
  if (!isObject(row)) return [];
  if (textOf(row['DeviceVendor']) !== undefined && textOf(row['DeviceProduct']) !== undefined) return [cefLine(row)].filter((line) => line !== undefined);
  const message = textOf(row['SyslogMessage']);
  if (message === undefined) return [];
  const [time, host, program] = [row['TimeGenerated'] ?? row['TimeGenerated [UTC]'], row['HostName'] ?? row['Computer'], row['ProcessName']].map(textOf);
  const head = [time, host].filter((word) => word !== undefined).join(' ');
  // What an appliance writes first is taken for the name of a program, such as Cisco's %ASA-6-722022.
  return [...(program === undefined ? [] : [`${head} ${program}: ${message}`]), `${head} ${message}`, message];
}
