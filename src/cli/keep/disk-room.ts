import { statfs } from 'node:fs/promises';

const MB = 1024 * 1024;
/** Less than this is told: an hour of a busy company, a run and what the store writes anew fit into it. */
const LITTLE = 512 * MB;

/** What is left on the disk of a folder, in bytes. */
export interface Room { readonly folder: string; readonly left: number }

/** Where little is left for what is written. Folders on one disk are told once; one that cannot be asked is passed over. */
export async function littleRoom(folders: readonly string[], ask: (folder: string) => Promise<{ readonly bavail: number; readonly bsize: number }> = statfs): Promise<readonly Room[]> {
  const rooms: Room[] = [];
  for (const folder of new Set(folders)) {
    const disk = await ask(folder).catch(() => undefined);
    const left = disk === undefined ? LITTLE : disk.bavail * disk.bsize;
    if (left < LITTLE && !rooms.some((room) => room.left === left)) rooms.push({ folder, left });
  }
  return rooms;
}

export function saidRoom({ folder, left }: Room): string {
  const how = left < MB ? 'the disk is full' : `only ${Math.floor(left / MB)} MB are left on the disk`;
  return `${folder}: ${how}. Free some space: without room nothing that comes in is kept, and nobody is shown to anybody, because the audit is told first`;
}
