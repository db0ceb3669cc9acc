import type { Backstage } from '../backstage.js';
import { timestamp, type Actions } from '../protocol/actions.js';
import { ApiError, validationError } from '../protocol/api-error.js';
import { machineArn, parseArn } from '../protocol/arn.js';
import { pageOf, type PageRequest } from '../protocol/page.js';
import { findQualified, refuseDeleting, sorted } from './find-machine.js';
import type { AliasRecord, MachineRecord, Route } from './machine-record.js';

/** Aliases of one state machine. Source: Step Functions developer guide, "Service quotas". */
const MOST_ALIASES = 100;

interface AliasArn {
  readonly stateMachineAliasArn: string;
}

/** Creates, changes, describes, deletes and lists aliases. */
export function aliasActions({ machines, home, now }: Backstage): Actions {
  return {
    async CreateStateMachineAlias(request: {
      readonly name: string;
      readonly description?: string;
      readonly routingConfiguration: readonly Route[];
    }) {
      const { name, description, routingConfiguration: routing } = request;
      const machine = machineOf(routing);
      refuseDeleting(machine);
      const existing = machine.aliases.find((alias) => alias.name === name);
      if (existing !== undefined) {
        if (existing.description === description && sorted(existing.routing) === sorted(routing)) {
          return created(machine, existing);
        }
        throw new ApiError(
          'ConflictException',
          'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
        );
      }
      if (machine.aliases.length >= MOST_ALIASES) {
        throw new ApiError('ServiceQuotaExceededException', `State machine has ${MOST_ALIASES} aliases already`);
      }
      const at = now();
      const alias = { name, created: at, updated: at, routing, ...(description !== undefined && { description }) };
      await machines.set(machine.arn, { ...machine, aliases: [...machine.aliases, alias] });
      return created(machine, alias);
    },

    async UpdateStateMachineAlias(
      request: AliasArn & { readonly description?: string; readonly routingConfiguration?: readonly Route[] },
    ) {
      const { stateMachineAliasArn: arn, description, routingConfiguration: routing } = request;
      if (description === undefined && routing === undefined) {
        throw validationError(
          'Either the description or the RoutingConfiguration must be specified',
          'MISSING_REQUIRED_PARAMETER',
        );
      }
      const { machine, alias } = existing(arn);
      refuseDeleting(machine);
      if (routing !== undefined && machineOf(routing).arn !== machine.arn) {
        throw validationError('Routing configuration must contain versions of the state machine of the alias', ROUTING);
      }
      const updated: AliasRecord = {
        ...alias,
        updated: now(),
        ...(description !== undefined && { description }),
        ...(routing !== undefined && { routing }),
      };
      const aliases = machine.aliases.map((one) => (one.name === alias.name ? updated : one));
      await machines.set(machine.arn, { ...machine, aliases });
      return { updateDate: timestamp(updated.updated) };
    },

    DescribeStateMachineAlias({ stateMachineAliasArn: arn }: AliasArn) {
      const { alias } = existing(arn);
      return {
        stateMachineAliasArn: arn,
        name: alias.name,
        ...(alias.description !== undefined && { description: alias.description }),
        routingConfiguration: alias.routing,
        creationDate: timestamp(alias.created),
        updateDate: timestamp(alias.updated),
      };
    },

    async DeleteStateMachineAlias({ stateMachineAliasArn: arn }: AliasArn) {
      const { name, qualifier } = parseArn(arn, 'stateMachine');
      const machine = machines.get(machineArn(home, name));
      const aliases = machine?.aliases.filter((alias) => alias.name !== qualifier);
      if (machine !== undefined && aliases?.length !== machine.aliases.length) {
        await machines.set(machine.arn, { ...machine, aliases: aliases ?? [] });
      }
      return {};
    },

    ListStateMachineAliases(request: PageRequest & { stateMachineArn: string }) {
      const { machine, version } = findQualified(machines, home, request.stateMachineArn);
      const pointing = machine.aliases.filter(
        ({ routing }) =>
          version === undefined || routing.some((one) => one.stateMachineVersionArn === request.stateMachineArn),
      );
      const all = pointing.sort((a, b) => (a.name < b.name ? -1 : 1));
      const { items, rest } = pageOf(
        all,
        request,
        ['ListStateMachineAliases', request.stateMachineArn],
        ({ name }) => name,
      );
      return { stateMachineAliases: items.map((alias) => created(machine, alias)), ...rest };
    },
  };

  /** The state machine that all routes are versions of. */
  function machineOf(routing: readonly Route[]): MachineRecord {
    const arns = routing.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
    const received = `Received: [${arns.join(', ')}]`;
    const parsed = arns.map((arn) => parseArn(arn, 'stateMachine'));
    if (parsed.some(({ qualifier = '' }) => !/^\d+$/.test(qualifier))) {
      throw validationError(`Routing configuration must contain state machine version ARNs. ${received}`, ROUTING);
    }
    if (new Set(arns).size < arns.length) {
      throw validationError(
        `Routing configuration must contain distinct state machine version ARNs. ${received}`,
        ROUTING,
      );
    }
    if (new Set(parsed.map(({ name }) => name)).size > 1) {
      throw validationError(`Routing configuration must contain versions of one state machine. ${received}`, ROUTING);
    }
    const weights = routing.map(({ weight }) => weight);
    if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
      throw validationError(
        `Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`,
        ROUTING,
      );
    }
    const found = arns.map((arn) => {
      const machine = machines.get(arn.slice(0, arn.lastIndexOf(':')));
      const number = Number(arn.slice(arn.lastIndexOf(':') + 1));
      if (machine?.versions.some((version) => version.number === number) !== true) throw notFound(arn);
      return machine;
    });
    const [machine] = found;
    if (machine === undefined)
      throw validationError('Routing configuration must contain state machine version ARNs.', ROUTING);
    return machine;
  }

  function existing(arn: string): { readonly machine: MachineRecord; readonly alias: AliasRecord } {
    const { name, qualifier } = parseArn(arn, 'stateMachine');
    const machine = machines.get(machineArn(home, name));
    const alias = machine?.aliases.find((one) => one.name === qualifier);
    if (machine === undefined || alias === undefined) throw notFound(arn);
    return { machine, alias };
  }
}

const ROUTING = 'INVALID_ROUTING_CONFIGURATION';

function created(machine: MachineRecord, alias: AliasRecord): object {
  return { stateMachineAliasArn: `${machine.arn}:${alias.name}`, creationDate: timestamp(alias.created) };
}

function notFound(arn: string): ApiError {
  return new ApiError('ResourceNotFound', 'Request references a resource that does not exist.', { resourceName: arn });
}
