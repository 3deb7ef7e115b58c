import { at, type Today } from '../today.ts';

/** Doors of vouched places open for people who are there. */
export function badges(today: Today): void {
  const { life, place, busy, world } = today;
  if (place.placeId === undefined || place.line.kind !== 'office' || busy.length === 0 || life.driver.remote !== undefined) return;
  const draw = today.draw.fork('badge');
  for (const minute of [busy[0]!.from - draw.between(2, 12), ...(draw.chance(0.6) ? [busy[0]!.from + draw.between(200, 300)] : [])]) {
    const when = at(today, minute);
    if (when > world.endsAt || today.day < life.startDay) continue;
    today.emit({
      '@timestamp': when, 'event.action': 'badge-in', 'event.module': 'lenel', 'event.dataset': 'lenel.access', 'event.outcome': 'success', 'event.code': 'access-granted',
      'user.email': life.row.email, 'user.name': life.row.user_names[0], 'farmwatch.place.id': place.placeId,
    });
  }
}
