import type { WireAnswer, WireRequest } from '../account/server/wire.js';
import type { Home } from './protocol/arn.js';

/** The services beside Step Functions at the same address. */
export interface Neighbours {
  /** Those that tasks call here, by the ids of the AWS SDK: `CloudWatch Logs`. */
  readonly services: readonly string[];
  /** Answers what is no request to Step Functions. */
  readonly answer: (request: WireRequest) => Promise<WireAnswer>;
  /** Is told that the server listens. */
  begin(): void;
  close(): Promise<void>;
}

/** What they are opened with. */
export interface NeighboursContext {
  readonly root: string;
  readonly home: Home;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Folder of the user's project. */
  readonly project: string;
  /** Where programs of this machine reach the server; known once it listens. */
  readonly ownUrl: () => string;
  readonly report: (error: unknown) => void;
}
