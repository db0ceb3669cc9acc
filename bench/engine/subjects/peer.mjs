// aws-local-stepfunctions. It is written for Node 22; what it uses of it is one function.
Promise.withResolvers ??= function withResolvers() {
  let resolve, reject;
  const promise = new this((yes, no) => ((resolve = yes), (reject = no)));
  return { promise, resolve, reject };
};
const { StateMachine } = await import('aws-local-stepfunctions');
const { itemsOf, machine, task } = await import('../machines.mjs');

/** The inline map in JSONPath; the peer has no distributed maps, and JSONata fails in it. */
export async function peer(count) {
  const input = { items: itemsOf(count) };
  const stateMachine = new StateMachine(machine({ language: 'JSONPath', mode: 'inline' }));
  return async () => {
    const execution = stateMachine.run(input, { overrides: { taskResourceLocalHandlers: { Work: task } } });
    const results = await execution.result;
    if (results.length !== count) throw new Error(`${results.length} results of ${count}`);
  };
}
