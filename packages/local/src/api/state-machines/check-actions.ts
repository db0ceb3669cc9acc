import { testState, TestStateRefusal, type TestStateRequest } from '@flowmap/engine/test-state';
import type { Backstage } from '../backstage.js';
import type { Actions } from '../protocol/actions.js';
import { ApiError } from '../protocol/api-error.js';
import { diagnose, type MachineType } from './definition-check.js';

/** Diagnostics that one answer has where the request does not say. Source: API reference. */
const MOST_DIAGNOSTICS = 100;

/** What is asked about a definition without keeping it: ValidateStateMachineDefinition and TestState. */
export function checkActions({ testPorts, home }: Backstage): Actions {
  return {
    ValidateStateMachineDefinition(request: {
      readonly definition: string;
      readonly type?: MachineType;
      readonly severity?: 'ERROR' | 'WARNING';
      readonly maxResults?: number;
    }) {
      const { definition, type = 'STANDARD', severity = 'ERROR', maxResults = 0 } = request;
      const most = maxResults === 0 ? MOST_DIAGNOSTICS : maxResults;
      const all = diagnose(definition, type);
      const shown = all.filter((problem) => severity === 'WARNING' || problem.severity === 'ERROR');
      return {
        result: all.some((problem) => problem.severity === 'ERROR') ? 'FAIL' : 'OK',
        diagnostics: shown.slice(0, most).map(({ severity: own, code, message, location }) => ({
          severity: own,
          code,
          message,
          ...(location !== undefined && { location }),
        })),
        truncated: shown.length > most,
      };
    },

    async TestState(request: TestStateRequest) {
      try {
        return await testState(request, testPorts(), home);
      } catch (error) {
        throw error instanceof TestStateRefusal ? new ApiError(error.code, error.message) : error;
      }
    },
  };
}
