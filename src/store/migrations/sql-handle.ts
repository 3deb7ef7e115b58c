type Scalar = string | number | bigint | boolean;
/** How steps speak to the embedded store: SQL with values, the tables under the name `farmwatch`. */
export interface SqlHandle {
  run(sql: string, values?: readonly (Scalar | readonly Scalar[])[]): Promise<readonly (readonly unknown[])[]>;
}
