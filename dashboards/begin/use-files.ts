import { useCallback, useEffect, useState } from 'preact/hooks';
import type { DroppedFile, FilesView } from '../../src/api/contract.ts';
import { removeFile, sendFile, type Problem } from '../api.ts';
import { useResource } from '../resource.ts';
import { useSession } from '../session.ts';
import { say } from '../kit/live-region.tsx';

/** A file that is on its way to the server, or was refused there. */
export interface Sending { readonly key: number; readonly name: string; readonly share: number; readonly problem: Problem | undefined }

/** The reader's files, as far as they have come. */
export interface Files {
  readonly view: FilesView | undefined;
  readonly sending: readonly Sending[];
  send(files: readonly File[]): void;
  remove(file: DroppedFile): void;
  /** Takes a refused file off the list. */
  dismiss(key: number): void;
  reload(): void;
}

/** How soon is looked again while something is being read. */
const LOOK_AGAIN_MS = 600;
let keys = 0;

export const isBusy = ({ state }: Pick<DroppedFile, 'state'>): boolean => state === 'looking' || state === 'waiting' || state === 'importing';

/** Sends files of up to so many bytes, and keeps what became of them fresh while anything is under way. */
export function useFiles(mostBytes: number): Files {
  const { session } = useSession();
  const { value: view, reload } = useResource<FilesView>('/api/files');
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const change = useCallback((key: number, next: Partial<Sending> | undefined): void => setSending((before) => before.flatMap((one) => (one.key !== key ? [one] : next ? [{ ...one, ...next }] : []))), []);

  const isMoving = view !== undefined && (view.files.some(isBusy) || view.run.state === 'running');
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isMoving, reload]);

  const sendOne = async (file: File): Promise<void> => {
    const key = ++keys;
    const isLarge = file.size > mostBytes;
    setSending((before) => [...before, { key, name: file.name, share: 0, problem: isLarge ? { kind: 'refused', message: `${file.name} is too large to be sent. Read it with “farmwatch import” on the machine of the server.` } : undefined }]);
    if (isLarge) return;
    const answer = await sendFile(session, file, (share) => change(key, { share }));
    if (!answer.ok && answer.problem.kind === 'signed-out') return void dispatchEvent(new Event('farmwatch:signed-out'));
    change(key, answer.ok ? undefined : { problem: answer.problem });
    say(answer.ok ? `${file.name} is here and is being looked at.` : answer.problem.message);
    reload();
  };
  return {
    view, sending, reload,
    // One after the other: the first ones are looked at while the others come.
    send: (files) => void (async () => { for (const file of files) await sendOne(file); })(),
    remove: (file) => void removeFile(session, file.id).then(reload),
    dismiss: (key) => change(key, undefined),
  };
}
