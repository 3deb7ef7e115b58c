import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { TOOLS } from '../../../catalogue/tool-rows.ts';
import { osquery } from '../osquery/osquery.ts';
import { osqueryPack } from './osquery-pack.ts';
import shipped from './osquery-pack.json' with { type: 'json' };
import { pageText } from '../sample-run.fixture.ts';

/** Columns as the table reference of osquery has them, as far as a query may ask for them. */
const TABLES: Readonly<Record<string, string>> = {
  system_info: 'hostname, uuid, hardware_serial, computer_name', uptime: 'days, hours, minutes, seconds, total_seconds',
  logged_in_users: 'type, user, tty, host, time, pid', processes: 'pid, name, path, cmdline, start_time',
  usb_devices: 'usb_address, usb_port, vendor, vendor_id, model, model_id, serial, class', connected_displays: 'name, product_id, serial_number, vendor_id, display_id',
  routes: 'destination, netmask, gateway, source, interface, metric', arp_cache: 'address, mac, interface, permanent', wifi_status: 'interface, ssid, bssid, transmit_rate',
  programs: 'name, version, publisher, identifying_number', apps: 'name, path, bundle_identifier, bundle_name, bundle_short_version',
  deb_packages: 'name, version, arch, status', rpm_packages: 'name, version, release, arch',
};

/** What a row says where not any text will do. */
const COLUMN_VALUES: Readonly<Record<string, string>> = {
  host: '203.0.113.9', path: '/opt/anydesk', time: '1794842000', total_seconds: '90', mac: '02:00:5e:10:00:01', bssid: '02:00:5e:10:00:03', vendor_id: '1d6b', model_id: '0104', product_id: '1', hardware_serial: 'C02ZX1ABMD6T',
};
const ACTIONS: Readonly<Record<string, string>> = {
  serial: 'check-in', uptime: 'check-in', sessions: 'session-connected', remote_control_processes: 'process-started', usb_devices: 'usb-present', displays: 'display-present',
  gateway: 'check-in', base_station: 'check-in', windows_programs: 'software-present', mac_apps: 'software-present', deb_packages: 'software-present', rpm_packages: 'software-present',
};

/** osquery speaks the SQL of SQLite, so the queries run here over tables of the same shape. */
function laptop(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  for (const [name, columns] of Object.entries(TABLES)) database.exec(`CREATE TABLE ${name} (${columns})`);
  return database;
}

/** A name that a pattern of the catalogue means. */
const exampleOf = (pattern: string): string => pattern.replaceAll('*', '7');

describe('the recommended osquery pack', () => {
  it('lies beside the page as the catalogue makes it', async () => {
    await expect(`${JSON.stringify(osqueryPack(TOOLS), null, 2)}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'osquery-pack.json'));
  });

  it('is SQL over columns that there are', () => {
    const database = laptop();

    for (const { query } of Object.values(shipped.queries)) expect(() => database.prepare(query).all()).not.toThrow();
  });

  // A tool that only a command line tells of has neither.
  it.each(TOOLS.filter(({ processes, executables }) => processes.length + executables.length > 0).map((tool) => [tool.id, tool] as const))('finds the programs and folders of %s', (_, tool) => {
    const database = laptop();
    const insert = database.prepare('INSERT INTO processes (pid, name, path, cmdline) VALUES (?, ?, ?, ?)');
    const names = tool.processes.map(exampleOf);
    const paths = tool.executables.map(exampleOf);
    names.forEach((name, at) => insert.run(at, name.toUpperCase(), null, ''));
    // Linux cuts names after 15 letters; the path tells the whole one.
    names.forEach((name, at) => insert.run(1_000 + at, 'cut', `C:\\Tools\\${name}`, ''));
    paths.forEach((path, at) => insert.run(2_000 + at, 'helper', path.replaceAll('/', '\\'), ''));

    const found = database.prepare(shipped.queries.remote_control_processes.query).all();

    expect(names.length).toBeGreaterThan(0);
    expect(found).toHaveLength(2 * names.length + paths.length);
  });

  it('leaves ordinary programs alone', () => {
    const database = laptop();
    const insert = database.prepare('INSERT INTO processes (pid, name, path, cmdline) VALUES (?, ?, ?, ?)');
    ['explorer.exe', 'bash', 'Finder', 'chrome.exe', 'code'].forEach((name, at) => insert.run(at, name, `/usr/bin/${name}`, ''));

    expect(database.prepare(shipped.queries.remote_control_processes.query).all()).toEqual([]);
  });

  it('names the router and none of its neighbours', () => {
    const database = laptop();
    database.exec("INSERT INTO routes (destination, netmask, gateway) VALUES ('0.0.0.0', 0, '192.168.1.1'), ('192.168.1.0', 24, '0.0.0.0'), ('10.0.0.0', 8, '192.168.1.9')");
    database.exec("INSERT INTO arp_cache (address, mac) VALUES ('192.168.1.1', '02:00:5e:10:00:01'), ('192.168.1.9', '02:00:5e:10:00:02')");

    expect(database.prepare(shipped.queries.gateway.query).all().map((row) => ({ ...row }))).toEqual([{ gateway: '192.168.1.1', mac: '02:00:5e:10:00:01' }]);
  });

  it.each(Object.entries(shipped.queries))('asks for columns by which the source osquery knows what %s tells', (name, { query }) => {
    const columns = laptop().prepare(query).columns().map(({ name: column }) => column);
    const row = Object.fromEntries(columns.map((column) => [column, COLUMN_VALUES[column] ?? 'x']));
    const found = osquery.map({ name: `pack_farmwatch_${name}`, hostIdentifier: 'LT-417', unixTime: 1_794_843_005, action: 'snapshot', snapshot: [row] }, { settings: {}, options: {}, token: (kind, value) => `${kind}:${value}` });

    expect(found).toEqual([expect.objectContaining({ 'event.action': ACTIONS[name] })]);
  });

  it('has a line on the page for each query', () => {
    const page = pageText(import.meta.dirname);

    expect(Object.keys(shipped.queries).filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
