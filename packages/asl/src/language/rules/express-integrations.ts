import { at } from '../fields.js';
import type { Rule } from '../rule.js';
import { isDistributed, processorOf } from '../view.js';

/**
 * EXPRESS executions, children of a DISTRIBUTED Map included, wait for nothing outside: no `.sync`, no
 * `.waitForTaskToken`, no activity and no DISTRIBUTED Map.
 *
 * Source: recorded for `.waitForTaskToken`; AWS Step Functions developer guide, "Choosing workflow type".
 */
export const expressIntegrations: Rule = (view, report) => {
  for (const { fields, type, location, machine } of view.states) {
    if (!machine.express) continue;
    if (type === 'Map' && isDistributed(processorOf(fields))) {
      report(location, `Express state machine does not support Distributed Map`);
    }
    const resource = type === 'Task' ? fields['Resource'] : undefined;
    if (typeof resource !== 'string') continue;
    const pattern = /\.(?:sync|waitForTaskToken)(?=$|:2$)/.exec(resource)?.[0];
    const where = at(location, 'Resource');
    if (pattern !== undefined)
      report(where, `Express state machine does not support '${pattern}' service integration `);
    else if (/^arn:[^:]+:states:[^:]+:[^:]*:activity:/.test(resource)) {
      report(where, `Express state machine does not support activities`);
    }
  }
};
