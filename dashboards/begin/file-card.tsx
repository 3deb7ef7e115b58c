import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { BeginView, DroppedFile, FileLook, FileWish } from '../../src/api/contract.ts';
import { lookAtFile } from '../api.ts';
import { useSession } from '../session.ts';
import { count, counted } from '../kit/format.ts';
import { Line } from '../kit/line.tsx';
import { Scroll } from '../kit/scroll.tsx';

interface Props { readonly file: DroppedFile; readonly begin: BeginView; readonly onLook: () => void; readonly onRemove: () => void }

/** One file: what it is taken for, how it is understood, what would become of it. */
export function FileCard({ file, begin, onLook, onRemove }: Props): JSX.Element {
  const { session } = useSession();
  const [problem, setProblem] = useState<string>();
  const id = useId();
  const { look, state } = file;
  const mayChange = state === 'ready' || state === 'unclear' || state === 'failed';
  const system = begin.systems.find((one) => `source:${one.id}` === file.as);

  const tryAs = async (change: Partial<FileWish>): Promise<void> => {
    const wish: FileWish = { id: file.id, map: file.map, options: file.options, ...(file.as === undefined ? {} : { as: file.as }), ...change };
    const answer = await lookAtFile(session, wish);
    setProblem(answer.ok ? undefined : answer.problem.message);
    onLook();
  };
  const mapTo = (header: string, column: string): void => {
    void tryAs({ map: [...file.map.filter((asked) => asked.slice(0, asked.lastIndexOf('=')) !== header), `${header}=${column}`] });
  };

  return (
    <article class="file" aria-labelledby={`${id}-h`}>
      <header>
        <h3 id={`${id}-h`}>{file.name}</h3>
        <span class="small faint">{sizeSays(file.bytes)}</span>
        {mayChange && <label class="pick">Taken for <TakenFor file={file} begin={begin} onPick={(as) => { void tryAs({ as, map: file.as === as ? file.map : [], options: {} }); }} /></label>}
        {(mayChange || state === 'imported') && <button class="btn plain push" type="button" onClick={onRemove}>{state === 'imported' ? 'Off the list' : 'Take back'}<span class="unseen"> {file.name}</span></button>}
      </header>
      <p role="status">{stateSays(file)}</p>
      <p class="problem" role="alert">{problem ?? file.problem}</p>
      {mayChange && system && system.options.map(({ name, is, doc }) => (
        <label class="option" key={name}><span class="lab">{name}</span><input class="field" value={file.options[name] ?? is} onChange={(event) => { void tryAs({ options: { ...file.options, [name]: event.currentTarget.value } }); }} /><span class="small faint">{doc}</span></label>
      ))}
      {look && state !== 'imported' && <Columns look={look} file={file} begin={begin} isOpen={state === 'unclear'} mayChange={mayChange} onPick={mapTo} />}
      {look && look.actions.length > 0 && <p class="small soft">It tells: {look.actions.map(({ action, times }) => `${action} (${count(times)})`).join(', ')}.</p>}
      {look && state !== 'imported' && look.missing.length > 0 && <Fold says={`${counted(look.missing.length, 'thing')} missing, and what that costs`} lines={look.missing} />}
      {look && look.reasons.length > 0 && <Fold says={`${counted(look.rejected, 'row')} cannot be used`} lines={[...look.reasons.map(({ reason, times }) => (times === 1 ? reason : `${count(times)} × ${reason}`)), ...moreSays(look)]} />}
      {look && look.warnings.length > 0 && <Fold says={`${counted(look.warnings.length, 'remark')}`} lines={look.warnings} />}
    </article>
  );
}

/** The kinds of file, the likely ones first. */
function TakenFor({ file, begin, onPick }: { readonly file: DroppedFile; readonly begin: BeginView; readonly onPick: (as: string) => void }): JSX.Element {
  const sources = begin.systems.filter(({ isFileEnough }) => isFileEnough).map(({ id, title }) => ({ as: `source:${id}`, says: `${id}: ${title}` }));
  const tables = [...begin.tables.map(({ kind }) => ({ as: kind, says: kind })), { as: 'events', says: 'events, a JSON document a line' }];
  const likely = [...sources, ...tables].filter(({ as }) => file.guesses.includes(as));
  const option = ({ as, says }: { readonly as: string; readonly says: string }): JSX.Element => <option key={as} value={as} selected={as === file.as}>{says}</option>;
  return (
    <select onChange={(event) => onPick(event.currentTarget.value)}>
      {file.as === undefined && <option value="" selected disabled>choose</option>}
      {likely.length > 1 && <optgroup label="Likely">{likely.map(({ as, says }) => <option key={as} value={as}>{says}</option>)}</optgroup>}
      <optgroup label="Tables and events">{tables.map(option)}</optgroup>
      <optgroup label="Records of a system">{sources.map(option)}</optgroup>
    </select>
  );
}

