export { dynamodbRunStates } from './run-states.js';
