import { FlowError, type Facts } from '@flowmap/graph';
import { compareKeys } from '../key.js';
import type { DeploymentRecord, MetadataStore, OwnerRecord, RunRecord } from '../metadata-store.js';

interface Expiring<T> {
  readonly value: T;
  readonly expires: number;
}

/** A metadata store in memory. `now` gives milliseconds since the epoch, by which records expire. */
export function memoryMetadata({ now }: { readonly now: () => number }): MetadataStore {
  const runs = new Map<string, Expiring<RunRecord>>();
  const published = new Map<string, Expiring<Facts>>();
  const deployed = new Map<string, DeploymentRecord>();
  const owners = new Map<string, OwnerRecord>();

  const live = <T>(records: ReadonlyMap<string, Expiring<T>>, key: string): Expiring<T> | undefined => {
    const record = records.get(key);
    return record && record.expires > now() ? record : undefined;
  };
  const runKey = (deployment: string, run: string): string => JSON.stringify([deployment, run]);
  const versionKey = (deployment: string, version: number): string => JSON.stringify([deployment, version]);

  return {
    async createRun(run, expires) {
      const key = runKey(run.deployment, run.run);
      if (live(runs, key)) return 'exists';
      runs.set(key, { value: copyOf(run), expires: expires.getTime() });
      return 'written';
    },

    async finishRun(deployment, run, end) {
      const key = runKey(deployment, run);
      const record = live(runs, key);
      if (!record) throw new FlowError('RUN_NOT_FOUND', `there is no run ${run} of ${deployment}`);
      if (record.value.status === 'RUNNING') runs.set(key, { ...record, value: { ...record.value, ...end } });
    },

    async reopenRun(deployment, run) {
      const key = runKey(deployment, run);
      const record = live(runs, key);
      if (!record) throw new FlowError('RUN_NOT_FOUND', `there is no run ${run} of ${deployment}`);
      const { stopped: _, failure: _why, ...value } = record.value;
      runs.set(key, { ...record, value: { ...value, status: 'RUNNING' } });
    },

    async run(deployment, run) {
      const record = live(runs, runKey(deployment, run));
      return record && copyOf(record.value);
    },

    async *runs(deployment, { status } = {}) {
      const found = [...runs.keys()].flatMap((key) => live(runs, key)?.value ?? []);
      const own = found.filter((run) => run.deployment === deployment && (!status || run.status === status));
      yield* own.sort((a, b) => compareKeys(a.run, b.run)).map((run) => copyOf(run));
    },

    async putFacts(record, expires) {
      if (live(published, record.address)) return;
      published.set(record.address, { value: { ...record.facts }, expires: expires.getTime() });
    },

    async facts(address) {
      const facts = live(published, address)?.value;
      return facts && { ...facts };
    },

    async putDeployment(record) {
      const key = versionKey(record.deployment, record.version);
      if (deployed.has(key)) return 'exists';
      deployed.set(key, { ...record });
      return 'written';
    },

    async finishDeployment(deployment, version, end) {
      const key = versionKey(deployment, version);
      const record = deployed.get(key);
      if (!record) throw new FlowError('DEPLOYMENT_NOT_FOUND', `there is no version ${version} of ${deployment}`);
      deployed.set(key, { ...record, end: { ...end } });
    },

    async claim(record, instead) {
      const known = owners.get(record.deployment);
      if (known && known.token !== instead) return 'exists';
      owners.set(record.deployment, { ...record });
      return 'written';
    },

    async owner(deployment) {
      const record = owners.get(deployment);
      return record && { ...record };
    },

    async *owners() {
      const all = [...owners.values()];
      yield* all.sort((a, b) => compareKeys(a.deployment, b.deployment)).map((record) => ({ ...record }));
    },

    async forgetDeployment(deployment) {
      for (const [key, record] of deployed) if (record.deployment === deployment) deployed.delete(key);
      owners.delete(deployment);
    },

    async *deployments(deployment) {
      const own = [...deployed.values()].filter((record) => record.deployment === deployment);
      yield* own.sort((a, b) => a.version - b.version).map((record) => ({ ...record }));
    },
  };
}

/** Records are JSON, parameters included. */
function copyOf(run: RunRecord): RunRecord {
  return JSON.parse(JSON.stringify(run)) as RunRecord;
}
