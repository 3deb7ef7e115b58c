import { asFields, build, first, textOf, type Fields } from './parts.ts';
import type { WindowsRecord } from './record.ts';

/*
 * The receiver of OpenTelemetry names the parts of an event as Windows does, in small letters, and keeps its data as an
 * object or, as it was at first, as a list of objects with one name each.
 */

/** True for the body of such a record. @see opentelemetry-collector-contrib, receiver/windowseventlogreceiver */
export function isOpenTelemetry(raw: Fields): boolean {
  return textOf(asFields(raw['event_id'])?.['id']) !== undefined && typeof raw['channel'] === 'string' && asFields(raw['provider']) !== undefined;
}

export function fromOpenTelemetry(raw: Fields): WindowsRecord {
  const data = asFields(raw['event_data']) ?? {};
  return build({
    eventId: textOf(asFields(raw['event_id'])?.['id']), provider: textOf(asFields(raw['provider'])?.['name']), channel: first(raw, 'channel'), computer: first(raw, 'computer'), recordId: first(raw, 'record_id'),
    time: first(raw, 'system_time'), userSid: textOf(asFields(raw['security'])?.['user_id']),
    data: Array.isArray(data['data']) ? Object.assign({}, ...(data['data'] as readonly unknown[]).map((pair) => asFields(pair) ?? {})) as Fields : data,
    // Parts of it are an object where the receiver took them apart; the data says the same.
    message: textOf(raw['message']),
  });
}
