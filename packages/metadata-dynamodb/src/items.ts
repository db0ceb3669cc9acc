import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { FlowError, type Fact, type Facts, type JsonObject } from '@flowmap/graph';
import type { DeploymentEnd, DeploymentRecord, OwnerRecord, RunFailure, RunRecord, RunStatus } from '@flowmap/store';
import { KEYS } from './keys.js';

/** An item of the table as DynamoDB speaks of it. */
export type Item = Record<string, AttributeValue>;

/** A moment as DynamoDB's expiry has it: whole seconds since the epoch. */
export function seconds(milliseconds: number): AttributeValue {
  return { N: String(Math.floor(milliseconds / 1000)) };
}

/** Whether an item has expired at a moment, in milliseconds. What has no expiry never does. */
export function hasExpired(item: Item, now: number): boolean {
  return item['expires']?.N !== undefined && Number(item['expires'].N) * 1000 <= now;
}

/** A run as an item. */
export function runToItem(run: RunRecord, expires: Date): Item {
  return {
    ...runKey(run.deployment, run.run),
    deployment: { S: run.deployment },
    run: { S: run.run },
    status: { S: run.status },
    started: { S: run.started },
    ...(run.stopped === undefined ? {} : { stopped: { S: run.stopped } }),
    ...(run.failure === undefined ? {} : { failure: failureToAttribute(run.failure) }),
    code: { S: run.code },
    params: { S: JSON.stringify(run.params) },
    ...(run.resumes === undefined ? {} : { resumes: { S: JSON.stringify(run.resumes) } }),
    expires: seconds(expires.getTime()),
  };
}

/** The way back, also from an item that a state machine wrote. */
export function itemToRun(item: Item): RunRecord {
  return {
    deployment: text(item, 'deployment'),
    run: text(item, 'run'),
    status: text(item, 'status') as RunStatus,
    started: text(item, 'started'),
    ...(item['stopped']?.S === undefined ? {} : { stopped: item['stopped'].S }),
    ...(item['failure']?.S === undefined ? {} : { failure: JSON.parse(item['failure'].S) as RunFailure }),
    code: text(item, 'code'),
    params: JSON.parse(text(item, 'params')) as RunRecord['params'],
    ...resumesIn(item),
  };
}

/** Why a run did not end well as an attribute. */
export function failureToAttribute(failure: RunFailure): AttributeValue {
  return { S: JSON.stringify(failure) };
}

/** A state machine writes `null` where the run resumes none. */
function resumesIn(item: Item): Pick<RunRecord, 'resumes'> {
  const resumes = JSON.parse(item['resumes']?.S ?? 'null') as RunRecord['resumes'] | null;
  return resumes ? { resumes } : {};
}

/** A deployment as an item. It never expires. */
export function deploymentToItem(record: DeploymentRecord): Item {
  return {
    ...deploymentKey(record.deployment, record.version),
    deployment: { S: record.deployment },
    version: { N: String(record.version) },
    code: { S: record.code },
    by: { S: record.by },
    at: { S: record.at },
    ...(record.resources && { resources: { S: JSON.stringify(record.resources) } }),
    ...(record.rights && { rights: { S: JSON.stringify(record.rights) } }),
    ...(record.end && { end: endToAttribute(record.end) }),
  };
}

/** How a deployment ended as an attribute. */
export function endToAttribute(end: DeploymentEnd): AttributeValue {
  return { S: JSON.stringify(end) };
}

/** The way back of {@link deploymentToItem}. */
export function itemToDeployment(item: Item): DeploymentRecord {
  return {
    deployment: text(item, 'deployment'),
    version: Number(item['version']?.N),
    code: text(item, 'code'),
    by: text(item, 'by'),
    at: text(item, 'at'),
    ...(item['resources']?.S !== undefined && {
      resources: JSON.parse(item['resources'].S) as NonNullable<DeploymentRecord['resources']>,
    }),
    ...(item['rights']?.S !== undefined && { rights: JSON.parse(item['rights'].S) as readonly JsonObject[] }),
    ...(item['end']?.S !== undefined && { end: JSON.parse(item['end'].S) as DeploymentEnd }),
  };
}

/** The key of one deployment of a flow. */
export function deploymentKey(deployment: string, version: number): Item {
  return { pk: { S: KEYS.flow(deployment) }, sk: { S: KEYS.deployment(version) } };
}

/** Whose a flow is as an item. It never expires. */
export function ownerToItem(record: OwnerRecord): Item {
  return {
    ...ownerKey(record.deployment),
    owner: { S: record.owner },
    token: { S: record.token },
    at: { S: record.at },
  };
}

/** The way back of {@link ownerToItem}. */
export function itemToOwner(item: Item): OwnerRecord {
  return {
    deployment: text(item, 'sk'),
    owner: text(item, 'owner'),
    token: text(item, 'token'),
    at: text(item, 'at'),
  };
}

/** The key of whose a flow is. */
export function ownerKey(deployment: string): Item {
  return { pk: { S: KEYS.owners }, sk: { S: deployment } };
}

/** The key of a run. */
export function runKey(deployment: string, run: string): Item {
  return { pk: { S: KEYS.flow(deployment) }, sk: { S: KEYS.run(run) } };
}

/** The key of the facts of a task. */
export function factsKey(address: string): Item {
  return { pk: { S: KEYS.facts(address) }, sk: { S: KEYS.published } };
}

/** Facts as a map of attributes. */
export function factsToAttribute(facts: Facts): AttributeValue {
  return { M: Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, factToAttribute(fact)])) };
}

/** The way back of {@link factsToAttribute}. */
export function attributeToFacts(attribute: AttributeValue | undefined): Facts {
  return Object.fromEntries(Object.entries(attribute?.M ?? {}).map(([name, fact]) => [name, attributeToFact(fact)]));
}

function factToAttribute(fact: Fact): AttributeValue {
  if (typeof fact === 'number') return { N: String(fact) };
  return typeof fact === 'string' ? { S: fact } : { BOOL: fact };
}

function attributeToFact(attribute: AttributeValue): Fact {
  return attribute.N === undefined ? (attribute.S ?? attribute.BOOL ?? '') : Number(attribute.N);
}

function text(item: Item, name: string): string {
  const value = item[name]?.S;
  if (value !== undefined) return value;
  const key = `${item['pk']?.S ?? '?'} ${item['sk']?.S ?? '?'}`;
  throw new FlowError('METADATA_CORRUPT', `the item ${key} has no ${name}`, {
    hint: 'Something besides flowmap wrote it: give flowmap a table of its own.',
  });
}
