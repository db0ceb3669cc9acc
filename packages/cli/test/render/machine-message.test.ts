import { describe, expect, it } from '@jest/globals';
import { machineMessage } from '../../src/render/machine-message.js';

const CAUSE =
  "An error occurred while executing the state 'each' (entered at the event id #12). The JSONata expression '( $n > 2 ? $error('each: ' & $n) : $n )' specified for the field 'Output' threw an error during evaluation. D3137: each: 3 of 5 items failed,\n2 tolerated";

describe('what a machine said', () => {
  it('is the message without the expression that the service puts in front', () => {
    expect(machineMessage('States.QueryEvaluationError', CAUSE)).toBe('each: 3 of 5 items failed,\n2 tolerated');
  });

  it('is nothing for an expression that failed by itself, or for another error', () => {
    expect(machineMessage('States.QueryEvaluationError', CAUSE.replace('D3137', 'T2001'))).toBeUndefined();
    expect(machineMessage('States.Runtime', CAUSE)).toBeUndefined();
    expect(machineMessage(undefined, undefined)).toBeUndefined();
  });
});
