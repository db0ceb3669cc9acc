import type { Resources } from '@flowmap/graph';
import { fargateMemory } from './fargate.js';
import type { BatchOptions } from './options.js';

/** What a container has. */
export interface Shape {
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly gpu: number;
  readonly architecture: 'x86_64' | 'arm64';
}

const MEMORY_MB = 2_048;

/** The container that a step asks for, with what the options say where it does not. */
export function shapeOf({ cpu, memoryMb, gpu = 0, architecture }: Resources = {}, options: BatchOptions): Shape {
  const vcpu = cpu ?? options.vcpu ?? 1;
  return {
    vcpu,
    memoryMb: memoryMb ?? options.memoryMb ?? leastMemory(vcpu, options),
    gpu,
    architecture: architecture ?? options.architecture ?? 'x86_64',
  };
}

function leastMemory(vcpu: number, { platform }: BatchOptions): number {
  const can = platform === 'FARGATE' ? fargateMemory(vcpu) : [];
  return can.find((memory) => memory >= MEMORY_MB) ?? MEMORY_MB;
}
