/**
 * A record under one set of names, whatever the way it came: Graph (`ipAddress`), diagnostic export (`properties.ipAddress`),
 * Log Analytics (`IPAddress`), portal download (`IP address`), unified audit log (`ClientIP`). Names are folded to small letters and digits.
 */
export interface EntraRecord {
  /** What kind of log it is from. */
  readonly kind: EntraKind;
  /** True for a record of a diagnostic setting: where the service writes dates with strokes there, the month comes first. */
  readonly isDiagnostic: boolean;
  /** The value of a folded name: in `properties` where there are some, else in the record itself. */
  get(name: string): unknown;
  /** The text of a folded name; undefined where it is missing, empty or stands for nothing. */
  text(name: string): string | undefined;
}

export type EntraKind =
  | { readonly is: 'sign-in'; readonly category: string | undefined }
  | { readonly is: 'audit' }
  | { readonly is: 'other'; readonly name: string };
