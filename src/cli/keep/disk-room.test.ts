import { describe, expect, it } from 'vitest';
import { littleRoom, saidRoom } from './disk-room.ts';

const MB = 1024 * 1024;
const disks: Readonly<Record<string, number>> = { '/full': 0, '/little': 100.5 * MB, '/beside': 100.5 * MB, '/much': 90_000 * MB };
const ask = async (folder: string): Promise<{ bavail: number; bsize: number }> => {
  const left = disks[folder];
  if (left === undefined) throw new Error('ENOENT');
  return { bavail: left / 512, bsize: 512 };
};

describe('room on the disk', () => {
  it('is told where little is left, once a disk, and of no folder that cannot be asked', async () => {
    const rooms = await littleRoom(['/much', '/little', '/little', '/beside', '/full', '/gone'], ask);

    expect(rooms.map(({ folder }) => folder)).toEqual(['/little', '/full']);
    expect(rooms.map(saidRoom).map((said) => said.split('.')[0])).toEqual(['/little: only 100 MB are left on the disk', '/full: the disk is full']);
  });

  it('is asked of the real disk', async () => {
    await expect(littleRoom(['/'])).resolves.toBeInstanceOf(Array);
  });
});
