import { at, type Fields, has, isFields, isOneOf } from '../fields.js';
import type { Report } from '../problem.js';
import type { Rule } from '../rule.js';
import { isExpression } from '../syntax/jsonata-string.js';
import type { QueryLanguage } from '../view.js';
import { checkAtMostOne, checkNumber } from './number-field.js';

const RESOURCE = /^arn:[\w-]+:states:::s3:(?:getObject|listObjectsV2)$/;
const VALUES: Readonly<Record<string, readonly string[]>> = {
  InputType: ['CSV', 'JSON', 'JSONL', 'MANIFEST', 'PARQUET'],
  CSVDelimiter: ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'],
  CSVHeaderLocation: ['FIRST_ROW', 'GIVEN'],
  ManifestType: ['S3_INVENTORY', 'ATHENA_DATA'],
  Transformation: ['NONE', 'LOAD_AND_FLATTEN'],
};
const OTHERS = ['CSVHeaders', 'ItemsPointer', 'MaxItems', 'MaxItemsPath'];

/**
 * An ItemReader reads an S3 object or lists a bucket: Resource, where it is (Arguments in JSONata states, Parameters
 * in JSONPath states), and a ReaderConfig. Headers are GIVEN exactly where there are CSVHeaders; an ItemsPointer is
 * for JSON; MaxItems is 0 (all) to 100,000,000.
 *
 * Source: AWS Step Functions developer guide, "ItemReader"; recorded for MaxItems.
 */
export const itemReader: Rule = (view, report) => {
  for (const { fields, type, language, location } of view.states) {
    if (type !== 'Map' || !has(fields, 'ItemReader')) continue;
    const reader = fields['ItemReader'];
    const where = at(location, 'ItemReader');
    if (!isFields(reader)) {
      report(where, `'ItemReader' must be an object`);
      continue;
    }
    const source = language === 'JSONata' ? 'Arguments' : 'Parameters';
    for (const name of Object.keys(reader)) {
      if (!['Resource', 'ReaderConfig', source].includes(name)) {
        report(at(where, name), `The field '${name}' is not supported in a ${language} ItemReader`);
      }
    }
    const resource = reader['Resource'];
    if (!has(reader, 'Resource')) report(where, `These fields are required: [Resource]`);
    else if (typeof resource !== 'string' || (!RESOURCE.test(resource) && !resource.includes('${'))) {
      report(at(where, 'Resource'), `'Resource' must be s3:getObject or s3:listObjectsV2`, 'INVALID_RESOURCE');
    }
    if (!has(reader, 'ReaderConfig')) continue;
    const config = reader['ReaderConfig'];
    if (isFields(config)) checkConfig(config, at(where, 'ReaderConfig'), language, report);
    else report(at(where, 'ReaderConfig'), `'ReaderConfig' must be an object`);
  }
};

function checkConfig(config: Fields, where: string, language: QueryLanguage, report: Report): void {
  for (const [name, value] of Object.entries(config)) {
    const values = VALUES[name];
    if (values === undefined) {
      if (!OTHERS.includes(name)) report(at(where, name), `The field '${name}' is not supported in a ReaderConfig`);
    } else if (!isOneOf(value, values) && !(language === 'JSONata' && isExpression(value))) {
      report(at(where, name), `The field '${name}' should have one of these values: [${values.join(', ')}]`);
    }
  }
  checkNumber(config, 'MaxItems', where, { least: 0, most: 100_000_000 }, language, report);
  if (language === 'JSONata' && has(config, 'MaxItemsPath')) {
    report(at(where, 'MaxItemsPath'), `The field 'MaxItemsPath' is for JSONPath states; this is a JSONata state`);
  }
  checkAtMostOne(config, ['MaxItems', 'MaxItemsPath'], where, report);

  const { InputType: type, CSVHeaderLocation: headers } = config;
  const list = config['CSVHeaders'];
  if (headers === 'GIVEN' && list === undefined) report(where, `These fields are required: [CSVHeaders]`);
  if (list !== undefined && !isExpression(list) && !isListOfStrings(list)) {
    report(at(where, 'CSVHeaders'), `'CSVHeaders' must be a non-empty list of strings`);
  }
  if (type === 'CSV' && headers === undefined && config['ManifestType'] === undefined) {
    report(where, `These fields are required: [CSVHeaderLocation]`);
  }
  if (has(config, 'ItemsPointer') && type !== 'JSON') {
    report(at(where, 'ItemsPointer'), `'ItemsPointer' needs the InputType JSON`);
  }
}

function isListOfStrings(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string');
}
