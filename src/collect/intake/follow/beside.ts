import { open, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { goesOn, idOf, type Place } from './place.ts';

/** A file in the folder where another was first met: rotation may have moved or copied that one there. */
export interface FileBeside { readonly path: string; readonly id: string }

/** The files in the folder where a file was first met; none where the folder is gone. */
export async function filesBeside({ source, path }: Place): Promise<readonly FileBeside[]> {
  const folder = dirname(path);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files: FileBeside[] = [];
  for (const name of names) {
    const beside = join(folder, name);
    const found = await stat(beside, { bigint: true }).catch(() => undefined);
    if (found?.isFile()) files.push({ path: beside, id: idOf(source, found) });
  }
  return files;
}

/** Where a file is now that was first met in this folder; undefined once it is gone from there. */
export async function renamedTo(place: Place): Promise<string | undefined> {
  return (await filesBeside(place)).find(({ id }) => id === place.id)?.path;
}

/** True where a file beside goes on from a place; false also for one that cannot be read. */
export async function isCopyOf(path: string, place: Place): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => undefined);
  try {
    return handle !== undefined && await goesOn(handle, place);
  } finally {
    await handle?.close();
  }
}
