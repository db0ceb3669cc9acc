import { flow, param } from '@flowmap/flow';

export default flow(
  {
    name: 'hello',
    description: 'Greets somebody',
    params: {
      who: param.string({ description: 'Whom to greet' }),
      times: param.integer({ default: 1 }),
      loud: param.boolean({ default: false }),
      maxLength: param.number({ default: 100 }),
      tone: param.enum(['warm', 'cool'], { default: 'warm' }),
      extra: param.json<readonly string[]>({ default: [] }),
      json: param.string({ default: 'a name that is an option too' }),
    },
  },
  ({ step }) =>
    step('greet', ({ params, log }) => {
      log(`greeting ${params.who}`);
      console.log('printed');
      const text = `Hello, ${params.who}`.repeat(params.times).slice(0, params.maxLength);
      return {
        text: params.loud ? text.toUpperCase() : text,
        tone: params.tone,
        extra: params.extra,
        json: params.json,
      };
    }),
);
