import type { App } from '../../app.ts';
import { throughChannel } from '../../collect/channels/channel.ts';
import { settleChannel } from '../../collect/channels/settle.ts';
import { FarmwatchError } from '../../errors.ts';
import { settleSource, type Settled } from './source.ts';

/** True where some channel holds records of this source. */
export function isHeld(app: Pick<App, 'loaded'>, source: string): boolean {
  return Object.values(app.loaded.config.channels).some(({ sources }) => Object.hasOwn(sources, source));
}

/**
 * The sources whose records a channel holds, ready to map: `elk/okta` for the records of Okta in the channel `elk`.
 *
 * @param only sources that are asked for; all where it is empty
 * @throws FarmwatchError `usage` for a channel or a source that is not configured so
 */
export function settleChannelled(app: App, channel: string, { only = [], dryRun = false }: { readonly only?: readonly string[]; readonly dryRun?: boolean } = {}): readonly Settled[] {
  const { channels } = app.loaded.config;
  const own = Object.hasOwn(channels, channel) ? channels[channel]! : undefined;
  if (!own) throw new FarmwatchError('usage', { why: `There is no channel ${JSON.stringify(channel)} in the configuration; ${Object.keys(channels).length === 0 ? 'there is none' : `there are ${Object.keys(channels).join(', ')}`}.` });
  const missing = only.find((name) => !Object.hasOwn(own.sources, name));
  if (missing !== undefined) throw new FarmwatchError('usage', { why: `The channel ${channel} holds no records of ${JSON.stringify(missing)}; say under channels.${channel}.sources which part does.` });
  const { settled, problems } = settleChannel(own);
  if (!settled || problems.length > 0) throw new FarmwatchError('config.invalid', { file: `channels.${channel}`, why: problems.join('; ') });
  return settled.parts.filter(({ name }) => only.length === 0 || only.includes(name)).map(({ name, source, part }) => ({
    ...settleSource(app, name, { dryRun }),
    name: `${channel}/${name}`,
    source: throughChannel(settled.channel, source, part),
    fetched: { at: `channels.${channel}`, under: 'access', access: own.access, backDays: own.back_days },
  }));
}
