import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where `.ci/run` unpacks rsyslog: Debian does not install it beside syslog-ng. */
const RSYSLOG_FOLDER = '/opt/rsyslog';
const FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', `${RSYSLOG_FOLDER}/usr/sbin`];

/** The full name of a program; undefined where it is not installed. */
export function programAt(name: string): string | undefined {
  return FOLDERS.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
}

/** Where rsyslog's modules are, said to it where it was unpacked and not installed. */
export function rsyslogModules(program: string): readonly string[] {
  const folder = `${RSYSLOG_FOLDER}/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/rsyslog`;
  return program.startsWith(RSYSLOG_FOLDER) ? ['-M', folder] : [];
}

/**
 * Why a test cannot run here; undefined where everything is there.
 *
 * @throws Error on a clean machine, which has to have them
 */
export function missing(...names: readonly string[]): string | undefined {
  const absent = names.filter((name) => programAt(name) === undefined);
  if (absent.length === 0) return undefined;
  const said = `${absent.join(' and ')} not installed; .ci/run says how`;
  if (process.env['CI'] === 'true') throw new Error(said);
  return said;
}

/** True where this process may open a tunnel device, which not every container allows. */
export function mayTunnel(): boolean {
  const openvpn = programAt('openvpn');
  if (openvpn === undefined) return false;
  const device = `fwtest${process.pid % 1_000}`;
  const isMade = spawnSync(openvpn, ['--mktun', '--dev', device, '--dev-type', 'tun']).status === 0;
  if (isMade) spawnSync(openvpn, ['--rmtun', '--dev', device, '--dev-type', 'tun']);
  return isMade;
}
