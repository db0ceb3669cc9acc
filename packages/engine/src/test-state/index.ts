export { testState, type TestStateOptions } from './test-state.js';
export {
  type ErrorDetails,
  type InspectionData,
  type Mock,
  type StateConfiguration,
  type TestStateRequest,
  TestStateRefusal,
  type TestStateResult,
} from './request.js';
