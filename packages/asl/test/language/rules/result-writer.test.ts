import { describe, test } from '@jest/globals';
import { resultWriter } from '../../../src/language/rules/result-writer.js';
import { distributedMap, expectProblems, expectValid, jsonata, jsonPath } from './harness.js';

const Resource = 'arn:aws:states:::s3:putObject';
const WriterConfig = { Transformation: 'COMPACT', OutputType: 'JSONL' };
const writer = (ResultWriter: unknown) => jsonPath({ A: distributedMap({ ResultWriter }) });
const where = '/States/A/ResultWriter';

describe('resultWriter', () => {
  test('takes an export, a shape, or both', () => {
    expectValid(resultWriter, writer({ Resource, Parameters: { Bucket: 'b', Prefix: 'p' } }));
    expectValid(resultWriter, writer({ WriterConfig }));
    expectValid(
      resultWriter,
      jsonata({ A: distributedMap({ ResultWriter: { Resource, Arguments: {}, WriterConfig } }) }),
    );
  });

  test('refuses an empty one, and half an export', () => {
    expectProblems(resultWriter, writer({}), [`${where}: One of these fields is required: [Resource, WriterConfig]`]);
    expectProblems(resultWriter, writer({ Resource, WriterConfig }), [
      `${where}: These fields are required together: [Resource, Parameters]`,
    ]);
    expectProblems(resultWriter, writer('b'), [`${where}: 'ResultWriter' must be an object`]);
  });

  test('refuses the fields of the other language, other services and values', () => {
    const ResultWriter = { Resource: 'arn:aws:states:::s3:getObject', Parameters: {}, Arguments: {} };
    expectProblems(resultWriter, jsonata({ A: distributedMap({ ResultWriter }) }), [
      `${where}/Parameters: The field 'Parameters' is not supported in a JSONata ResultWriter`,
      `${where}/Resource: 'Resource' must be s3:putObject (INVALID_RESOURCE)`,
    ]);
    expectProblems(resultWriter, writer({ WriterConfig: { Transformation: 'FLAT', Gzip: true } }), [
      `${where}/WriterConfig/Transformation: The field 'Transformation' should have one of these values: [NONE, COMPACT, FLATTEN]`,
      `${where}/WriterConfig/Gzip: The field 'Gzip' is not supported in a WriterConfig`,
    ]);
    expectProblems(resultWriter, writer({ WriterConfig: {} }), [
      `${where}/WriterConfig: These fields are required: [Transformation, OutputType]`,
    ]);
    expectProblems(resultWriter, writer({ WriterConfig: 'JSON' }), [
      `${where}/WriterConfig: 'WriterConfig' must be an object`,
    ]);
  });
});
