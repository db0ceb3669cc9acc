import type { Invocation } from './invocation.js';
import { itemPath } from './resumption.js';

/**
 * The exit status of a container whose item has failed for good, after all of its step's attempts. Whatever else ends a
 * container of an array job took its worker away, and another attempt may help. A constant of the contract between the runtime,
 * which ends with it, and the computes, which tell the service what to try again.
 */
export const ITEM_FAILED_STATUS = 65;

/** The task of one child of an array job: the item at a position of the job, counted from 0. */
export function arrayItem(array: Invocation, position: number): Invocation {
  const { from = 0, to: _, ...task } = array;
  return { ...task, i: itemPath(array.i, from + position) };
}
