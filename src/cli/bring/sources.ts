import type { Command } from 'commander';
import type { Channel } from '../../collect/channels/channel.ts';
import { CHANNELS } from '../../collect/channels/index.ts';
import type { Source } from '../../collect/collector.ts';
import type { AccessTable } from '../../collect/pull/pull.ts';
import { SOURCES, sourceById } from '../../collect/sources/index.ts';
import { FarmwatchError } from '../../errors.ts';
import type { CommandContext, Shared } from '../context.ts';
import { aligned } from '../text.ts';

export function addSources(program: Command, { io }: CommandContext): void {
  program.command('sources [source]')
    .description('The systems that records come from, and the channels that hold those of several; of one, how to fetch its records, with a piece of farmwatch.json to fill in.')
    .action((id: string | undefined, _own, self: Command) => {
      const { json } = self.optsWithGlobals<Shared>();
      if (id === undefined) {
        const lines = SOURCES.map((source) => ({ id: source.id, title: source.title, ways: waysOf(source) }));
        const channels = CHANNELS.map(({ kind, title }) => ({ channel: kind, title }));
        if (json) for (const line of [...lines, ...channels]) io.out(JSON.stringify(line));
        else {
          for (const line of aligned(['source', 'what it is', 'ways in'], lines.map((line) => [line.id, line.title, line.ways.join(', ')]))) io.out(line);
          io.out('');
          for (const line of aligned(['channel', 'holds records of all of them'], channels.map(({ channel, title }) => [channel, title]))) io.out(line);
        }
        return;
      }
      const channel = CHANNELS.find(({ kind }) => kind === id);
      if (channel) {
        if (json) io.out(JSON.stringify({ channel: channel.kind, title: channel.title, access: named(channel.access), part: partSaid(channel), needs: channel.needs }));
        else for (const line of saidOfChannel(channel)) io.out(line);
        return;
      }
      const source = sourceById(id);
      if (!source) throw new FarmwatchError('usage', { why: `There is no source ${JSON.stringify(id)}; there are ${SOURCES.map((known) => known.id).join(', ')}; and the channels ${CHANNELS.map(({ kind }) => kind).join(', ')}.` });
      if (json) io.out(JSON.stringify(recordOf(source)));
      else for (const line of saidOf(source)) io.out(line);
    });
}

function waysOf({ pull }: Source): readonly string[] {
  return pull ? ['files', 'sent', 'fetched'] : ['files', 'sent'];
}

type Described = Readonly<Record<string, { readonly doc: string; readonly is?: string | number; readonly secret?: true; readonly optional?: true }>>;

function named(table: Described): object {
  return Object.fromEntries(Object.entries(table).map(([name, { doc, is, secret, optional }]) => [name, { doc, ...(is === undefined ? {} : { is }), ...(secret ? { secret } : {}), ...(optional ? { optional } : {}) }]));
}

function recordOf(source: Source): object {
  return { id: source.id, title: source.title, ways: waysOf(source), options: named(source.options), settings: named(source.settings), ...(source.pull ? { pull: named(source.pull.access), needs: source.pull.needs } : {}) };
}

function saidOf(source: Source): readonly string[] {
  const { id, title, options, settings, pull } = source;
  const lines = [`${id}: ${title}`, `Its page: src/collect/sources/${id}/README.md`, '', `Saved records: farmwatch collect ${id} --from-file FILE…`, 'Sent to "farmwatch serve", by syslog, HTTP or growing files: src/collect/intake/README.md'];
  lines.push(...listed('Options, with --set or under options:', options), ...listed('Settings:', settings));
  if (!pull) return [...lines, '', 'Its records cannot be fetched; they come as files, or are sent.'];
  return [
    ...lines, '', 'Fetched, by "farmwatch collect" and on the schedule of "farmwatch serve". To fill in under sources of farmwatch.json:',
    ...JSON.stringify({ [id]: { pull: exampleOf(id, pull.access) } }, undefined, 2).split('\n').slice(1, -1),
    ...listed('What each name means:', pull.access), '', pull.needs,
  ];
}

/** What to write into farmwatch.json so that records of a source are fetched; undefined where they cannot be. */
export function pullConfig({ id, pull }: Source): string | undefined {
  return pull && JSON.stringify({ sources: { [id]: { pull: exampleOf(id, pull.access) } } }, undefined, 2);
}

/** Names with what they mean, below a heading; nothing where there are none. */
function listed(heading: string, table: Described): readonly string[] {
  return Object.keys(table).length === 0 ? [] : ['', heading, ...Object.entries(table).map(([name, { doc, is }]) => `  ${name}${is === undefined || is === '' ? '' : ` (${is})`}: ${doc}`)];
}

/** What has to be given, to fill in; where one of several ways has to be, the last that is named, which needs least. */
function exampleOf(id: string, access: AccessTable, missing?: Channel['missing']): Readonly<Record<string, string>> {
  const names = Object.entries(access);
  let shown = names.filter(([, { optional }]) => !optional);
  for (const [name] of names.filter(([, { optional }]) => optional).reverse()) {
    if (missing?.(Object.fromEntries(shown.map(([given]) => [given, 'x']))) === undefined) break;
    shown = names.filter((one) => shown.includes(one) || one[0] === name);
  }
  if (!shown.some(([, { is }]) => is === undefined)) shown = names;
  return Object.fromEntries(shown.map(([name, { is, secret }]) => [name, is ?? (secret ? `env:${id.replaceAll('-', '_').toUpperCase()}_${name.toUpperCase()}` : '…')]));
}

function partSaid({ place, kindOfRecord }: Channel): string {
  return `${place.is}, such as ${place.example}; several with commas between${kindOfRecord ? `. Behind a number sign the ${kindOfRecord.is} of the records, such as ${place.example}#${kindOfRecord.example}` : ''}`;
}

function saidOfChannel(channel: Channel): readonly string[] {
  const { kind, title, access, needs, example } = channel;
  return [
    `${kind}: ${title}`, 'Its page: src/collect/channels/README.md', '',
    'Fetched, by "farmwatch collect" and on the schedule of "farmwatch serve". To fill in under channels of farmwatch.json, by a name of your own:',
    ...JSON.stringify({ 'my-logs': { kind, access: exampleOf(kind, access, channel.missing?.bind(channel)), sources: example } }, undefined, 2).split('\n').slice(1, -1),
    ...listed('What each name means:', access), '', `Sources are any of "farmwatch sources", each with the part that holds its records: ${partSaid(channel)}.`, '', needs,
  ];
}
