import type { Json } from './json.js';
import type { Body } from './nodes.js';
import type { Notification, Schedule, Trigger } from './starts.js';

/**
 * A flow as data: what the builder leaves behind, what the compiler reads. `schema/flow-graph.schema.json` is its JSON
 * Schema. A new optional field keeps `schemaVersion`; a field that an older reader must not ignore raises it.
 */
export interface FlowGraph {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly description?: string;
  readonly params: { readonly [name: string]: ParamSpec };
  readonly body: Body;
  /** Upper bound of a whole run, in seconds. */
  readonly timeoutSeconds?: number;
  /** When it is started by the clock once it is deployed, by name. */
  readonly schedules?: { readonly [name: string]: Schedule };
  /** What else starts it once it is deployed, by name. */
  readonly triggers?: { readonly [name: string]: Trigger };
  /** Who is told when a run of the deployed flow does not end well. */
  readonly notify?: readonly Notification[];
}

/** What a parameter accepts. Without a default it is required. */
export type ParamSpec =
  | { readonly type: 'string'; readonly default?: string; readonly description?: string }
  | { readonly type: 'number' | 'integer'; readonly default?: number; readonly description?: string }
  | { readonly type: 'boolean'; readonly default?: boolean; readonly description?: string }
  | {
      readonly type: 'enum';
      readonly values: readonly string[];
      readonly default?: string;
      readonly description?: string;
    }
  | { readonly type: 'json'; readonly default?: Json; readonly description?: string };
