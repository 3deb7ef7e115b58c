import type { App } from '../../app.ts';
import { sourceById } from '../../collect/sources/index.ts';
import { isHeld } from './channel.ts';
import { isPulled } from './pull.ts';

type Configured = Pick<App, 'loaded'>;

/** True where "farmwatch collect" has something to do for a configured source: to read files, or to fetch. */
export function isAsked(app: Configured, name: string): boolean {
  return app.loaded.config.sources[name]!.files.length > 0 || isPulled(app, name);
}

/** True for a configured source whose records come by themselves, by syslog or appended to files, or lie in a channel. */
export function comesOtherwise(app: Configured, name: string): boolean {
  return isSent(app, name) || isHeld(app, name);
}

function isSent({ loaded: { config } }: Configured, name: string): boolean {
  return (config.sources[name]?.follow.length ?? 0) > 0 || config.intake.syslog.some(({ source }) => source === name);
}

/**
 * What to do where nothing has come in from a source yet.
 *
 * @param name as the configuration has it, or `siem/windows` for what the channel `siem` holds of it
 */
export function howToBegin(app: Configured, name: string): string {
  const { channels, sources } = app.loaded.config;
  const [channel, part] = name.split('/', 2) as [string, string | undefined];
  if (part !== undefined && Object.hasOwn(channels, channel)) return `farmwatch collect ${part} --channel ${channel}`;
  if (Object.hasOwn(sources, name) && isAsked(app, name)) return `farmwatch collect ${name}`;
  if (isSent(app, name)) return 'it comes in by itself while "farmwatch serve" runs; see to it that its sender sends, or its files grow';
  const holder = Object.keys(channels).find((one) => Object.hasOwn(channels[one]!.sources, name));
  if (holder !== undefined) return `farmwatch collect ${name} --channel ${holder}`;
  return `send it to "farmwatch serve", or say under sources.${name} which files hold it${sourceById(name)?.pull ? ', or how to fetch it' : ''} ("farmwatch sources ${name.split(':')[0]}")`;
}
