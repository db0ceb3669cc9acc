import { readFileSync } from 'node:fs';
import module from 'node:module';

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
  const [{ runCli }, { processIo }] = await Promise.all([import('./cli.js'), import('./process-io.js')]);
  process.exitCode = await runCli(args, processIo(process));
}
