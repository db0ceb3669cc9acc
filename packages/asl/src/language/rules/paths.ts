import { at, elements, type Fields, has, isFields } from '../fields.js';
import type { Report } from '../problem.js';
import type { Rule } from '../rule.js';
import { givesString, intrinsicFault } from '../syntax/intrinsic.js';
import { isReferencePath, pathFault } from '../syntax/json-path.js';

/** null takes all away; elsewhere a path must be there. */
const OR_NULL = ['InputPath', 'OutputPath'];
const PATHS = [
  ...['ItemsPath', 'MaxConcurrencyPath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'],
  ...['TimeoutSecondsPath', 'HeartbeatSecondsPath', 'SecondsPath', 'TimestampPath'],
];

/**
 * The fields of JSONPath states that end with Path hold paths. ResultPath names one place in the state's data, or is
 * null; ErrorPath and CausePath may also call an intrinsic function that gives a string.
 *
 * Source: Amazon States Language, "Paths" and "Reference paths"; AWS Step Functions developer guide, "Fail".
 */
export const paths: Rule = (view, report) => {
  for (const { fields, language, location } of view.states) {
    if (language !== 'JSONPath') continue;
    for (const name of OR_NULL) if (fields[name] !== null) checkPath(fields, name, location, report);
    for (const name of PATHS) checkPath(fields, name, location, report);
    for (const name of ['ErrorPath', 'CausePath']) {
      const value = fields[name];
      if (typeof value !== 'string' || !value.startsWith('States.')) checkPath(fields, name, location, report);
      else if (intrinsicFault(value) !== undefined || !givesString(value)) {
        report(at(location, name), `'${name}' must be a path or an intrinsic function that gives a string`);
      }
    }
    checkResultPath(fields, location, report);
    for (const [i, entry] of elements(fields['Catch']).entries()) {
      if (isFields(entry)) checkResultPath(entry, at(location, `Catch[${i}]`), report);
    }
    checkInner(
      fields['ItemBatcher'],
      ['MaxItemsPerBatchPath', 'MaxInputBytesPerBatchPath'],
      at(location, 'ItemBatcher'),
    );
    const reader = fields['ItemReader'];
    if (isFields(reader)) checkInner(reader['ReaderConfig'], ['MaxItemsPath'], at(location, 'ItemReader/ReaderConfig'));
  }

  function checkInner(inner: unknown, names: readonly string[], location: string): void {
    if (isFields(inner)) for (const name of names) checkPath(inner, name, location, report);
  }
};

function checkPath(fields: Fields, name: string, location: string, report: Report): void {
  if (!has(fields, name)) return;
  const value = fields[name];
  if (typeof value !== 'string') report(at(location, name), `'${name}' must be a path`);
  else {
    const fault = pathFault(value);
    if (fault !== undefined) report(at(location, name), `The path '${value}' ${fault}`);
  }
}

function checkResultPath(fields: Fields, location: string, report: Report): void {
  const value = fields['ResultPath'];
  if (!has(fields, 'ResultPath') || value === null) return;
  if (typeof value !== 'string' || !isReferencePath(value)) {
    report(at(location, 'ResultPath'), `'ResultPath' must be a reference path, as '$.result', or null`);
  }
}
