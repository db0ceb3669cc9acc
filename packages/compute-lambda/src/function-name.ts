import type { Resources } from '@flowmap/graph';
import { boundedName, digestOf, type Target } from '@flowmap/asl';
import { distinction, settings, type LambdaOptions } from './options.js';

/** Longest name of a function. Source: AWS Lambda API reference, CreateFunction. */
const LONGEST = 64;

/** What the functions of a compute differ in. */
export interface Shape {
  readonly memoryMb: number;
  readonly architecture: 'x86_64' | 'arm64';
}

/** The shape that a step runs on. */
export function shapeOf(resources: Resources = {}, options: LambdaOptions = {}): Shape {
  const defaults = settings(options);
  return {
    memoryMb: resources.memoryMb ?? defaults.memoryMb,
    architecture: resources.architecture ?? defaults.architecture,
  };
}

/**
 * The function that a step runs on: one for each shape of resources, not for each step. The alias names the exact code, so that a
 * running execution keeps it when the flow is deployed again.
 */
export function functionArn(shape: Shape, options: LambdaOptions, target: Target): string {
  const { partition, region, account } = target;
  const name = functionName(shape, options, target);
  return `arn:${partition}:lambda:${region}:${account}:function:${name}:${aliasName(target)}`;
}

/** The name of a function. A digest tells the functions of computes with unlike options apart. */
export function functionName({ memoryMb, architecture }: Shape, options: LambdaOptions, target: Target): string {
  const own = distinction(options);
  const parts = [
    '',
    `${memoryMb}mb`,
    ...(architecture === 'arm64' ? ['arm64'] : []),
    ...(Object.keys(own).length > 0 ? [digestOf(own)] : []),
  ];
  return boundedName(target.deployment, parts.join('-'), LONGEST);
}

/** The alias of the exact code. */
export function aliasName({ code }: Target): string {
  return `c-${code}`;
}
