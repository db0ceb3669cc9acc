import { at, has, isFields } from '../fields.js';
import type { Rule } from '../rule.js';
import { checkAtMostOne } from './number-field.js';

/**
 * A Map has one ItemProcessor (or the older Iterator). Its ProcessorConfig has Mode INLINE, the default, or
 * DISTRIBUTED, and with DISTRIBUTED an ExecutionType: STANDARD or EXPRESS.
 *
 * Source: AWS Step Functions developer guide, "Map state".
 */
export const mapProcessor: Rule = (view, report) => {
  for (const { fields, type, location } of view.states) {
    if (type !== 'Map') continue;
    checkAtMostOne(fields, ['ItemProcessor', 'Iterator'], location, report);
    checkAtMostOne(fields, ['ItemSelector', 'Parameters'], location, report);
    const name = has(fields, 'ItemProcessor') || !has(fields, 'Iterator') ? 'ItemProcessor' : 'Iterator';
    const processor = fields[name];
    const where = at(location, name);
    if (!has(fields, name)) report(location, `These fields are required: [ItemProcessor]`);
    else if (!isFields(processor)) report(where, `'${name}' must be an object`);
    else if (has(processor, 'ProcessorConfig')) checkConfig(processor['ProcessorConfig'], at(where, 'ProcessorConfig'));
  }

  function checkConfig(config: unknown, where: string): void {
    if (!isFields(config)) {
      report(where, `'ProcessorConfig' must be an object`);
      return;
    }
    for (const name of Object.keys(config)) {
      if (name !== 'Mode' && name !== 'ExecutionType') report(at(where, name), `The field '${name}' is not supported`);
    }
    const mode = config['Mode'] ?? 'INLINE';
    if (mode !== 'INLINE' && mode !== 'DISTRIBUTED') {
      report(at(where, 'Mode'), `The field 'Mode' should have one of these values: [INLINE, DISTRIBUTED]`);
    }
    const type = config['ExecutionType'];
    if (has(config, 'ExecutionType') && type !== 'STANDARD' && type !== 'EXPRESS') {
      const message = `The field 'ExecutionType' should have one of these values: [STANDARD, EXPRESS]`;
      report(at(where, 'ExecutionType'), message);
    } else if (mode === 'DISTRIBUTED' && type === undefined) {
      report(where, `These fields are required: [ExecutionType]`);
    } else if (mode === 'INLINE' && type !== undefined) {
      const message = `'ExecutionType' has no effect where Mode is INLINE`;
      report(at(where, 'ExecutionType'), message, 'FIELD_IGNORED', 'WARNING');
    }
  }
};
