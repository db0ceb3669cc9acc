import type { Json } from '@flowmap/asl/language';
import { executionArn, machineArn } from '../arn.js';
import { execute } from '../execute.js';
import { type Execution, isoTime } from '../execution.js';
import { redriven, replay, resumed } from '../journal/resume.js';
import type { Block } from '../machine/node.js';
import type { Stop } from '../stop.js';
import type { Visit } from '../visit.js';
import type { Child } from '../writer/child-record.js';
import type { Piece } from './map-pieces.js';

/** What the children of a Map Run share. */
export interface Family {
  readonly mapRun: string;
  /** Name of their state machine: the map's label behind that of the parent. */
  readonly machine: string;
  readonly machineArn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly block: Block;
}

/** The children of the Map Run of an ARN. */
export function familyOf(visit: Visit, mapRun: string, type: Family['type'], block: Block): Family {
  const machine = mapRun.split(':')[6] ?? '';
  const { environment } = visit.thread.execution;
  return { mapRun, machine, machineArn: machineArn(environment, machine), type, block };
}

/** A child that has ended. */
export interface EndedChild extends Child {
  readonly run: NonNullable<Child['run']>;
}

/** Runs a child, or goes on with one that was recorded; one that has ended well is not run again. */
export async function runChild(visit: Visit, family: Family, piece: Piece, stop: Stop): Promise<EndedChild> {
  const { environment } = visit.thread.execution;
  const { clock } = visit.ports;
  const { type, block } = family;
  const now = clock.now();
  const recorded = environment.recorded?.child(family.mapRun, piece.index);
  // An EXPRESS execution cannot be redriven: another one is started in its place.
  if (recorded === undefined || (recorded.isAwaited && type === 'EXPRESS')) {
    const arn = executionArn(environment, family.machine, visit.ports.uuid(), type);
    const input = await piece.input(visit.thread);
    const outcome = await execute(childOf(visit, family, piece, stop, { arn, input }, now), block);
    return ended(family, input, { arn, started: now, stopped: clock.now(), redrives: 0, outcome });
  }
  const { arn, input, started } = recorded;
  const from = (recorded.isAwaited ? redriven(recorded, now) : undefined) ?? resumed(recorded);
  const redrives = from.redrives ?? 0;
  if (recorded.outcome !== undefined) {
    return ended(family, input, { arn, started, stopped: recorded.lastAt, redrives, outcome: recorded.outcome });
  }
  const execution = { ...childOf(visit, family, piece, stop, from, started), ...from };
  replay(execution, recorded);
  const outcome = await execute(execution, block);
  return ended(family, input, { arn, started, stopped: clock.now(), redrives, outcome });
}

function ended({ type, machineArn: arn }: Family, input: Json, run: EndedChild['run']): EndedChild {
  return { type, machineArn: arn, input, run };
}

function childOf(
  visit: Visit,
  { machine, machineArn: itsArn, mapRun, type }: Family,
  { index }: Piece,
  stop: Stop,
  { arn, input }: Pick<Execution, 'arn' | 'input'>,
  started: number,
): Execution {
  return {
    environment: visit.thread.execution.environment,
    arn,
    name: arn.slice(arn.lastIndexOf(':') + 1),
    type,
    input,
    started: isoTime(started),
    machineArn: itsArn,
    machineName: machine,
    mapRun,
    item: index,
    stop,
    events: 0,
    past: undefined,
  };
}
