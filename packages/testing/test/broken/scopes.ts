import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { type Broken, changed, selected, withBefore, withMap } from './broken.js';

/** Faults in what children are told, in names, and in what goes through. */
export const SCOPE_FAULTS: readonly Broken[] = [
  {
    how: 'makes the ItemSelector itself, and forgets the scopes around it',
    whole: inline(),
    fault: (whole) =>
      withMap(whole, () => ({
        ItemSelector: { run: '{% $states.input.run %}', i: '{% $string($states.context.Map.Item.Value) %}' },
      })),
    seen: /^in itself: facts of outer scopes/,
  },
  {
    how: 'keeps two numbers of an index path, and forgets the one between',
    whole: inline(),
    fault: (whole) =>
      withMap(whole, (state) => ({
        ItemSelector: {
          ...(state.ItemSelector as object),
          i: `{% ( $p := $split(${selected(state, 'i')}, '.'); $join($filter($p, function($v, $k) { $k in [0, $count($p) - 1] }), '.') ) %}`,
        },
      })),
    seen: /^itself in itself in itself/,
  },
  {
    how: 'takes the run from the execution, which is a child of its own inside a distributed map',
    whole: distributed(),
    fault: (whole) =>
      withMap(whole, ({ ItemSelector }) => ({
        ItemSelector: { ...(ItemSelector as object), run: '{% $states.context.Execution.Name %}' },
      })),
    seen: /^inside distributed, over a list/,
  },
  {
    how: 'leaves a note of its own in the state data',
    whole: inline(),
    fault: (whole) =>
      withBefore(whole, 'count', (next) => ({
        Type: 'Pass',
        Output: "{% $merge([$states.input, {'n': $states.input.f.each}]) %}",
        Next: next,
      })),
    seen: /the state behind a foreach of one step sees what the foreach saw/,
  },
  {
    how: 'carries the items in its state data',
    whole: inline(),
    fault: (whole) =>
      withBefore(whole, 'list', (next) => ({
        Type: 'Pass',
        Output: '{% $merge([$states.input, {"all": [1..$states.input.f.each]}]) %}',
        Next: next,
      })),
    seen: /^nothing grows with the number of items of one step/,
  },
  {
    how: 'makes up its state names, so that two of them in one machine have the same',
    whole: inline(),
    fault: (whole) =>
      changed(whole, (fragment, { id }) => {
        const { [fragment.start]: start, ...rest } = fragment.states;
        const name = `${id.replaceAll('/', '.')}.map`;
        return {
          ...fragment,
          start: name,
          states: { ...rest, ...(start ? { [name]: start } : {}) },
          exits: fragment.exits.map((exit) => ({ ...exit, state: name })),
        };
      }),
    seen: /^twice side by side in one machine/,
  },
  {
    how: 'has different names each time',
    whole: inline(),
    fault: (whole) => {
      let times = 0;
      return changed(whole, (fragment) => {
        times += 1;
        const name = `${fragment.start}-${times}`;
        const { [fragment.start]: start, ...rest } = fragment.states;
        return {
          ...fragment,
          start: name,
          states: { ...rest, ...(start ? { [name]: start } : {}) },
          exits: fragment.exits.map((exit) => ({ ...exit, state: name })),
        };
      });
    },
    seen: /^the same flow gives the same bytes/,
  },
  {
    how: 'forgets the key of the bucket',
    whole: distributed({ results: 'manifest' }),
    fault: (whole) =>
      changed(whole, (fragment) => ({
        ...fragment,
        policies: fragment.policies.filter(({ Action }) => !Action.includes('kms:Decrypt')),
      })),
    seen: /^and for the key of a bucket that is encrypted with one/,
  },
  {
    how: 'asks for no rights',
    whole: distributed(),
    fault: (whole) => changed(whole, (fragment) => ({ ...fragment, policies: [] })),
    seen: /^there is a right for everything/,
  },
];
