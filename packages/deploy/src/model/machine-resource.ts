import type { DeployedResource } from '@flowmap/asl';
import type { StateMachine } from '@flowmap/asl/language';
import type { JsonObject } from '@flowmap/graph';
import { LIVE_WEIGHT } from '../kinds/state-machine.js';

/** A state machine and what it runs with. */
export interface MachineSettings {
  readonly name: string;
  readonly definition: StateMachine;
  /** ARN of its role. */
  readonly role: string;
  /** Where its history goes. Default: nowhere. */
  readonly logging?: JsonObject;
  /** Default: no. */
  readonly tracing?: boolean;
}

/** A state machine as a resource, all of whose starts go to the newest version. */
export function machineResource({ name, definition, role, logging, tracing }: MachineSettings): DeployedResource {
  return {
    Type: 'AWS::StepFunctions::StateMachine',
    Name: name,
    Properties: {
      StateMachineName: name,
      StateMachineType: 'STANDARD',
      DefinitionString: JSON.stringify(definition),
      RoleArn: role,
      LoggingConfiguration: logging ?? { Level: 'OFF' },
      TracingConfiguration: { Enabled: tracing ?? false },
      [LIVE_WEIGHT]: 100,
    },
  };
}
