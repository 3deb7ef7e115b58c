/** Every number that could be argued about is a row like this, beside the code that uses it. */
export interface Setting {
  /** The default. */
  readonly is: number;
  readonly from: number;
  readonly to: number;
  readonly unit: string;
  readonly doc: string;
}

export type SettingsTable = Readonly<Record<string, Setting>>;
export type Values<S extends SettingsTable> = { readonly [K in keyof S]: number };

/**
 * The values of a settings table, defaults where nothing else is asked for.
 *
 * @param wanted names and numbers from the configuration
 * @returns the values, or a sentence for every entry that does not fit
 */
export function settle<S extends SettingsTable>(
  table: S, wanted: Readonly<Record<string, unknown>> = {},
): { readonly values: Values<S>; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const values: Record<string, number> = {};
  for (const [name, setting] of Object.entries(table)) values[name] = setting.is;
  for (const [name, value] of Object.entries(wanted)) {
    const setting = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!setting) {
      problems.push(`${name} is no setting here; there are ${Object.keys(table).join(', ') || 'none'}`);
    } else if (typeof value !== 'number' || !(value >= setting.from && value <= setting.to)) {
      problems.push(`${name} is ${typeof value === 'number' ? String(value) : JSON.stringify(value)}; it takes ${setting.from} to ${setting.to} ${setting.unit}`);
    } else {
      values[name] = value;
    }
  }
  return { values: values as Values<S>, problems };
}
