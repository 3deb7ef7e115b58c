import type { Tool } from '../../../catalogue/tool-rows.ts';

/** A query of an osquery pack. */
interface PackQuery {
  readonly query: string;
  /** Seconds. */
  readonly interval: number;
  /** Where the table exists; everywhere where nothing is said. */
  readonly platform?: 'darwin' | 'windows' | 'linux' | 'posix';
  /** The whole answer each time: what is still there counts as much as what came. */
  readonly snapshot: true;
  readonly description: string;
}

const QUARTER_HOUR = 900;
const HOUR = 3_600;
const DAY = 86_400;

/**
 * The queries worth running on issued laptops, in the form that osquery and Fleet import.
 *
 * Each asks for the columns by which its table is known, and for nothing that is not used: no language, no layout, no
 * network name.
 *
 * @param tools the catalogue, whose programs are looked for
 */
export function osqueryPack(tools: readonly Tool[]): { readonly queries: Readonly<Record<string, PackQuery>> } {
  return {
    queries: {
      serial: { query: 'SELECT uuid, hostname, hardware_serial FROM system_info;', interval: HOUR, snapshot: true, description: 'Which laptop this is.' },
      uptime: { query: 'SELECT days, hours, minutes, seconds, total_seconds FROM uptime;', interval: QUARTER_HOUR, snapshot: true, description: 'That it is awake, and since when it runs.' },
      sessions: { query: 'SELECT type, user, tty, host, time FROM logged_in_users;', interval: QUARTER_HOUR, snapshot: true, description: 'Who is logged in, and from which other machine.' },
      remote_control_processes: { query: remoteControl(tools), interval: QUARTER_HOUR, snapshot: true, description: 'Running programs that let somebody drive the laptop from elsewhere.' },
      usb_devices: { query: 'SELECT vendor, vendor_id, model, model_id, serial FROM usb_devices;', interval: HOUR, platform: 'posix', snapshot: true, description: 'USB devices plugged in. The table does not exist on Windows.' },
      displays: { query: 'SELECT name, vendor_id, product_id, serial_number, display_id FROM connected_displays;', interval: HOUR, platform: 'darwin', snapshot: true, description: 'Displays plugged in, dummies of KVM switches among them.' },
      gateway: {
        query: "SELECT DISTINCT r.gateway, a.mac FROM routes r JOIN arp_cache a ON a.address = r.gateway WHERE r.netmask = 0 AND r.gateway NOT IN ('', '0.0.0.0', '::');",
        interval: HOUR, snapshot: true, description: 'The router that the laptop uses. Farmwatch keeps a token of it.',
      },
      base_station: { query: 'SELECT interface, bssid, transmit_rate FROM wifi_status;', interval: HOUR, platform: 'darwin', snapshot: true, description: 'The radio base station in use. Farmwatch keeps a token of it.' },
      windows_programs: { query: 'SELECT name, version, identifying_number FROM programs;', interval: DAY, platform: 'windows', snapshot: true, description: 'Installed software.' },
      mac_apps: { query: 'SELECT name, bundle_name, bundle_identifier, bundle_short_version FROM apps;', interval: DAY, platform: 'darwin', snapshot: true, description: 'Installed software.' },
      deb_packages: { query: 'SELECT name, version, arch, status FROM deb_packages;', interval: DAY, platform: 'linux', snapshot: true, description: 'Installed software.' },
      rpm_packages: { query: 'SELECT name, version, release, arch FROM rpm_packages;', interval: DAY, platform: 'linux', snapshot: true, description: 'Installed software.' },
    },
  };
}

/**
 * Running programs by their name, by the file name of their path, and by their folder. GLOB knows the catalogue's star as it
 * is; `_`, which LIKE would take for any letter, stands in many names.
 */
function remoteControl(tools: readonly Tool[]): string {
  const rows = (patterns: readonly string[]): string => [...new Set(patterns.map((pattern) => pattern.toLowerCase()))].sort().map((pattern) => `('${pattern.replaceAll("'", "''")}')`).join(', ');
  return `WITH program(pattern) AS (VALUES ${rows(tools.flatMap(({ processes }) => processes.flatMap(withAndWithoutExe)))}), `
    + `folder(pattern) AS (VALUES ${rows(tools.flatMap(({ executables }) => executables))}), `
    + "running AS (SELECT pid, name, path, cmdline, start_time, lower(name) AS named, lower(replace(path, '\\', '/')) AS place FROM processes) "
    + 'SELECT pid, name, path, cmdline, start_time FROM running '
    + "WHERE EXISTS (SELECT 1 FROM program WHERE named GLOB pattern OR place GLOB '*/' || pattern) OR EXISTS (SELECT 1 FROM folder WHERE place GLOB pattern);";
}

/** The same program with the ending that Windows gives it and without. */
function withAndWithoutExe(pattern: string): readonly string[] {
  const bare = pattern.replace(/\.exe$/i, '');
  return bare.endsWith('*') ? [bare] : [bare, `${bare}.exe`];
}
