import { S3_BUSY, type MapState, type State, type States, type TaskState } from '@flowmap/asl/language';
import type { Exit, MapContext, PolicyStatement } from '@flowmap/asl';
import type { ForeachNode } from '@flowmap/graph';
import type { Results } from './options.js';
import { mapRunPolicies, resultPolicies } from './policies.js';
import { WRITER, writing } from './writing.js';

/** What a Map leads on to whose children's answers go to files. */
export interface Continuation {
  /** What the Map itself needs for it. */
  readonly map: Pick<MapState, 'ResultWriter' | 'Output' | 'Next'>;
  readonly states: States;
  readonly exits: readonly Exit[];
  readonly policies: readonly PolicyStatement[];
}

/** There is no file where nothing ended well. Nor is there one that was removed, or may not be read: see {@link nothingRead}. */
const UNREAD = ['States.ItemReaderFailed', 'States.QueryEvaluationError'];

/** The same of the manifest. S3Exception is also what the service calls a right that is missing. */
const UNFETCHED = ['S3.NoSuchKeyException', 'S3.S3Exception', 'States.QueryEvaluationError'];

/** Characters of a Cause that go into state data. */
const CAUSE_CHARACTERS = 1_000;

/**
 * Writes the children's records into the bucket of artifacts, a file for each end, and reads the first of those that ended well. On
 * the way everything lies on top of the state data: `w`, where the manifest is, `ok`, how many items ended well, `k`, the key of the
 * first file, and `e`, why it was not read. The exits take it away again.
 */
export function firstResult(
  foreach: ForeachNode,
  context: MapContext,
  results: Exclude<Results, 'none'>,
): Continuation {
  const { key: prefix, any } = context.prefix('_map');
  const first = context.name('first');
  const nothing = context.name('nothing');
  const fetch = results === 'manifest' ? manifestTask(context, first, nothing) : undefined;
  const settling = context.tolerated() === undefined ? undefined : context.settle(WRITER);
  const behind = fetch?.name ?? first;
  return {
    map: {
      ...writing(context.target, prefix),
      Next: settling?.start ?? behind,
    },
    states: {
      ...(settling && leadingOn(settling.states, settling.end, behind)),
      ...(fetch && { [fetch.name]: fetch.state }),
      [first]: firstMap(context, results, nothing),
      [nothing]: { Type: 'Pass' },
    },
    exits: [
      {
        state: first,
        data: '$merge([$states.input, $states.result[0]])',
        settled: true,
        requires: {
          condition: '$exists($states.result[0].run)',
          message: `'${foreach.id}: its first result has no run'`,
        },
      },
      nothingRead(foreach, nothing, settling?.succeeded ?? context.count()),
    ],
    policies: [
      ...(settling?.policies ?? []),
      ...resultPolicies(context.target, any),
      ...mapRunPolicies(context.target),
    ],
  };
}

/** Finds the first file. A manifest that is not there, or names none, leads to where that is judged. */
function manifestTask(context: MapContext, next: string, nothing: string): { name: string; state: TaskState } {
  const { partition, bucket } = context.target;
  return {
    name: context.name('manifest'),
    state: {
      Type: 'Task',
      Resource: `arn:${partition}:states:::aws-sdk:s3:getObject`,
      Arguments: { Bucket: bucket, Key: `{% ${WRITER}.Key %}` },
      Retry: [S3_BUSY],
      Catch: [toNothing(UNFETCHED, nothing)],
      Output: "{% $merge([$states.input, {'k': $parse($states.result.Body).ResultFiles.SUCCEEDED[0].Key}]) %}",
      Next: next,
    },
  };
}

/** One child over the first record of the first file. */
function firstMap(context: MapContext, results: Results, nothing: string): MapState {
  const { partition, bucket } = context.target;
  const shape = context.name('shape');
  // By the layout that others observed; the manifest is what is documented.
  const key =
    results === 'manifest' ? '$states.input.k' : `$replace(${WRITER}.Key, /manifest\\.json$/, 'SUCCEEDED_0.json')`;
  return {
    Type: 'Map',
    Label: context.label('first'),
    ItemReader: {
      Resource: `arn:${partition}:states:::s3:getObject`,
      ReaderConfig: { InputType: 'JSONL', MaxItems: 1 },
      Arguments: { Bucket: bucket, Key: `{% ${key} %}` },
    },
    ItemSelector: { run: '{% $states.context.Map.Item.Value.run %}' },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: shape,
      States: { [shape]: { Type: 'Pass', Output: { run: '{% $states.input.run %}' }, End: true } },
    },
    Catch: [toNothing(UNREAD, nothing)],
  };
}

function toNothing(errors: readonly string[], nothing: string): NonNullable<MapState['Catch']>[number] {
  const cause = `$substring($states.errorOutput.Cause, 0, ${CAUSE_CHARACTERS})`;
  const error = `{'Error': $states.errorOutput.Error, 'Cause': ${cause}}`;
  return { ErrorEquals: errors, Output: `{% $merge([$states.input, {'e': ${error}}]) %}`, Next: nothing };
}

/** Goes on only where there was nothing to read: no items, or none that ended well and a tolerance for that. */
function nothingRead({ id }: ForeachNode, state: string, succeeded: string): Exit {
  const message = `'${id}: its first result was not read: ' & $states.input.e.Error & ': ' & $states.input.e.Cause`;
  return { state, data: '$states.input', settled: true, requires: { condition: `${succeeded} = 0`, message } };
}

function leadingOn(states: States, end: string, next: string): States {
  return { ...states, [end]: { ...states[end], Next: next } as State };
}
