import { readFile } from 'node:fs/promises';
import type { Flow } from '@flowmap/flow';
import { captureConsole, captureOutput, logLine } from '@flowmap/runtime/printing';
import { lambdaHandler, type LambdaHandler } from '@flowmap/runtime/lambda';
import { FLOW_FILE, MAP_FILE } from './flow-source.js';
import { lambdaLogPlace } from './log-place.js';
import { openPlace } from './open-place.js';
import { firstFolder, importFlow, layerFolders, placeFlow } from './place-flow.js';

/** `index.mjs` of the zip of a function, beside which the flow lies. */
process.setSourceMapsEnabled(true);
// The console of this service puts a prefix before each line; a line of JSON has to be alone.
const print = process.stdout.write.bind(process.stdout);
captureOutput([process.stdout, process.stderr]);
captureConsole(console);

const { env } = process;
const flow = await loadFlow();

/** The handler of the functions of a flow. */
export const handler: LambdaHandler = lambdaHandler(flow, () => ({
  ...openPlace(env),
  log: (line) => void print(`${logLine(line)}\n`),
  logs: { place: async () => lambdaLogPlace(env) },
}));

/** What layers bring is not found from the folder of the function, which cannot be written to. */
async function loadFlow(): Promise<Flow> {
  const file = new URL(`./${FLOW_FILE}`, import.meta.url);
  const layers = layerFolders(env['NODE_PATH']);
  if (firstFolder(layers) === undefined) return importFlow(file);
  const [code, map] = await Promise.all([file, new URL(MAP_FILE, file)].map((one) => readFile(one, 'utf8')));
  return placeFlow({ code: code ?? '', map: map ?? '' }, layers);
}
