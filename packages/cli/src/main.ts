import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import type { runCli as Run } from './cli.js';
import type { processIo as Io } from './process-io.js';

interface Program {
  readonly runCli: typeof Run;
  readonly processIo: typeof Io;
}

const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-v')) {
  // Answered before anything else is loaded.
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  process.stdout.write(`${(JSON.parse(manifest) as { readonly version: string }).version}\n`);
} else {
  // Node 22 and later keep compiled code between runs.
  (module as { enableCompileCache?: () => void }).enableCompileCache?.();
  // The AWS client says on every start that newer versions of it will need Node 22.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  // The build puts the program into few files, which load in a fraction of the time. What is built of sources alone has none.
  const program = new URL('./program/cli.js', import.meta.url);
  const { runCli, processIo } = existsSync(program)
    ? ((await import(program.href)) as Program)
    : { ...(await import('./cli.js')), ...(await import('./process-io.js')) };
  process.exitCode = await runCli(args, processIo(process));
}
