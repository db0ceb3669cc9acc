import { jsonService } from './json-service.js';

interface Input {
  readonly computeEnvironmentName?: string;
  readonly computeEnvironment?: string;
  readonly computeEnvironments?: readonly string[];
  readonly computeResources?: object;
  readonly jobQueueName?: string;
  readonly jobQueue?: string;
  readonly jobQueues?: readonly string[];
  readonly state?: string;
  readonly computeEnvironmentOrder?: readonly { readonly order: number; readonly computeEnvironment: string }[];
}

/** The compute environments and job queues of AWS Batch. A new environment is ready at the second look. */
export function batchService(): ReturnType<typeof jsonService> {
  const environments = new Map<string, { computeResources: object; looks: number }>();
  const queues = new Map<string, Input['computeEnvironmentOrder']>();
  const disabled = new Set<string>();
  const refused = (message: string) => ({ status: 400, body: { __type: 'ClientException', message } });
  const isValid = (arn: string): boolean => (environments.get(arn.split('/').at(-1) ?? '')?.looks ?? 0) > 1;

  return jsonService(async (action, input: Input) => {
    switch (action) {
      case 'createcomputeenvironment': {
        const name = input.computeEnvironmentName ?? '';
        if (environments.has(name)) return refused('Object already exists');
        environments.set(name, { computeResources: input.computeResources ?? {}, looks: 0 });
        return { body: {} };
      }
      case 'describecomputeenvironments': {
        const found = (input.computeEnvironments ?? []).flatMap((name) => {
          const environment = environments.get(name);
          if (!environment) return [];
          environment.looks += 1;
          const status = environment.looks > 1 ? 'VALID' : 'CREATING';
          return [{ computeEnvironmentName: name, status, computeResources: environment.computeResources }];
        });
        return { body: { computeEnvironments: found } };
      }
      case 'updatecomputeenvironment': {
        const environment = environments.get(input.computeEnvironment ?? '');
        if (!environment) return refused('no such environment');
        environment.computeResources = { ...environment.computeResources, ...input.computeResources };
        return { body: {} };
      }
      case 'createjobqueue': {
        const order = input.computeEnvironmentOrder ?? [];
        if (!order.every(({ computeEnvironment }) => isValid(computeEnvironment))) return refused('not VALID');
        queues.set(input.jobQueueName ?? '', order);
        return { body: {} };
      }
      case 'describejobqueues': {
        const found = (input.jobQueues ?? []).filter((name) => queues.has(name));
        const shown = found.map((name) => ({
          jobQueueName: name,
          status: 'VALID',
          state: disabled.has(name) ? 'DISABLED' : 'ENABLED',
          computeEnvironmentOrder: queues.get(name),
        }));
        return { body: { jobQueues: shown } };
      }
      case 'updatejobqueue':
        if (input.state === 'DISABLED') disabled.add(input.jobQueue ?? '');
        else queues.set(input.jobQueue ?? '', input.computeEnvironmentOrder);
        return { body: {} };
      default:
        return refused(`${action} is not here`);
    }
  });
}
