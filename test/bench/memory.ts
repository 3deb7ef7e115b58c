import { readFileSync, readdirSync } from 'node:fs';

/** Resident memory of the processes that this one started, in MB. */
function residentNow(): number {
  const children = new Map<number, number[]>();
  const resident = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
      resident.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended while we looked.
    }
  }
  const sum = (pid: number): number => (resident.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
  return (children.get(process.pid) ?? []).reduce((total, child) => total + sum(child), 0);
}

/** Watches memory four times a second; `mark` begins a stretch and returns what tells its peak. */
export function peakMemory(): { mark(): () => number } {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, residentNow());
  };
  const timer = setInterval(look, 250);
  timer.unref();
  return {
    mark() {
      peak = 0;
      look();
      return () => {
        look();
        return Math.round(peak);
      };
    },
  };
}
