import type { Backstage } from '../backstage.js';
import type { Actions } from '../protocol/actions.js';
import { timestamp } from '../protocol/actions.js';
import { ApiError, validationError } from '../protocol/api-error.js';
import { machineArn } from '../protocol/arn.js';
import { checkName } from '../protocol/name.js';
import { pageOf, type PageRequest } from '../protocol/page.js';
import { configured, UNCONFIGURED, type Configuration } from './configuration.js';
import { checkDefinition, type MachineType } from './definition-check.js';
import { findMachine, findQualified, isSameRevision, missingMachine, refuseDeleting, sorted } from './find-machine.js';
import type { MachineRecord, Revision } from './machine-record.js';
import { tagList, withTags, type Tag } from './tags.js';
import { describeRevision } from './describe.js';
import { publishCurrent, versionArn } from './versions.js';

interface Publishing {
  readonly publish?: boolean;
  readonly versionDescription?: string;
}

interface CreateRequest extends Configuration, Publishing {
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly type?: MachineType;
  readonly tags?: readonly Tag[];
}

interface UpdateRequest extends Configuration, Publishing {
  readonly stateMachineArn: string;
  readonly definition?: string;
}

/** Creates, changes, describes, deletes and lists state machines. */
export function stateMachineActions(backstage: Backstage): Actions {
  const { machines, definitions, home, now, uuid } = backstage;

  return {
    async CreateStateMachine(request: CreateRequest) {
      const { name, type = 'STANDARD', publish = false } = request;
      checkName(name);
      refuseLoneDescription(request);
      const settings = configured(request, UNCONFIGURED);
      checkDefinition(request.definition, type);
      const arn = machineArn(home, name);
      const tags = withTags(arn, {}, request.tags);
      const current: Revision = { definition: await definitions.put(request.definition), ...settings };
      const existing = machines.get(arn);
      if (existing !== undefined) return repeated(existing, current, type, request);
      const at = now();
      let machine: MachineRecord = {
        arn,
        name,
        type,
        created: at,
        updated: at,
        status: 'ACTIVE',
        current,
        nextVersion: 1,
        versions: [],
        aliases: [],
        tags,
      };
      if (publish) ({ machine } = publishCurrent(machine, at, request.versionDescription));
      await machines.set(arn, machine);
      return created(machine, publish);
    },

    async UpdateStateMachine(request: UpdateRequest) {
      const { stateMachineArn: arn, definition, publish = false } = request;
      const { type } = findMachine(machines, arn);
      refuseLoneDescription(request);
      const given = [definition, request.roleArn, request.loggingConfiguration, request.tracingConfiguration];
      if (!publish && [...given, request.encryptionConfiguration].every((one) => one === undefined)) {
        throw new ApiError(
          'MissingRequiredParameter',
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        );
      }
      if (definition !== undefined) checkDefinition(definition, type);
      const hash = definition === undefined ? undefined : await definitions.put(definition);
      const before = findMachine(machines, arn);
      refuseDeleting(before);
      const wanted = { definition: hash ?? before.current.definition, ...configured(request, before.current) };
      const changed = !isSameRevision(wanted, before.current);
      const at = now();
      let machine: MachineRecord = changed ? { ...before, updated: at, current: { ...wanted, id: uuid() } } : before;
      let version: number | undefined;
      if (publish) ({ machine, version } = publishCurrent(machine, at, request.versionDescription));
      if (machine !== before) await machines.set(arn, machine);
      return {
        updateDate: timestamp(machine.updated),
        ...(machine.current.id !== undefined && { revisionId: machine.current.id }),
        ...(version !== undefined && { stateMachineVersionArn: versionArn(machine, version) }),
      };
    },

    async DescribeStateMachine(request: { stateMachineArn: string; includedData?: string }) {
      const { machine, version, alias, label } = findQualified(machines, home, request.stateMachineArn);
      // An alias has an action of its own.
      if (alias !== undefined) throw missingMachine(request.stateMachineArn);
      const revision = version?.revision ?? machine.current;
      return {
        stateMachineArn: request.stateMachineArn,
        name: machine.name,
        status: machine.status,
        type: machine.type,
        creationDate: timestamp(version?.created ?? machine.created),
        ...(await describeRevision(backstage, revision, request.includedData)),
        ...(version?.description !== undefined && { description: version.description }),
        ...(label !== undefined && { label }),
      };
    },

    async DeleteStateMachine({ stateMachineArn: arn }: { stateMachineArn: string }) {
      const machine = findOrNone(arn);
      if (machine === undefined) return {};
      await machines.set(arn, { ...machine, status: 'DELETING' });
      // The service ends the executions at their next transitions; the state machine is gone when all have ended.
      void backstage.executions.endAllOf(arn).then(() => machines.delete(arn), backstage.report);
      return {};
    },

    ListStateMachines(request: PageRequest) {
      const all = [...machines.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      const { items, rest } = pageOf(all, request, ['ListStateMachines'], ({ name }) => name);
      return {
        stateMachines: items.map(({ arn, name, type, created: at }) => ({
          stateMachineArn: arn,
          name,
          type,
          creationDate: timestamp(at),
        })),
        ...rest,
      };
    },

    async TagResource({ resourceArn, tags }: { resourceArn: string; tags: readonly Tag[] }) {
      await backstage.tagged.change(resourceArn, (before) => withTags(resourceArn, before, tags));
      return {};
    },

    async UntagResource({ resourceArn, tagKeys }: { resourceArn: string; tagKeys: readonly string[] }) {
      await backstage.tagged.change(resourceArn, (before) =>
        Object.fromEntries(Object.entries(before).filter(([key]) => !tagKeys.includes(key))),
      );
      return {};
    },

    ListTagsForResource: ({ resourceArn }: { resourceArn: string }) => ({
      tags: tagList(backstage.tagged.tags(resourceArn)),
    }),
  };

  /** Deleting what is not there is well, but its ARN has to be one. */
  function findOrNone(arn: string): MachineRecord | undefined {
    try {
      return findMachine(machines, arn);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'StateMachineDoesNotExist') return undefined;
      throw error;
    }
  }
}

/** A second creation is well if it says the same; tags and role do not count. */
function repeated(existing: MachineRecord, wanted: Revision, type: MachineType, { publish }: CreateRequest): object {
  refuseDeleting(existing);
  const first = existing.versions.find(({ revision }) => revision.id === undefined);
  const key = (revision: Revision): string => sorted({ ...revision, role: '', id: '' });
  if (key(existing.current) === key(wanted) && existing.type === type && (publish === true) === (first !== undefined)) {
    return created(existing, publish === true);
  }
  throw new ApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${existing.arn}'`);
}

function created(machine: MachineRecord, published: boolean): object {
  const first = machine.versions[0];
  return {
    stateMachineArn: machine.arn,
    creationDate: timestamp(machine.created),
    ...(published && first !== undefined && { stateMachineVersionArn: versionArn(machine, first.number) }),
  };
}

function refuseLoneDescription({ publish, versionDescription }: Publishing): void {
  if (versionDescription !== undefined && publish !== true) {
    throw validationError('Version description can only be set when publish is true');
  }
}
