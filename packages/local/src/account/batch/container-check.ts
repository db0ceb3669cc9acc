import type { Container } from './container-shape.js';
import { clientError } from './batch-state.js';

/** MiB that a Fargate task may have with so many vCPUs: least, most, step. Source: API reference, ResourceRequirement. */
const FARGATE: Readonly<Record<string, readonly [least: number, most: number, step: number]>> = {
  0.25: [512, 2048, 512],
  0.5: [1024, 4096, 1024],
  1: [2048, 8192, 1024],
  2: [4096, 16_384, 1024],
  4: [8192, 30_720, 1024],
  8: [16_384, 61_440, 4096],
  16: [32_768, 122_880, 8192],
};

/** Refuses a container that its platform cannot run. Throws `ClientException`. */
export function checkContainer(container: Container, platform: 'EC2' | 'FARGATE'): void {
  const reserved = container.environment?.find(({ name }) => name?.startsWith('AWS_BATCH'));
  if (reserved !== undefined) {
    throw clientError(`Environment variables cannot start with 'AWS_BATCH': ${reserved.name ?? ''}`);
  }
  const amounts = new Map(container.resourceRequirements?.map(({ type, value }) => [type, value]));
  for (const type of ['VCPU', 'MEMORY'] as const) {
    if (!amounts.has(type)) throw clientError(`Container properties should not be empty: resourceRequirements ${type}`);
  }
  if (amounts.size < (container.resourceRequirements?.length ?? 0)) {
    throw clientError('resourceRequirements has a type more than once');
  }
  for (const [type, value] of amounts) {
    const isNumber = type === 'VCPU' && platform === 'FARGATE' ? /^\d+(\.\d+)?$/.test(value) : /^[1-9]\d*$/.test(value);
    if (!isNumber) throw clientError(`Invalid ${type} value: ${value}`);
  }
  if (platform === 'FARGATE') checkFargate(container, amounts);
  else checkEc2(container);
}

function checkFargate(container: Container, amounts: ReadonlyMap<string, string>): void {
  if (container.executionRoleArn === undefined) throw clientError('executionRoleArn is required for Fargate jobs');
  if (amounts.has('GPU')) throw clientError('GPU is not supported for Fargate jobs');
  if (container.privileged === true) throw clientError('privileged is not supported for Fargate jobs');
  if (container.ulimits !== undefined) throw clientError('ulimits is not supported for Fargate jobs');
  const [cpus, memory] = [Number(amounts.get('VCPU')), Number(amounts.get('MEMORY'))];
  const [least, most, step] = FARGATE[cpus] ?? [Infinity, 0, 1];
  if (memory < least || memory > most || (memory - least) % step !== 0) {
    throw clientError(`Fargate resource requirements (${cpus.toFixed(2)} vCPU, ${memory} MiB) not valid.`);
  }
}

function checkEc2(container: Container): void {
  const fargateOnly = [
    'fargatePlatformConfiguration',
    'networkConfiguration',
    'ephemeralStorage',
    'runtimePlatform',
  ] as const;
  const wrong = fargateOnly.find((name) => container[name] !== undefined);
  if (wrong !== undefined) throw clientError(`${wrong} is not applicable for EC2 jobs`);
}
