import type { Ports } from '@flowmap/engine';
import type { ActivityRecord } from './activities/activity-record.js';
import type { Executions } from './executions/executions.js';
import type { Express } from './executions/express.js';
import type { Suspension } from './executions/suspension.js';
import type { Children } from './map-runs/children.js';
import type { MapRuns } from './map-runs/map-runs.js';
import type { Definitions } from './persistence/definitions.js';
import type { Records } from './persistence/records.js';
import type { Home } from './protocol/arn.js';
import type { MachineRecord } from './state-machines/machine-record.js';
import type { Tagged } from './state-machines/tagged.js';
import type { KeptTokens } from './tasks/token-records.js';

/** What the actions of a server share. */
export interface Backstage {
  readonly home: Home;
  readonly machines: Records<MachineRecord>;
  readonly activities: Records<ActivityRecord>;
  readonly definitions: Definitions;
  readonly executions: Executions;
  readonly express: Express;
  readonly children: Children;
  readonly mapRuns: MapRuns;
  readonly tokens: KeptTokens;
  readonly tagged: Tagged;
  readonly suspension: Suspension;
  /** What a tested state meets of the world. */
  readonly testPorts: () => Partial<Ports>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
  readonly uuid: () => string;
  /** Says what nobody asks for: a disk that is full. */
  readonly report: (error: unknown) => void;
}
