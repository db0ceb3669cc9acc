/**
 * Named checks that run one after the other. A check passes when its function returns; what it throws is printed.
 * The last line of the output is `N passed, N failed`.
 */
export function checks() {
  let passed = 0;
  let failed = 0;
  return {
    async check(name, body) {
      try {
        await body();
        passed += 1;
        console.log(`ok      ${name}`);
      } catch (error) {
        failed += 1;
        console.log(`NOT OK  ${name}`);
        console.log(String(error instanceof Error ? (error.stack ?? error.message) : error).replace(/^/gm, '        '));
      }
    },
    finish() {
      console.log(`${passed} passed, ${failed} failed`);
      process.exitCode = failed > 0 ? 1 : 0;
    },
  };
}
