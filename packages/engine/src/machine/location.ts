import type { State, StateMachine, States } from '@flowmap/asl/language';

/** Where a state of a definition stands, in the service's form: `/States/Both/Branches[0]/States/Left`. */
export function locationOf(definition: Pick<StateMachine, 'States'>, name: string): string | undefined {
  return search(definition.States, name, '');
}

function search(states: States, name: string, outer: string): string | undefined {
  for (const [own, state] of Object.entries(states)) {
    const location = `${outer}/States/${own}`;
    if (own === name) return location;
    for (const [place, inner] of blocksOf(state)) {
      const found = search(inner, name, `${location}/${place}`);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function blocksOf(state: State): readonly (readonly [place: string, states: States])[] {
  if (state.Type === 'Parallel') return state.Branches.map(({ States }, i) => [`Branches[${i}]`, States]);
  if (state.Type !== 'Map') return [];
  const { ItemProcessor, Iterator } = state;
  if (ItemProcessor !== undefined) return [['ItemProcessor', ItemProcessor.States]];
  return Iterator === undefined ? [] : [['Iterator', Iterator.States]];
}
