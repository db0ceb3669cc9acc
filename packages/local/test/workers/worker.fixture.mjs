// A worker that does what the name of the step says.
process.on('message', ({ id, invocation, abort, said }) => {
  if (said) return;
  if (abort) {
    if (!deaf.has(id)) process.send({ id, error: { name: 'AbortError', message: 'given up' } });
    return;
  }
  const [what, value] = invocation.step.split(':');
  if (what === 'count') process.send({ id, answer: { f: { n: Number(value) } } });
  if (what === 'pid') process.send({ id, answer: { f: { pid: process.pid } } });
  if (what === 'fail')
    process.send({ id, error: { name: 'Odd', message: value, stack: `Odd: ${value}\n    at flow.ts:3:4` } });
  if (what === 'exit') process.exit(Number(value));
  if (what === 'wait') setTimeout(() => process.send({ id, answer: { f: { pid: process.pid } } }), Number(value));
  if (what === 'deaf') deaf.add(id);
  if (what === 'print') {
    console.log(value);
    setTimeout(() => process.send({ id, answer: {} }), 50);
  }
  if (what === 'ask') {
    process.once('message', (reply) => process.send({ id, answer: { f: { said: reply.said } } }));
    process.send({ question: value });
  }
});
const deaf = new Set();
