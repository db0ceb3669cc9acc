/** Recorded cases in which we do not answer as a third party does, each with the reason. None of AWS's own is here. */
export const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  [
    'aslv-json-surround-syntax-extra-spaces.json',
    'Refuses a line break and blanks inside of {% and %}. The service takes them, as the language service of AWS does.',
  ],
  [
    'aslv-map-with-item-batcher-jsonata.json',
    'Accepts a JSONPath state in a JSONata machine, which AWS refuses: recorded in validate-api.jsonl.',
  ],
  ['aslv-task-credentials.json', 'Accepts Credentials without RoleArn, which AWS refuses.'],
  [
    'awsls-succeedfailterminalstate.json',
    'Has one name for states in two branches. The service wants names unique in the whole definition: DUPLICATE_STATE_NAME.',
  ],
]);
