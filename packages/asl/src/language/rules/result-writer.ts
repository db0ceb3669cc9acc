import { at, type Fields, has, isFields, isOneOf } from '../fields.js';
import type { Report } from '../problem.js';
import type { Rule } from '../rule.js';

const RESOURCE = /^(?:arn:[\w-]+:states:::s3:putObject|.*\$\{.*)$/;
const VALUES: Readonly<Record<string, readonly string[]>> = {
  OutputType: ['JSON', 'JSONL'],
  Transformation: ['NONE', 'COMPACT', 'FLATTEN'],
};

/**
 * A ResultWriter exports the results (Resource and where to: Arguments in JSONata states, Parameters in JSONPath
 * states), shapes them (WriterConfig), or both; an empty one is refused.
 *
 * Source: AWS Step Functions developer guide, "ResultWriter".
 */
export const resultWriter: Rule = (view, report) => {
  for (const { fields, type, language, location } of view.states) {
    if (type !== 'Map' || !has(fields, 'ResultWriter')) continue;
    const writer = fields['ResultWriter'];
    const where = at(location, 'ResultWriter');
    if (!isFields(writer)) {
      report(where, `'ResultWriter' must be an object`);
      continue;
    }
    const target = language === 'JSONata' ? 'Arguments' : 'Parameters';
    for (const name of Object.keys(writer)) {
      if (!['Resource', 'WriterConfig', target].includes(name)) {
        report(at(where, name), `The field '${name}' is not supported in a ${language} ResultWriter`);
      }
    }
    if (has(writer, 'Resource') !== has(writer, target)) {
      report(where, `These fields are required together: [Resource, ${target}]`);
    } else if (!has(writer, 'Resource') && !has(writer, 'WriterConfig')) {
      report(where, `One of these fields is required: [Resource, WriterConfig]`);
    }
    const resource = writer['Resource'];
    if (has(writer, 'Resource') && (typeof resource !== 'string' || !RESOURCE.test(resource))) {
      report(at(where, 'Resource'), `'Resource' must be s3:putObject`, 'INVALID_RESOURCE');
    }
    if (!has(writer, 'WriterConfig')) continue;
    const config = writer['WriterConfig'];
    if (isFields(config)) checkConfig(config, at(where, 'WriterConfig'), report);
    else report(at(where, 'WriterConfig'), `'WriterConfig' must be an object`);
  }
};

function checkConfig(config: Fields, where: string, report: Report): void {
  if (Object.keys(config).length === 0) report(where, `These fields are required: [Transformation, OutputType]`);
  for (const [name, value] of Object.entries(config)) {
    const values = VALUES[name];
    if (values === undefined) report(at(where, name), `The field '${name}' is not supported in a WriterConfig`);
    else if (!isOneOf(value, values)) {
      report(at(where, name), `The field '${name}' should have one of these values: [${values.join(', ')}]`);
    }
  }
}
