import type { Home } from './home.js';
import type { Ids } from './ids.js';

/** What the services of one account share. */
export interface World {
  readonly home: Home;
  readonly now: () => Date;
  readonly ids: Ids;
  /** How often something that takes its time is seen unready before it is ready. */
  readonly readsUntilReady: number;
}
