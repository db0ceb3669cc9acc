/** Gives its input back. */
export const ECHO: object = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };

/** Says which one it is. */
export const saying = (word: string): object => ({
  StartAt: 'A',
  QueryLanguage: 'JSONata',
  States: { A: { Type: 'Pass', Output: { word }, End: true } },
});

/** Waits for a very long time. */
export const WAIT: object = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 100_000, End: true } } };

/** Fails with a reason. */
export const FAIL: object = {
  StartAt: 'F',
  States: { F: { Type: 'Fail', Error: 'Oops', Cause: 'It went wrong' } },
};

/** A distributed Map with a label over some items. */
export const distributed = (Label: string, items: unknown, states: object, more: object = {}): object => ({
  Type: 'Map',
  Label,
  Items: items,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: Object.keys(states)[0],
    States: states,
  },
  End: true,
  ...more,
});

/** A machine of JSONata that begins with the first of some states. */
export const machine = (states: object): object => ({
  StartAt: Object.keys(states)[0],
  QueryLanguage: 'JSONata',
  States: states,
});
