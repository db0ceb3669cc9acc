/** The source of a flow of so many steps: a chain, in which every tenth step is done for each item of a list. */
export function flowOf(steps) {
  const lines = [`const s0 = step('s0', async () => ({ n: 0, list: [1, 2, 3] }));`];
  for (let i = 1; i < steps; i++) {
    lines.push(i % 10 === 9 ? foreachOf(i) : stepOf(i));
  }
  return [
    `import { flow } from '@flowmap/flow';`,
    '',
    `export default flow({ name: 'hundred' }, ({ step, foreach }) => {`,
    ...lines.map((line) => `  ${line}`),
    '});',
    '',
  ].join('\n');
}

/** After a foreach, a step takes what came before it. */
const before = (i) => (i % 10 === 0 ? `after: [f${i - 1}], in: { n: s${i - 2}.out.n }` : `in: { n: s${i - 1}.out.n }`);

function stepOf(i) {
  const options = `${before(i)}, retry: { attempts: 3 }, timeout: '10m'`;
  const code = `({ in: { n } }) => ({ n: n + 1, list: [n, n + 1] })`;
  return `const s${i} = step('s${i}', { ${options} }, async ${code});`;
}

function foreachOf(i) {
  const body = `(item, s) => s.step('s${i}', { in: { item } }, async ({ in: { item } }) => item * 2)`;
  return `const f${i} = foreach('each${i}', { items: s${i - 1}.out.list }, ${body});`;
}
