/** Memory that goes with so many virtual CPUs, in MiB. Source: AWS Batch API reference, ResourceRequirement. */
const MEMORY_MB: ReadonlyMap<number, readonly number[]> = new Map([
  [0.25, [512, 1_024, 2_048]],
  [0.5, steps(1_024, 4_096, 1_024)],
  [1, steps(2_048, 8_192, 1_024)],
  [2, steps(4_096, 16_384, 1_024)],
  [4, steps(8_192, 30_720, 1_024)],
  [8, steps(16_384, 61_440, 4_096)],
  [16, steps(32_768, 122_880, 8_192)],
  [32, [61_440, 122_880, 249_856]],
]);

/** The numbers of virtual CPUs that a container on Fargate can have. */
export const FARGATE_VCPUS: readonly number[] = [...MEMORY_MB.keys()];

/** How much memory can go with so many virtual CPUs, in MiB, the least first; nothing where no container has so many. */
export function fargateMemory(vcpu: number): readonly number[] {
  return MEMORY_MB.get(vcpu) ?? [];
}

/** The virtual CPUs that so much memory can go with. */
export function fargateVcpus(memoryMb: number): readonly number[] {
  return FARGATE_VCPUS.filter((vcpu) => fargateMemory(vcpu).includes(memoryMb));
}

function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, at) => from + at * step);
}
