import { ApiError } from '../protocol/api-error.js';
import { machineArn, parseArn, type Home } from '../protocol/arn.js';
import type { Records } from '../persistence/records.js';
import type { AliasRecord, MachineRecord, Revision, VersionRecord } from './machine-record.js';

/** A state machine as an ARN means it. */
export interface FoundMachine {
  readonly machine: MachineRecord;
  readonly version?: VersionRecord;
  readonly alias?: AliasRecord;
  readonly label?: string;
}

/** The state machine of an unqualified ARN. Throws `InvalidArn`, `StateMachineDoesNotExist`. */
export function findMachine(machines: Records<MachineRecord>, arn: string): MachineRecord {
  parseArn(arn, 'stateMachine');
  const machine = machines.get(arn);
  if (machine === undefined) throw missingMachine(arn);
  return machine;
}

/** What an ARN means that may name a version, an alias or a label. Throws `InvalidArn`, `StateMachineDoesNotExist`. */
export function findQualified(machines: Records<MachineRecord>, home: Home, arn: string): FoundMachine {
  const { name, label, qualifier } = parseArn(arn, 'stateMachine');
  const machine = machines.get(machineArn(home, name));
  if (machine === undefined) throw missingMachine(arn);
  if (label !== undefined) return { machine, label };
  if (qualifier === undefined) {
    // The same name in another account or region.
    if (machine.arn !== arn) throw missingMachine(arn);
    return { machine };
  }
  if (/^\d+$/.test(qualifier)) {
    const version = machine.versions.find(({ number }) => number === Number(qualifier));
    if (version === undefined) throw missingMachine(arn);
    return { machine, version };
  }
  const alias = machine.aliases.find((one) => one.name === qualifier);
  if (alias === undefined) throw missingMachine(arn);
  return { machine, alias };
}

/** Refuses to use a state machine that is being deleted. */
export function refuseDeleting({ status, arn }: MachineRecord): void {
  if (status === 'DELETING') throw new ApiError('StateMachineDeleting', `State Machine Being Deleted: '${arn}'`);
}

/** `StateMachineDoesNotExist` */
export function missingMachine(arn: string): ApiError {
  return new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

/** Whether two revisions start executions alike. */
export function isSameRevision(one: Revision, other: Revision): boolean {
  const { id: _, ...first } = one;
  const { id: __, ...second } = other;
  return sorted(first) === sorted(second);
}

/** A value as text that does not depend on the order of names. */
export function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
