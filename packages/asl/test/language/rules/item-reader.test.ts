import { describe, test } from '@jest/globals';
import { itemReader } from '../../../src/language/rules/item-reader.js';
import { distributedMap, expectProblems, expectValid, jsonata, jsonPath } from './harness.js';

const Resource = 'arn:aws:states:::s3:getObject';
const reader = (ItemReader: unknown) => jsonPath({ A: distributedMap({ ItemReader }) });
const config = (ReaderConfig: unknown) => reader({ Resource, ReaderConfig, Parameters: { Bucket: 'b', Key: 'k' } });
const where = '/States/A/ItemReader';

describe('itemReader', () => {
  test.each([
    { InputType: 'JSON', ItemsPointer: '/rows', MaxItems: 0 },
    { InputType: 'JSONL', MaxItems: 100_000_000 },
    { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVDelimiter: 'TAB', MaxItemsPath: '$.max' },
    { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a', 'b'] },
    { InputType: 'MANIFEST' },
    { ManifestType: 'S3_INVENTORY' },
    { InputType: 'CSV', ManifestType: 'ATHENA_DATA' },
    { InputType: 'PARQUET' },
    {},
  ])('takes %j', (ReaderConfig) => expectValid(itemReader, config(ReaderConfig)));

  test('takes a list of a bucket, and expressions in JSONata states', () => {
    const list = 'arn:aws:states:::s3:listObjectsV2';
    expectValid(itemReader, reader({ Resource: list, Parameters: { Bucket: 'b' } }));
    const ReaderConfig = { InputType: 'JSON', MaxItems: '{% $max %}' };
    const ItemReader = { Resource, ReaderConfig, Arguments: { Bucket: '{% $bucket %}' } };
    expectValid(itemReader, jsonata({ A: distributedMap({ ItemReader }) }));
  });

  test('refuses what it cannot read from', () => {
    expectProblems(itemReader, reader({ Arguments: {} }), [
      `${where}/Arguments: The field 'Arguments' is not supported in a JSONPath ItemReader`,
      `${where}: These fields are required: [Resource]`,
    ]);
    expectProblems(itemReader, reader({ Resource: 'arn:aws:states:::s3:putObject' }), [
      `${where}/Resource: 'Resource' must be s3:getObject or s3:listObjectsV2 (INVALID_RESOURCE)`,
    ]);
    expectProblems(itemReader, reader('$'), [`${where}: 'ItemReader' must be an object`]);
    expectProblems(itemReader, config('CSV'), [`${where}/ReaderConfig: 'ReaderConfig' must be an object`]);
  });

  test('refuses values and fields of a ReaderConfig that do not exist', () => {
    expectProblems(itemReader, config({ InputType: 'XML', CSVDelimiter: ',', Rows: 1, MaxItems: -1 }), [
      `${where}/ReaderConfig/InputType: The field 'InputType' should have one of these values: [CSV, JSON, JSONL, MANIFEST, PARQUET]`,
      `${where}/ReaderConfig/CSVDelimiter: The field 'CSVDelimiter' should have one of these values: [COMMA, PIPE, SEMICOLON, SPACE, TAB]`,
      `${where}/ReaderConfig/Rows: The field 'Rows' is not supported in a ReaderConfig`,
      `${where}/ReaderConfig/MaxItems: 'MaxItems' must be a whole number, 0 to 100000000`,
    ]);
    expectProblems(itemReader, config({ InputType: ['JSON'] }), [
      `${where}/ReaderConfig/InputType: The field 'InputType' should have one of these values: [CSV, JSON, JSONL, MANIFEST, PARQUET]`,
    ]);
    const ItemReader = { Resource, ReaderConfig: { InputType: 'JSON', MaxItemsPath: '$.m' } };
    expectProblems(itemReader, jsonata({ A: distributedMap({ ItemReader }) }), [
      `${where}/ReaderConfig/MaxItemsPath: The field 'MaxItemsPath' is for JSONPath states; this is a JSONata state`,
    ]);
  });

  test('refuses settings that do not go together', () => {
    expectProblems(itemReader, config({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }), [
      `${where}/ReaderConfig: These fields are required: [CSVHeaders]`,
    ]);
    expectProblems(itemReader, config({ InputType: 'CSV', CSVHeaders: [] }), [
      `${where}/ReaderConfig/CSVHeaders: 'CSVHeaders' must be a non-empty list of strings`,
      `${where}/ReaderConfig: These fields are required: [CSVHeaderLocation]`,
    ]);
    expectProblems(itemReader, config({ InputType: 'JSONL', ItemsPointer: '/a', MaxItems: 1, MaxItemsPath: '$.m' }), [
      `${where}/ReaderConfig: Only one of these fields is allowed: [MaxItems, MaxItemsPath]`,
      `${where}/ReaderConfig/ItemsPointer: 'ItemsPointer' needs the InputType JSON`,
    ]);
  });
});
