import { appendFileSync } from 'node:fs';
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
import { argv0 } from 'node:process';

/**
 * Loaded before a command (`--import`), notes every host that it wants to reach outside this machine, and keeps it from doing so.
 * The name of the file stands in FARMWATCH_TEST_REACHED.
 */
const FILE = process.env['FARMWATCH_TEST_REACHED']!;
const HERE = /^(127\.|::1$|localhost$|0\.0\.0\.0$|::$)/;

function note(host: unknown, how: string): void {
  const name = String(host ?? 'localhost');
  if (HERE.test(name)) return;
  appendFileSync(FILE, `${how} ${name} (${argv0})\n`);
  throw new Error(`the network is denied: ${name}`);
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function denied(this: net.Socket, ...args: unknown[]): net.Socket {
  const [first] = (Array.isArray(args[0]) ? args[0] : args) as [unknown, unknown];
  const options = typeof first === 'object' && first !== null ? first as { readonly host?: string; readonly path?: string } : { host: args[1] };
  if (!('path' in options && options.path !== undefined)) note(options.host, 'connect');
  return (connect as (...all: unknown[]) => net.Socket).apply(this, args);
};
const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function denied(this: dgram.Socket, ...args: unknown[]): void {
  note(args.findLast((one) => typeof one === 'string'), 'send');
  (send as (...all: unknown[]) => void).apply(this, args);
};
for (const ask of ['lookup', 'resolve', 'resolve4', 'resolve6'] as const) {
  const asked = dns[ask] as (...all: unknown[]) => unknown;
  Object.assign(dns, { [ask]: (host: unknown, ...rest: unknown[]) => {
    note(host, ask);
    return asked(host, ...rest);
  } });
}
