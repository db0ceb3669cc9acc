import type { Backstage } from '../backstage.js';
import { timestamp, type Actions } from '../protocol/actions.js';
import { ApiError, validationError } from '../protocol/api-error.js';
import { machineArn, parseArn } from '../protocol/arn.js';
import { pageOf, type PageRequest } from '../protocol/page.js';
import { findMachine, refuseDeleting } from './find-machine.js';
import type { MachineRecord } from './machine-record.js';

/** Versions of one state machine. Source: Step Functions developer guide, "Service quotas". */
const MOST_VERSIONS = 1000;

/** What a client calls the revision that a state machine was created with. */
const INITIAL = 'INITIAL';

/** Publishes versions, lists and deletes them. */
export function versionActions({ machines, home, now }: Backstage): Actions {
  return {
    async PublishStateMachineVersion(request: { stateMachineArn: string; revisionId?: string; description?: string }) {
      const { stateMachineArn: arn, revisionId, description } = request;
      const before = findMachine(machines, arn);
      refuseDeleting(before);
      const current = before.current.id ?? INITIAL;
      if (revisionId !== undefined && revisionId !== '' && revisionId !== current) {
        throw new ApiError(
          'ConflictException',
          `Failed to publish the State Machine version for revision ${revisionId}. ` +
            `The current State Machine revision is ${current}.`,
        );
      }
      const { machine, version } = publishCurrent(before, now(), description);
      if (machine !== before) await machines.set(arn, machine);
      const published = machine.versions.find(({ number }) => number === version);
      return {
        creationDate: timestamp(published?.created ?? machine.updated),
        stateMachineVersionArn: versionArn(machine, version),
      };
    },

    ListStateMachineVersions(request: PageRequest & { stateMachineArn: string }) {
      const machine = findMachine(machines, request.stateMachineArn);
      const newest = machine.versions.toReversed();
      // The highest number comes first, and a page token compares upwards.
      const keyOf = ({ number }: { number: number }): string => String(1e9 - number).padStart(10, '0');
      const { items, rest } = pageOf(newest, request, ['ListStateMachineVersions', machine.arn], keyOf);
      return {
        stateMachineVersions: items.map(({ number, created }) => ({
          stateMachineVersionArn: versionArn(machine, number),
          creationDate: timestamp(created),
        })),
        ...rest,
      };
    },

    async DeleteStateMachineVersion({ stateMachineVersionArn: arn }: { stateMachineVersionArn: string }) {
      const { name, qualifier = '' } = parseArn(arn, 'stateMachine');
      if (!/^\d+$/.test(qualifier)) throw validationError(`State machine version ARN is not valid: ${arn}`);
      const machine = machines.get(machineArn(home, name));
      if (machine === undefined) return {};
      const users = machine.aliases.filter(({ routing }) => routing.some((one) => one.stateMachineVersionArn === arn));
      if (users.length > 0) {
        throw new ApiError(
          'ConflictException',
          'Version to be deleted must not be referenced by an alias. ' +
            `Current list of aliases referencing this version: [${users.map((alias) => alias.name).join(', ')}]`,
        );
      }
      const versions = machine.versions.filter(({ number }) => number !== Number(qualifier));
      if (versions.length < machine.versions.length) await machines.set(machine.arn, { ...machine, versions });
      return {};
    },
  };
}

/** The state machine with its current revision published; the newest version where that is published already. */
export function publishCurrent(
  machine: MachineRecord,
  at: number,
  description?: string,
): { readonly machine: MachineRecord; readonly version: number } {
  const { versions, current, nextVersion } = machine;
  const newest = versions.at(-1);
  if (newest !== undefined && newest.revision.id === current.id) return { machine, version: newest.number };
  if (versions.length >= MOST_VERSIONS) {
    throw new ApiError('ServiceQuotaExceededException', `State machine has ${MOST_VERSIONS} versions already`);
  }
  const version = {
    number: nextVersion,
    created: at,
    revision: current,
    ...(description !== undefined && { description }),
  };
  return {
    machine: { ...machine, nextVersion: nextVersion + 1, versions: [...versions, version] },
    version: nextVersion,
  };
}

/** ARN of a version. */
export function versionArn(machine: MachineRecord, number: number): string {
  return `${machine.arn}:${number}`;
}
