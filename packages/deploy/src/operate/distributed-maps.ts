/** A distributed Map state of a definition. */
export interface DistributedMap {
  readonly label: string;
  /** The foreach that it is of, or the name of the state where no foreach of ours made it. */
  readonly foreach: string;
  /** Those inside it, each with Map Runs of its own in every child. */
  readonly inner: readonly DistributedMap[];
}

interface States {
  readonly [name: string]: State;
}

interface State {
  readonly Type?: string;
  readonly Label?: string;
  readonly Branches?: readonly { readonly States: States }[];
  readonly ItemProcessor?: Processor;
  readonly Iterator?: Processor;
}

interface Processor {
  readonly States: States;
  readonly ProcessorConfig?: { readonly Mode?: string };
}

/** The distributed Maps of a definition, with those that only read a result left out: they go over no items. */
export function distributedMaps(definition: string): readonly DistributedMap[] {
  return mapsIn((JSON.parse(definition) as { readonly States: States }).States);
}

function mapsIn(states: States): readonly DistributedMap[] {
  return Object.entries(states).flatMap(([name, state]) => {
    const within = (state.Branches ?? []).flatMap((branch) => mapsIn(branch.States));
    const processor = state.ItemProcessor ?? state.Iterator;
    if (!processor) return within;
    const inner = mapsIn(processor.States);
    if (processor.ProcessorConfig?.Mode !== 'DISTRIBUTED') return [...within, ...inner];
    const { foreach, role } = named(name);
    if (role === 'first') return within;
    // Without a label the service makes one up, which nobody can know before.
    return [...within, { label: state.Label ?? name, foreach, inner }];
  });
}

/** State names are `perChunk/fit`, then for a part of a foreach `.role`, then for one of several strategies `@tag`. */
function named(state: string): { readonly foreach: string; readonly role: string | undefined } {
  const [, foreach = state, role] = /^([^.@]+)(?:\.([^@]+))?/.exec(state) ?? [];
  return { foreach, role };
}
