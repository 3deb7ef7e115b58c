import { FIELDS, FIELD_NAMES, fieldSpec, type FieldName } from '../../src/core/event.ts';
import { TABLES } from '../../src/core/tables.ts';
import type { HireId } from '../../src/core/person.ts';
import { simulate, type Company, type EcsDocument, type Tables } from '../../src/simulate/company.ts';

/** Stands in everything that the files say of one person, and in nothing about anybody else. */
export const MARKER = 'zqplantedzq';
export const MARKED_HIRE: HireId = `h-${MARKER}`;

/** A city is shown on purpose, coarse as it is; so are teams and agencies, of whom there are many; who answers for a permission works here and is named in reports. */
const SHOWN: ReadonlySet<string> = new Set(['home_city', 'ship_city', 'claimed_city', 'city', 'team', 'agency', 'owner', 'source.geo.city_name', 'farmwatch.shipment.city']);
/** Types of columns that hold a text of which any other would do as well. */
const FREE: ReadonlySet<string> = new Set(['text', 'email', 'list', 'serial', 'serials', 'token', 'tokens']);
/** Fields that are compared with lists, or are addresses: a mark would change what they mean. */
const MEANT: ReadonlySet<FieldName> = new Set(['farmwatch.net.line', 'source.geo.country_iso_code', 'farmwatch.shipment.country', 'process.executable']);
const PERSONAL = FIELD_NAMES.filter((name) => fieldSpec(name).class !== undefined && (FIELDS[name].type === 'keyword' || FIELDS[name].type === 'text') && !MEANT.has(name) && !SHOWN.has(name));

const withMark = (value: unknown): unknown => (typeof value === 'string' ? `${MARKER}${value}` : Array.isArray(value) ? value.map(withMark) : value);

/** A row with the mark in every free text; columns that were empty are filled where `fill` says so. */
function markedRow<R extends object>(kind: keyof Tables, row: R, fill: boolean): R {
  const columns = Object.entries(TABLES[kind].columns as Readonly<Record<string, { readonly type: string }>>).filter(([name, { type }]) => FREE.has(type) && name !== 'hire_id' && !SHOWN.has(name));
  const own = row as Readonly<Record<string, unknown>>;
  const changed = columns.flatMap(([name, { type }]) => {
    if (own[name] !== undefined && own[name] !== '') return [[name, withMark(own[name])] as const];
    return fill && ['text', 'token'].includes(type) ? [[name, `${MARKER}-${name}`] as const] : [];
  });
  return { ...row, ...Object.fromEntries(changed), ...(own['hire_id'] === undefined ? {} : { hire_id: MARKED_HIRE }) };
}

/**
 * A company with a farm, one of whose people bears the mark in every personal field of every file: their id, accounts,
 * laptop, parcel, application, journey, permission, and each personal field of an event.
 *
 * @param endDate last day of work of that person
 */
export function markedCompany(endsAt: number, endDate: string): { readonly company: Company; readonly email: string } {
  const company = simulate({ seed: 'markers', people: 8, days: 16, farms: [3], staff: 3, endsAt });
  const hire = company.truth.farms[0]!.hires[0]!;
  const person = company.tables.people.find((row) => row.hire_id === hire)!;
  const serials = new Set(person.device_serials);
  const isTheirs = (row: { readonly hire_id?: string }): boolean => row.hire_id === hire;
  const changed = <R extends { readonly hire_id?: string }>(kind: keyof Tables, rows: readonly R[], fresh: R): readonly R[] => {
    const own = rows.filter(isTheirs);
    return [...rows.filter((row) => !isTheirs(row)), ...(own.length === 0 ? [fresh] : own).map((row) => markedRow(kind, row, true))];
  };
  const { tables } = company;
  const isEvent = (event: EcsDocument): boolean => event['user.email'] === person.email || person.user_names.includes(String(event['user.name'])) || serials.has(String(event['device.serial_number']));
  const markedEvent = (event: EcsDocument, fill: boolean): EcsDocument => ({
    ...event, ...Object.fromEntries(PERSONAL.flatMap((name) => (event[name] !== undefined ? [[name, withMark(event[name])]] : fill && FIELDS[name].type !== 'text' ? [[name, `${MARKER}-${name}`]] : []))),
  });
  return {
    email: `${MARKER}${person.email}`,
    company: {
      ...company,
      tables: {
        ...tables,
        people: tables.people.map((row) => (isTheirs(row) ? { ...markedRow('people', row, true), end_date: endDate } : row)),
        devices: changed('devices', tables.devices, { serial: person.device_serials[0] ?? 'SN', hire_id: hire } as never),
        travel: changed('travel', tables.travel, { hire_id: hire, from: '2026-10-20', to: '2026-10-21', city: 'Tulsa' } as never),
        applications: changed('applications', tables.applications, { application_id: 'a-1', hire_id: hire } as never),
        allowed: [...tables.allowed, { tool: 'anydesk', scope: `hire:${MARKED_HIRE}`, owner: 'it', reason: MARKER } as never],
      },
      *events() {
        let filled = false;
        for (const event of company.events()) {
          if (!isEvent(event)) yield event;
          else {
            yield markedEvent(event, false);
            // One more that has a value for every personal field.
            if (!filled) yield { ...markedEvent(event, true), 'event.id': `${MARKER}-full` };
            filled = true;
          }
        }
      },
    },
  };
}
