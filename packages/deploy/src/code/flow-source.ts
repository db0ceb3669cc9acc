/** A flow's bundle, as it is loaded on AWS. */
export interface FlowSource {
  /** The ES module whose default export is the flow. */
  readonly code: string;
  /** Its source map. Sources are paths below the folder of the module. */
  readonly map: string;
}

/** The name of the file with the flow. */
export const FLOW_FILE = 'flow.mjs';

/** The name of its source map, beside it. */
export const MAP_FILE = 'flow.mjs.map';

/** The code as it is written to its file: with the name of its source map behind. */
export function withMapName(code: string): string {
  return `${code}\n//# sourceMappingURL=${MAP_FILE}\n`;
}
