import type { Command } from 'commander';
import type { Source } from '../collect/collector.ts';
import { SOURCES, sourceById } from '../collect/sources/index.ts';
import { FarmwatchError } from '../errors.ts';
import type { CommandContext, Shared } from './context.ts';
import { aligned } from './text.ts';

export function addSources(program: Command, { io }: CommandContext): void {
  program.command('sources [source]')
    .description('The systems that records come from; of one, how to fetch its records, with a piece of farmwatch.json to fill in.')
    .action((id: string | undefined, _own, self: Command) => {
      const { json } = self.optsWithGlobals<Shared>();
      if (id === undefined) {
        const lines = SOURCES.map((source) => ({ id: source.id, title: source.title, ways: waysOf(source) }));
        if (json) for (const line of lines) io.out(JSON.stringify(line));
        else for (const line of aligned(['source', 'what it is', 'ways in'], lines.map((line) => [line.id, line.title, line.ways.join(', ')]))) io.out(line);
        return;
      }
      const source = sourceById(id);
      if (!source) throw new FarmwatchError('usage', { why: `There is no source ${JSON.stringify(id)}; there are ${SOURCES.map((known) => known.id).join(', ')}.` });
      if (json) io.out(JSON.stringify(recordOf(source)));
      else for (const line of saidOf(source)) io.out(line);
    });
}

function waysOf({ pull }: Source): readonly string[] {
  return pull ? ['files', 'sent', 'fetched'] : ['files', 'sent'];
}

function recordOf(source: Source): object {
  const named = (table: Readonly<Record<string, { readonly doc: string; readonly is?: string | number; readonly secret?: true; readonly optional?: true }>>): object => Object.fromEntries(Object.entries(table).map(([name, { doc, is, secret, optional }]) => [name, { doc, ...(is === undefined ? {} : { is }), ...(secret ? { secret } : {}), ...(optional ? { optional } : {}) }]));
  return { id: source.id, title: source.title, ways: waysOf(source), options: named(source.options), settings: named(source.settings), ...(source.pull ? { pull: named(source.pull.access), needs: source.pull.needs } : {}) };
}

function saidOf(source: Source): readonly string[] {
  const { id, title, options, settings, pull } = source;
  const lines = [`${id}: ${title}`, `Its page: src/collect/sources/${id}/README.md`, '', `Saved records: farmwatch collect ${id} --from-file FILE…`, `Sent to "farmwatch serve", by syslog, HTTP or growing files: src/collect/intake/README.md`];
  const named = (heading: string, table: Readonly<Record<string, { readonly doc: string; readonly is?: string | number }>>): readonly string[] => (Object.keys(table).length === 0 ? [] : ['', heading, ...Object.entries(table).map(([name, { doc, is }]) => `  ${name}${is === undefined || is === '' ? '' : ` (${is})`}: ${doc}`)]);
  lines.push(...named('Options, with --set or under options:', options), ...named('Settings:', settings));
  if (!pull) return [...lines, '', 'Its records cannot be fetched; they come as files, or are sent.'];
  const example = Object.fromEntries(Object.entries(pull.access).filter(([, { optional }]) => !optional).map(([name, { is, secret }]) => [name, is ?? (secret ? `env:${id.replaceAll('-', '_').toUpperCase()}_${name.toUpperCase()}` : '…')]));
  return [
    ...lines, '', 'Fetched, by "farmwatch collect" and on the schedule of "farmwatch serve". To fill in under sources of farmwatch.json:',
    ...JSON.stringify({ [id]: { pull: example } }, undefined, 2).split('\n').slice(1, -1),
    ...named('What each name means:', pull.access), '', pull.needs,
  ];
}
