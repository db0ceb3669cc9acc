/** Calls an action of the local server; undefined when it refuses. */
type Call = (action: string, input: object) => Promise<unknown>;

type Entry = readonly [name: string, contents: unknown];

/** What the local server keeps, by `type name`: state machines, their versions and their aliases. */
export async function statesContents(call: Call): Promise<Readonly<Record<string, unknown>>> {
  const { stateMachines } = (await call('ListStateMachines', { maxResults: 1000 })) as {
    readonly stateMachines: readonly { readonly stateMachineArn: string; readonly name: string }[];
  };
  const all = await Promise.all(
    stateMachines.map(async ({ stateMachineArn, name }) => ofMachine(call, stateMachineArn, name)),
  );
  return Object.fromEntries(all.flat());
}

async function ofMachine(call: Call, stateMachineArn: string, name: string): Promise<readonly Entry[]> {
  const [machine, versions, aliases, tagged] = (await Promise.all([
    call('DescribeStateMachine', { stateMachineArn }),
    call('ListStateMachineVersions', { stateMachineArn, maxResults: 1000 }),
    call('ListStateMachineAliases', { stateMachineArn, maxResults: 1000 }),
    call('ListTagsForResource', { resourceArn: stateMachineArn }),
  ])) as readonly [
    Described | undefined,
    { readonly stateMachineVersions: readonly { readonly stateMachineVersionArn: string }[] } | undefined,
    { readonly stateMachineAliases: readonly { readonly stateMachineAliasArn: string }[] } | undefined,
    { readonly tags: readonly { readonly key: string; readonly value: string }[] } | undefined,
  ];
  // A machine that is on its way out counts as gone.
  if (machine === undefined || machine.status === 'DELETING') return [];
  const last = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);
  const tags = Object.fromEntries((tagged?.tags ?? []).map(({ key, value }) => [key, value]));
  return [
    [`state-machine ${name}`, { ...settingsOf(machine), tags }],
    ...(await Promise.all(
      (versions?.stateMachineVersions ?? []).map(async ({ stateMachineVersionArn: arn }): Promise<Entry> => {
        const version = (await call('DescribeStateMachine', { stateMachineArn: arn })) as Described;
        return [`state-machine-version ${name}:${last(arn)}`, settingsOf(version)];
      }),
    )),
    ...(await Promise.all(
      (aliases?.stateMachineAliases ?? []).map(async ({ stateMachineAliasArn: arn }): Promise<Entry> => {
        const { description, routingConfiguration } = (await call('DescribeStateMachineAlias', {
          stateMachineAliasArn: arn,
        })) as Readonly<Record<string, unknown>>;
        return [`state-machine-alias ${name}:${last(arn)}`, { description, routingConfiguration }];
      }),
    )),
  ];
}

interface Described {
  readonly status: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly type: string;
  readonly loggingConfiguration?: unknown;
  readonly tracingConfiguration?: unknown;
  readonly description?: string;
}

function settingsOf({
  definition,
  roleArn,
  type,
  loggingConfiguration,
  tracingConfiguration,
  description,
}: Described): object {
  const parsed: unknown = JSON.parse(definition);
  return { definition: parsed, roleArn, type, loggingConfiguration, tracingConfiguration, description };
}
