// The machines that are measured, and the work that they all do.

/** Tasks at a time: what the service allows an inline map. */
export const CONCURRENCY = 40;

/** Items of a map. */
export const itemsOf = (count) => Array.from({ length: count }, (_, n) => ({ n, values: [n, n + 1, n + 2] }));

/** What a Task does with an item: the least that is still asynchronous. */
export const task = async ({ n }) => n * 2;

/** The same in a turn of the event loop: the least that a call to anything outside takes. */
export const turn = ({ n }) => new Promise((resolve) => setImmediate(resolve, n * 2));

/** Five expressions that a state machine may have for an item: a path, arithmetic, text, a predicate, a choice. */
export const EXPRESSIONS = {
  n: '$states.input.n',
  square: '$states.input.n * $states.input.n + 1',
  label: "'item ' & $string($states.input.n)",
  late: '$sum($states.input.values[$ > 1])',
  kind: "$states.input.n % 2 = 0 ? 'even' : 'odd'",
};

const RESOURCE = 'arn:aws:lambda:us-east-1:123456789012:function:double';

/** A map with a Task for each item of `$.items`. */
export function machine({ language, mode }) {
  return language === 'JSONata' ? jsonataMachine(mode) : jsonPathMachine(mode, { ItemsPath: '$.items' });
}

const config = (mode) => ({
  ProcessorConfig: mode === 'distributed' ? { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } : { Mode: 'INLINE' },
});

function jsonPathMachine(mode, source) {
  const processor = { StartAt: 'Work', States: { Work: { Type: 'Task', Resource: RESOURCE, End: true } } };
  const ItemProcessor = { ...config(mode), ...processor };
  const each = { Type: 'Map', ...source, MaxConcurrency: CONCURRENCY, ItemProcessor, End: true };
  return { StartAt: 'Each', States: { Each: each } };
}

function jsonataMachine(mode) {
  const marked = Object.fromEntries(Object.entries(EXPRESSIONS).map(([name, source]) => [name, `{% ${source} %}`]));
  const { kind, ...given } = marked;
  const work = { Type: 'Task', Resource: RESOURCE, Arguments: given, Output: kind, End: true };
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        Items: '{% $states.input.items %}',
        MaxConcurrency: CONCURRENCY,
        ItemProcessor: { ...config(mode), StartAt: 'Work', States: { Work: work } },
        End: true,
      },
    },
  };
}

/** A map over the lines of an object, whose children's results are written and not held. */
export function readerMachine() {
  return jsonPathMachine('distributed', {
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSONL' },
      Parameters: { Bucket: 'data', Key: 'items.jsonl' },
    },
    ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'data', Prefix: 'results' } },
  });
}
