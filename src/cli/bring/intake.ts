import type { Command } from 'commander';
import { isNamedSource, type App } from '../../app.ts';
import type { IntakeRefusal } from '../../collect/intake/http-parts.ts';
import { lastState, type IntakeState } from '../../collect/intake/intake.ts';
import { tokenBook, tokenName, type TokenRow } from '../../collect/intake/tokens.ts';
import { counted } from '../../core/counted.ts';
import { DAY, MINUTE, SECOND, isoOf, type Instant } from '../../core/time.ts';
import { RECORD_DUTIES } from '../../run/duties.ts';
import { noSource } from '../configured/source.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { lackingHere } from '../serve/gate.ts';

/** A token that nobody used for so long is asked about. */
const UNUSED_MS = 7 * DAY;

export function addIntake(program: Command, context: CommandContext): void {
  const { io } = context;
  const intake = program.command('intake').description('Tokens with which records may be sent to a server: src/collect/intake/README.md says how.');
  intake.command('token <source>').description('Make a token for sending records of one source; it is shown once.').action(async (source: string, _own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      if (!isNamedSource(app.loaded, source)) throw noSource(source);
      const { token, name } = await tokenBook(app.store).make(source, io.now());
      if (options.json) io.out(JSON.stringify({ token, name, source }));
      else io.out(printable(`Token ${name} for ${source}, shown once: ${token}`));
      const lacks = await lackingHere(app);
      if (lacks.length > 0) io.err(printable(`Nothing that is sent with it is taken in before it is recorded ${lacks.join('; ')}: ${RECORD_DUTIES}. A server that runs already is started anew then.`));
    });
  });
  intake.command('tokens').description('The tokens there are, and when each was last used.').action(async (_own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      const rows = await tokenBook(app.store).list();
      if (rows.length === 0) io.err('There is no token yet: farmwatch intake token SOURCE');
      for (const row of rows) io.out(options.json ? JSON.stringify(recordOf(row)) : printable(`${tokenName(row)}  ${row.source}  made ${isoOf(row.madeAt)}, ${row.usedAt === null ? 'never used' : `last used ${isoOf(row.usedAt)}`}`));
    });
  });
  intake.command('revoke <name>').description('Take a token back; whoever sends with it is refused within seconds.').action(async (name: string, _own, self: Command) => {
    const options = self.optsWithGlobals<Shared>();
    await withApp(options, context, async (app) => {
      await tokenBook(app.store).revoke(name);
      io.out(options.json ? JSON.stringify({ name, revoked: true }) : printable(`Token ${name} is revoked.`));
    });
  });
}

function recordOf(row: TokenRow): object {
  return { name: tokenName(row), source: row.source, made_at: isoOf(row.madeAt), used_at: row.usedAt === null ? null : isoOf(row.usedAt) };
}

/** How intake stands, for `doctor`: as a record, and in lines. */
export async function intakeSaid(app: App, now: Instant): Promise<{ readonly record: object; readonly lines: readonly string[] }> {
  const state = await lastState(app.store);
  const unused = (await tokenBook(app.store).list()).filter(({ madeAt, usedAt }) => now - (usedAt ?? madeAt) > UNUSED_MS);
  return {
    record: { state: state ?? null, unused_tokens: unused.map(recordOf) },
    lines: [...(state ? linesOf(state, now) : []), ...unheard(app, state), ...unused.map((row) => `intake   token ${tokenName(row)} for ${row.source} ${row.usedAt === null ? 'was never used' : `was last used ${isoOf(row.usedAt)}`}: look at the sender, or farmwatch intake revoke ${tokenName(row)}`)],
  };
}

const REFUSED: Readonly<Record<IntakeRefusal, string>> = { 'no-token': 'without a token', 'unknown-token': 'with a token that is unknown or was revoked', 'other-source': 'with the token of another source' };

function linesOf({ at, ports, http, spool, trouble, unread }: IntakeState, now: Instant): readonly string[] {
  // A server writes its counts down every now and then; what came since is stored, and not yet counted here.
  const asOf = now - at > 2 * MINUTE ? ` (as of ${isoOf(at)}; no server has said anything since)` : now - at > SECOND ? ` (as of ${isoOf(at)})` : '';
  const refused = (Object.entries(http.refused ?? {}) as [IntakeRefusal, number][]).filter(([, times]) => times > 0);
  return [
    ...ports.map(({ protocol, host, port, source, received, dropped, tooLong, refused }) => `intake   ${protocol} ${host}:${port} for ${source}: ${received} received, ${dropped} dropped, ${tooLong} too long, ${refused} refused${asOf}`),
    ...ports.filter(({ refused: times }) => times > 0).map(saidRefused),
    ...(http.requests > 0 ? [`intake   HTTP: ${counted(http.kept, 'record')} in ${counted(http.requests, 'request')}${asOf}`] : []),
    ...(refused.length > 0 ? [`intake   HTTP: ${refused.map(([why, times]) => `${times} refused since the server started, ${REFUSED[why]}`).join('; ')}${http.refusedAt === undefined ? '' : `, the last at ${isoOf(http.refusedAt)}`}${asOf}. See which sender it is, and give it a token of its source: farmwatch intake token SOURCE`] : []),
    ...(spool.oldestAt !== null ? [`intake   waiting for the store: ${megabytes(spool.bytes)}, the oldest since ${isoOf(spool.oldestAt)}${spool.most ? `; most of it, ${megabytes(spool.most.bytes)}, is of ${spool.most.source}` : ''}${asOf}`] : []),
    ...(trouble ? [`intake   ${trouble.source === undefined ? '' : `${trouble.source} is `}not stored since ${isoOf(trouble.since)}: ${trouble.why}`] : []),
    ...unread.map(({ source, path, why }) => `intake   ${path} is not followed for ${source}: ${why}`),
  ];
}

/** Ports of the configuration on which no server has listened yet. */
function unheard({ loaded }: App, state: IntakeState | undefined): readonly string[] {
  const isHeard = (one: { readonly protocol: string; readonly port: number; readonly source: string }): boolean => (state?.ports ?? []).some(({ protocol, port, source }) => protocol === one.protocol && port === one.port && source === one.source);
  return loaded.config.intake.syslog.filter((port) => port.port !== 0 && !isHeard(port))
    .map(({ protocol, host, port, source }) => `intake   ${protocol} ${host}:${port} for ${source}: nobody listens there. Start "farmwatch serve", or start it anew where farmwatch.json was changed since`);
}

function saidRefused({ protocol, host, port }: IntakeState['ports'][number]): string {
  const who = 'its address is not among those under "from" of that port in farmwatch.json, without which this machine alone may send';
  const why = protocol === 'tls' ? `it speaks no TLS or an old one, does not trust the authority of cert_file, or shows no certificate that client_ca_file signed; or ${who}` : who;
  return `intake   ${protocol} ${host}:${port} refused a sender: ${why}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