function Columns({ look, file, begin, isOpen, mayChange, onPick }: { readonly look: FileLook; readonly file: DroppedFile; readonly begin: BeginView; readonly isOpen: boolean; readonly mayChange: boolean; readonly onPick: (header: string, column: string) => void }): JSX.Element | null {
  const table = begin.tables.find(({ kind }) => kind === file.as);
  if (look.columns.length === 0 || !table) return null;
  const understood = look.columns.filter(({ column }) => column !== '').length;
  const rest = look.columns.length - understood;
  return (
    <details class="fold" open={isOpen}>
      <summary>{counted(understood, 'column')} understood{rest > 0 && `, ${count(rest)} left out`}</summary>
      <Scroll label={`Columns of ${file.name}`}>
        <table class="plain-table columns">
          <caption class="unseen">How the columns of {file.name} are understood</caption>
          <thead><tr><th scope="col">Column of the file</th><th scope="col">such as</th><th scope="col">means</th><th scope="col">in words</th></tr></thead>
          <tbody>
            {look.columns.map(({ header, column, example }, at) => (
              <tr key={at}>
                <th scope="row">{header === '' ? '(no name)' : header}</th>
                <td class="soft">{example ?? (column === '' ? '' : 'not shown')}</td>
                <td>
                  <select class="field" aria-label={`${header} means`} disabled={!mayChange || header === ''} onChange={(event) => onPick(header, event.currentTarget.value)}>
                    <option value="" selected={column === ''}>left out</option>
                    {table.columns.map((one) => <option key={one.column} value={one.column} selected={one.column === column}>{one.column}{one.isNeeded ? ' (needed)' : ''}</option>)}
                  </select>
                </td>
                <td class="small soft">{column === '' ? 'not read, not kept' : <Line of={table.columns.find((one) => one.column === column)?.doc ?? ''} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}

function Fold({ says, lines }: { readonly says: string; readonly lines: readonly string[] }): JSX.Element {
  return <details class="fold"><summary>{says}</summary><ul class="bullets">{lines.map((line) => <li key={line}>{line}</li>)}</ul></details>;
}

function moreSays({ rejected, reasons }: FileLook): readonly string[] {
  const rest = rejected - reasons.reduce((sum, { times }) => sum + times, 0);
  return rest > 0 ? [`and ${count(rest)} more`] : [];
}

function stateSays({ state, as, progress, look, result }: DroppedFile): string {
  const read = progress > 0 ? ` ${count(progress)} read so far.` : '';
  switch (state) {
    case 'looking': return `Looking at it; nothing is imported.${read}`;
    case 'waiting': return 'Waits for its turn.';
    case 'importing': return `Importing.${read}`;
    case 'imported': return result ? `Imported: ${count(result.read)} read, ${count(result.added)} new or changed, ${count(result.known)} known already, ${count(result.rejected)} could not be used.` : 'Imported.';
    case 'failed': return 'It could not be imported; nothing after the failure was taken. Try again, or take it back.';
    case 'unclear': return as === undefined ? 'Say what it is.' : 'It cannot be imported as it is understood now.';
    case 'ready': return look ? `Not imported yet. ${lookSays(look)}` : 'Not imported yet.';
  }
}

function lookSays({ read, made, added, known, rejected }: FileLook): string {
  if (added === undefined || known === undefined) return `${counted(read, 'record')} read, ${counted(made, 'event')} of them; ${count(rejected)} cannot be used.`;
  return `${counted(read, 'row')} read: ${count(added)} new or changed, ${count(known)} known already, ${count(rejected)} cannot be used.`;
}

/** “12 kB”. */
function sizeSays(bytes: number): string {
  if (bytes < 1_024) return counted(bytes, 'byte');
  return bytes < 1_024 * 1_024 ? `${Math.round(bytes / 1_024)} kB` : `${(bytes / 1_024 / 1_024).toFixed(1)} MB`;
}
