import jsonata from 'jsonata';
import { type Problem, validateText } from '@flowmap/asl/language';
import type { MachineType } from './machine-types.js';

/** All that the service would say about a definition, expressions included. */
export function validateDefinition(text: string, type: MachineType): readonly Problem[] {
  return validateText(text, { type, parseExpression: (source) => jsonata(source).ast() });
}
