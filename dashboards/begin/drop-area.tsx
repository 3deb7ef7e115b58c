import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Files } from './use-files.ts';

const TAKEN = '.csv,.tsv,.txt,.xlsx,.ndjson,.jsonl,.json,.xml,.evtx,.parquet,.log,.gz';

/** Where files are dropped or chosen. A file that misses it counts as well: the browser would leave the page for it otherwise. */
export function DropArea({ files, mostBytes }: { readonly files: Files; readonly mostBytes: number }): JSX.Element {
  const [isOver, setOver] = useState(false);
  const send = useRef(files.send);
  send.current = files.send;
  useEffect(() => {
    const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const left = (event: DragEvent): void => { if (event.relatedTarget === null) setOver(false); };
    const drop = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      send.current([...event.dataTransfer?.files ?? []]);
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', left);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', left);
      document.removeEventListener('drop', drop);
    };
  }, []);
  return (
    <>
      <p>A list of people and one of laptops are enough to begin; events add the rest. Nothing is imported before you have seen how it is understood.</p>
      <label class={`drop ${isOver ? 'is-over' : ''}`}>
        <b>{isOver ? 'Let go' : 'Drop files, or choose them'}</b>
        <input
          type="file" multiple accept={TAKEN} aria-describedby="drop-says"
          onChange={(event) => {
            files.send([...event.currentTarget.files ?? []]);
            // The same file may be chosen again once it was mended.
            event.currentTarget.value = '';
          }}
        />
        <span class="small faint" id="drop-says">CSV, XLSX, NDJSON, JSON, Parquet, EVTX, logs of a system; packed with gzip or not; up to {sizeOf(mostBytes)} each</span>
      </label>
    </>
  );
}

/** The most that a file may have, which is set in whole MB. */
function sizeOf(bytes: number): string {
  const mb = bytes / 1024 / 1024;
  return mb % 1024 === 0 ? `${mb / 1024} GB` : `${mb} MB`;
}
