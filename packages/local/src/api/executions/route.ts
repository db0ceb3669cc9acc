import type { FoundMachine } from '../state-machines/find-machine.js';

/** The version that an execution is started with: an alias sends it to one of its versions by weight. `draw` is in [0, 1). */
export function routed({ machine, version, alias }: FoundMachine, draw: number): Omit<FoundMachine, 'label'> {
  if (alias === undefined) return { machine, ...(version !== undefined && { version }) };
  let left = draw * 100;
  const route = alias.routing.find(({ weight }) => (left -= weight) < 0) ?? alias.routing[0];
  const number = Number(route?.stateMachineVersionArn.split(':').at(-1));
  const chosen = machine.versions.find((one) => one.number === number);
  return { machine, alias, ...(chosen !== undefined && { version: chosen }) };
}
