// Copies examples/custom-strategy out of the workspace and uses it as its author would: installs what would be published,
// builds with the compiler that its own manifest names, runs its conformance test, and its flow with flow-cli. Needs
// `npm run pack` first.
import assert from 'node:assert/strict';
import { checks } from './lib/checks.mjs';
import { consumer } from './lib/consumer.mjs';

/** A flow that names no strategy. */
const PLAIN = `
import { flow } from '@flowmap/flow';
export default flow({ name: 'plain' }, ({ step, foreach }) => {
  const start = step('start', () => ({ letters: ['a', 'b', 'c'] }));
  const upper = foreach('perLetter', { items: start.out.letters }, (letter, s) =>
    s.step('upper', { in: { letter } }, ({ in: { letter } }) => letter.toUpperCase()));
  return step('join', { in: { upper: upper.out } }, async ({ in: { upper } }) => (await upper.toArray()).join(''));
});
`;

const { check, finish } = checks();
const acme = consumer({ copy: 'examples/custom-strategy' });
try {
  await check('it installs', () => void acme.install());

  await check('it builds against the published types', () => void acme.run('npm', ['run', 'build']));

  await check('it keeps the contract of map strategies', () => {
    const out = acme.run('npm', ['test']);
    const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(out)?.[1]);
    assert.ok(count('pass') > 20, `there are few checks:\n${out}`);
    assert.equal(count('fail'), 0);
  });

  await check('its flow runs', () => {
    const out = acme.run('npx', ['--no-install', 'flow-cli', 'run', 'flow/squares.ts', '--count', '100', '--json']);
    assert.equal(resultOf(out), 338_350);
  });

  await check('its states are in the definition', () => {
    const out = acme.run('npx', ['--no-install', 'flow-cli', 'compile', 'flow/squares.ts']);
    const { States } = JSON.parse(out);
    assert.equal(States['perNumber.lanes'].Branches.length, 3);
  });

  await check('flow-cli finds it by the name of its package', () => {
    acme.write('flow/plain.ts', PLAIN);
    const named = ['flow/plain.ts', '--map-strategy', '@acme/flowmap-lanes'];
    const { States } = JSON.parse(acme.run('npx', ['--no-install', 'flow-cli', 'compile', ...named]));
    assert.equal(States['perLetter.lanes'].Branches.length, 2);
    assert.deepEqual(resultOf(acme.run('npx', ['--no-install', 'flow-cli', 'run', ...named, '--json'])), 'ABC');
  });
} finally {
  acme.remove();
}

finish();

/** The result of a run, from its last line. */
function resultOf(out) {
  const last = JSON.parse(out.trim().split('\n').at(-1));
  return last.value;
}
