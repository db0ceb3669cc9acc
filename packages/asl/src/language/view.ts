import { at, elements, type Fields, has, isFields } from './fields.js';

/** The two ways to write expressions in a definition. */
export type QueryLanguage = 'JSONPath' | 'JSONata';

/** The values of a state's Type. */
export const STATE_TYPES = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'] as const;

/** A value of a state's Type. */
export type StateType = (typeof STATE_TYPES)[number];

/** A state as the rules see it: whatever was written, and where it stands. */
export interface StateView {
  readonly name: string;
  readonly fields: Fields;
  /** Undefined where Type is missing or unknown. */
  readonly type: StateType | undefined;
  /** Its own QueryLanguage, else the whole machine's: states in a Map or Parallel do not take that of the state. */
  readonly language: QueryLanguage;
  readonly location: string;
  readonly machine: MachineView;
}

/** Something with StartAt and States: the machine itself, a branch of a Parallel, what a Map runs. */
export interface MachineView {
  readonly role: 'machine' | 'branch' | 'processor';
  readonly fields: Fields;
  readonly location: string;
  readonly states: readonly StateView[];
  /** The Parallel or Map that it is in. */
  readonly owner: StateView | undefined;
  /** Whether it runs in executions of its own: the children of a DISTRIBUTED Map. */
  readonly distributed: boolean;
  /** Whether it runs in EXPRESS executions. */
  readonly express: boolean;
}

/** A definition taken apart: each machine and each state in it, outer ones first. */
export interface DefinitionView {
  readonly root: MachineView;
  readonly language: QueryLanguage;
  readonly machines: readonly MachineView[];
  readonly states: readonly StateView[];
}

/** Takes a definition apart. Whatever has the wrong shape is left out; the rules on shape name it. */
export function viewOf(definition: Fields, type: 'STANDARD' | 'EXPRESS'): DefinitionView {
  const language = languageOf(definition, 'JSONPath');
  const machines: MachineView[] = [];
  const all: StateView[] = [];

  const open = (view: Omit<MachineView, 'states'>): MachineView => {
    const states: StateView[] = [];
    const machine: MachineView = { ...view, states };
    machines.push(machine);
    const written = view.fields['States'];
    if (!isFields(written)) return machine;
    for (const [name, fields] of Object.entries(written)) {
      if (!isFields(fields)) continue;
      const state: StateView = {
        name,
        fields,
        type: STATE_TYPES.find((known) => known === fields['Type']),
        language: languageOf(fields, language),
        location: at(at(view.location, 'States'), name),
        machine,
      };
      states.push(state);
      all.push(state);
    }
    for (const state of states) descend(state);
    return machine;
  };

  const descend = (state: StateView): void => {
    const { express } = state.machine;
    if (state.type === 'Parallel') {
      for (const [i, fields] of elements(state.fields['Branches']).entries()) {
        const location = at(state.location, `Branches[${i}]`);
        if (isFields(fields)) open({ role: 'branch', fields, location, owner: state, distributed: false, express });
      }
    }
    if (state.type === 'Map') {
      for (const name of ['ItemProcessor', 'Iterator']) {
        const fields = state.fields[name];
        if (!isFields(fields)) continue;
        const distributed = isDistributed(fields);
        open({
          role: 'processor',
          fields,
          location: at(state.location, name),
          owner: state,
          distributed,
          express: distributed ? configOf(fields)['ExecutionType'] === 'EXPRESS' : express,
        });
      }
    }
  };

  const root = open({
    role: 'machine',
    fields: definition,
    location: '/',
    owner: undefined,
    distributed: false,
    express: type === 'EXPRESS',
  });
  return { root, language, machines, states: all };
}

/** The ItemProcessor of a Map, or its Iterator. */
export function processorOf(map: Fields): Fields | undefined {
  const processor = has(map, 'ItemProcessor') ? map['ItemProcessor'] : map['Iterator'];
  return isFields(processor) ? processor : undefined;
}

/** Whether a processor's children are executions of their own. */
export function isDistributed(processor: Fields | undefined): boolean {
  return processor !== undefined && configOf(processor)['Mode'] === 'DISTRIBUTED';
}

function configOf(processor: Fields): Fields {
  const config = processor['ProcessorConfig'];
  return isFields(config) ? config : {};
}

function languageOf(fields: Fields, otherwise: QueryLanguage): QueryLanguage {
  const own = fields['QueryLanguage'];
  return own === 'JSONata' || own === 'JSONPath' ? own : otherwise;
}
