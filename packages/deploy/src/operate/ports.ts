import type { MetadataStore } from '@flowmap/store';
import type { Site } from '../kinds/kind.js';

/** What looking after a deployed flow needs of the world. */
export interface OperatePorts {
  readonly site: Site;
  readonly metadata: MetadataStore;
}

/** What changing a deployed flow needs besides. */
export interface ChangePorts extends OperatePorts {
  /** Who asks: what `callerName` makes of the caller's ARN. */
  readonly caller: string;
  readonly now: () => Date;
}

/** What somebody shows who wants to change a flow of somebody else. */
export interface Authorization {
  /** The production token. */
  readonly authorize?: string | undefined;
}
