import { flow, onEnd, onObject, param } from '@flowmap/flow';

const params = { rows: param.integer({ default: 3 }), mode: param.enum(['fast', 'slow']) };

flow(
  {
    name: 'starts',
    params,
    schedules: {
      nightly: { cron: '0 3 * * ? *', params: { rows: 5, mode: 'fast' }, overlap: 'skip' },
      often: { every: '1 hour', params: { mode: 'slow' } },
    },
    triggers: { uploads: onObject({ bucket: 'raw', params: { mode: 'fast' }, from: { rows: 'size' } }) },
    notify: [{ target: 'arn:aws:sns:eu-central-1:123456789012:alarms', status: ['FAILED'] }],
  },
  ({ step }) => {
    step('a', ({ params: given }) => given.rows.toFixed());
  },
);

// @ts-expect-error a number is no text
flow({ name: 'f', params, schedules: { s: { every: '1 hour', params: { rows: '5' } } } }, () => undefined);
// @ts-expect-error one of its values
flow({ name: 'f', params, schedules: { s: { every: '1 hour', params: { mode: 'other' } } } }, () => undefined);
// @ts-expect-error there is no such parameter
flow({ name: 'f', params, schedules: { s: { every: '1 hour', params: { row: 5 } } } }, () => undefined);
// @ts-expect-error there are no parameters at all
flow({ name: 'f', schedules: { s: { every: '1 hour', params: { rows: 5 } } } }, () => undefined);
// @ts-expect-error it is one time alone
flow({ name: 'f', schedules: { s: { every: '1 hour', cron: '0 3 * * ? *' } } }, () => undefined);
// @ts-expect-error a time is missing
flow({ name: 'f', schedules: { s: { overlap: 'skip' } } }, () => undefined);
// @ts-expect-error the end of a flow has no key
onEnd('load', { from: { file: 'key' } });
// @ts-expect-error the bucket is missing
onObject({ prefix: 'in/' });
