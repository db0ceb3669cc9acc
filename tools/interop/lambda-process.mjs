/** A function: imports the module that is its argument, and gives each message to its handler. */
import { pathToFileURL } from 'node:url';

const { handler } = await import(pathToFileURL(process.argv[2]).href);
process.on('message', async ({ id, payload }) => {
  const deadline = Date.now() + 900_000;
  try {
    process.send({ id, payload: await handler(payload, { getRemainingTimeInMillis: () => deadline - Date.now() }) });
  } catch (error) {
    process.send({ id, errorType: error.name, errorMessage: error.message });
  }
});
process.on('disconnect', () => process.exit());
