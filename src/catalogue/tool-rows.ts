import rows from './tools.json' with { type: 'json' };

export type ToolKind = 'remote-control' | 'rmm' | 'tunnel' | 'mesh' | 'vnc' | 'rdp' | 'screen-share' | 'km-sharing' | 'jiggler';
/** What a sighting says: the tool is there, was set up to work without a person present, or is in use from elsewhere. */
export type ToolMeans = 'present' | 'unattended-setup' | 'incoming-session';
export type CorporateUse = 'high' | 'medium' | 'low';

/** One row of `tools.json`; the README explains each column. */
export interface Tool {
  readonly id: string;
  readonly name: string;
  readonly kind: ToolKind;
  readonly signers: readonly string[];
  readonly originalFileNames: readonly string[];
  readonly processes: readonly string[];
  /** Programs and packages of that name or maker that do not hand over the machine they run on: most of them drive others. */
  readonly viewers?: readonly string[];
  readonly executables: readonly string[];
  readonly services: readonly string[];
  readonly packages: readonly string[];
  readonly domains: readonly string[];
  readonly commandLines: readonly { readonly pattern: readonly string[]; readonly means: ToolMeans }[];
  readonly sharedSigner: boolean;
  readonly genericName?: true;
  readonly outgoingOnly?: true;
  readonly corporateUse: CorporateUse;
  readonly namedInReports: boolean;
  readonly source: string;
  readonly date: string;
}

// The compiler reads JSON values as plain strings; a test holds every row against the unions.
export const TOOLS = rows as unknown as readonly Tool[];

const byId = new Map(TOOLS.map((tool) => [tool.id, tool]));

/** The tool with this id, as `allowed.csv` and `farmwatch.remote.protocol` name it; undefined where there is none. */
export function toolById(id: string): Tool | undefined {
  return byId.get(id);
}
