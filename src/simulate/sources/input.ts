import type { Random } from '../../core/random.ts';
import { busyMinutes } from '../rhythm.ts';
import { round } from '../lines.ts';
import { at, type Today } from '../today.ts';

const SLOT = 30;

/** Counts of input for every half hour that had any. */
export function input(today: Today): void {
  const { laptop, life, world, busy } = today;
  if (!laptop) return;
  const draw = today.draw.fork('input');
  const jiggler = life.jiggler && today.day >= life.jiggler.fromDay ? life.jiggler : undefined;
  if (busy.length === 0 && !jiggler?.atNight) return;
  const first = jiggler?.atNight ? 0 : Math.floor(busy[0]!.from / SLOT);
  const last = jiggler?.atNight ? 47 : Math.floor((busy.at(-1)!.to - 1) / SLOT);
  const duration = SLOT * 60 * 1e9;
  for (let slot = first; slot <= last; slot++) {
    const minutes = busyMinutes(busy, slot * SLOT, (slot + 1) * SLOT);
    const idleS = (SLOT - minutes) * 60;
    const made = jiggler && idleS > 120 ? jiggler : undefined;
    if (minutes < 1 && !made) continue;
    const when = at(today, (slot + 1) * SLOT);
    if (when > world.endsAt || when < laptop.firstBoot) continue;
    const intensity = life.driver.rhythm.intensity * draw.between(0.4, 1.5);
    const keys = minutes < 1 ? 0 : draw.poisson(minutes * 16 * intensity);
    const own = minutes < 1 ? 0 : draw.poisson(minutes * 11 * intensity);
    const jiggles = made ? Math.floor(idleS / made.periodS) : 0;
    const activeS = Math.min(1_800, Math.round(minutes * 60 * draw.between(0.25, 0.6)) + jiggles);
    today.emit({
      '@timestamp': when, 'event.action': 'activity', 'event.module': 'rhythm', 'event.dataset': 'rhythm.activity', 'event.outcome': 'success', 'event.duration': duration,
      ...today.machine, ...today.user,
      'farmwatch.input.keys': keys, 'farmwatch.input.pointer': own + jiggles, 'farmwatch.input.seconds_active': activeS,
      'farmwatch.input.gap_s': gaps(minutes, made, draw), 'farmwatch.input.displacement_px': minutes < 1 ? 0 : Math.round(Math.abs(draw.normal(0, 900 * Math.sqrt(minutes)))),
    });
  }
}

/** Sampled gaps: a person's come in bursts with pauses; made ones keep a beat. */
function gaps(minutes: number, made: { readonly periodS: number; readonly noiseS: number } | undefined, draw: Random): readonly number[] {
  const count = 6 + draw.int(4);
  const list: number[] = [];
  for (let i = 0; i < count; i++) {
    const beat = made !== undefined && draw.next() * SLOT > minutes * 0.8;
    list.push(round(beat ? Math.max(0.5, made.periodS + draw.normal(0, made.noiseS)) : draw.chance(0.7) ? 0.08 + draw.exponential(1.6) : 2 + draw.exponential(22), 2));
  }
  return list;
}
