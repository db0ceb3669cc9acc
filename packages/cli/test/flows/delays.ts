import { flow, param, s3 } from '@flowmap/flow';
import { distributed } from '@flowmap/map-distributed';

const params = { file: param.string(), may: param.integer({ default: 0 }) };

/** Over the rows of a CSV file, and over the objects beside it. */
export default flow({ name: 'delays', params }, ({ step, foreach, input }) => {
  const flights = foreach(
    'perFlight',
    {
      items: s3.csv({ bucket: 'flights', key: input.file, columns: { origin: 'string', delay: 'integer' } }),
      strategy: distributed({ batch: 3 }),
      tolerate: { count: input.may },
    },
    (flight, s) => s.step('judge', { in: { flight } }, ({ in: { flight } }) => `${flight.origin} ${flight.delay > 15}`),
  );
  const files = foreach('perFile', { items: s3.list({ bucket: 'flights' }), strategy: distributed() }, (file, s) => {
    const key = s.step('key', { in: { key: file.key } }, ({ in: given }) => given.key);
    return s.step('size', { in: { key: key.out, size: file.size } }, ({ in: given }) => `${given.key} ${given.size}`);
  });
  return step('all', { in: { flights: flights.out, files: files.out } }, async ({ in: given }) => ({
    flights: (await given.flights.toArray()).map((one) => (one.ok ? one.value : one.error.message)),
    files: await given.files.toArray(),
  }));
});
