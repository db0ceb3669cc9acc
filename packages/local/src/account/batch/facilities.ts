import type { World } from '../world.js';
import type { Facility } from './batch-record.js';
import { type BatchState, clientError } from './batch-state.js';

/** How queues and compute environments come, change and go: each change takes some reads. */
export interface Facilities {
  create(kind: Facility['kind'], name: string, given: NewFacility): Facility;
  /** Throws `ClientException` when there is none, or when something is under way. */
  changing(kind: Facility['kind'], identifier: string, verb: 'update' | 'delete'): Facility;
  /** All of a kind, each with what this read sees; what is deleted is no longer there. */
  read(kind: Facility['kind'], named: readonly string[]): readonly SeenFacility[];
  begin(facility: Facility, what: 'UPDATING' | 'DELETING'): void;
  /** One read of a facility: what it is now. */
  seen(facility: Facility): { readonly status: string; readonly statusReason: string };
}

/** A facility as one read sees it. */
export interface SeenFacility {
  readonly facility: Facility;
  readonly seen: { readonly status: string; readonly statusReason: string };
}

/** What a facility begins with. */
export interface NewFacility {
  readonly state: Facility['state'] | undefined;
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly problem?: string | undefined;
}

/** The facilities of a Batch. */
export function facilitiesOf(state: BatchState, { readsUntilReady }: World): Facilities {
  const settle = (facility: Facility): void => {
    if (facility.underway === undefined || facility.reads > 0) return;
    if (facility.underway === 'DELETING') state.facilities.delete(`${facility.kind}/${facility.name}`);
    facility.underway = undefined;
  };
  const seen = (facility: Facility): SeenFacility['seen'] => {
    settle(facility);
    const { underway, problem } = facility;
    if (underway !== undefined) {
      facility.reads -= 1;
      return { status: underway, statusReason: `${underway} is under way` };
    }
    return problem === undefined
      ? { status: 'VALID', statusReason: 'Healthy' }
      : { status: 'INVALID', statusReason: problem };
  };
  const begin = (facility: Facility, what: Facility['underway']): void => {
    facility.underway = what;
    facility.reads = readsUntilReady;
  };

  return {
    create(kind, name, given) {
      for (const other of [...state.facilities.values()]) settle(other);
      if (state.facilities.has(`${kind}/${name}`)) throw clientError('Object already exists');
      const made: Facility = {
        kind,
        name,
        arn: state.arn(`${kind}/${name}`),
        state: given.state ?? 'ENABLED',
        underway: undefined,
        reads: 0,
        problem: given.problem,
        properties: given.properties,
        tags: new Map(Object.entries(given.tags ?? {})),
      };
      begin(made, 'CREATING');
      state.facilities.set(`${kind}/${name}`, made);
      return made;
    },
    changing(kind, identifier, verb) {
      const found = state.facility(kind, identifier);
      if (found !== undefined) settle(found);
      const facility = state.facility(kind, identifier);
      if (facility === undefined) throw clientError(`${identifier} does not exist`);
      if (facility.underway !== undefined) {
        facility.reads -= 1;
        throw clientError(`Cannot ${verb}, resource is being modified.`);
      }
      return facility;
    },
    begin,
    read(kind, named) {
      for (const facility of [...state.facilities.values()]) settle(facility);
      return [...state.facilities.values()]
        .filter((facility) => facility.kind === kind && (named.length === 0 || named.includes(facility.name)))
        .map((facility) => ({ facility, seen: seen(facility) }));
    },
    seen,
  };
}
