/** Calls an action of the local server. */
type Call = (action: string, input: object) => Promise<unknown>;

interface Machine {
  readonly stateMachineArn: string;
  readonly name: string;
}

/** What the local server keeps, by `type name`: state machines, their versions and their aliases. */
export async function statesContents(call: Call): Promise<Readonly<Record<string, unknown>>> {
  const { stateMachines } = (await call('ListStateMachines', { maxResults: 1000 })) as {
    readonly stateMachines: readonly Machine[];
  };
  const all = await Promise.all(stateMachines.map((machine) => ofMachine(call, machine)));
  return Object.fromEntries(all.flat());
}

async function ofMachine(
  call: Call,
  { stateMachineArn, name }: Machine,
): Promise<readonly (readonly [string, unknown])[]> {
  const [{ stateMachineVersions }, { stateMachineAliases }] = (await Promise.all([
    call('ListStateMachineVersions', { stateMachineArn, maxResults: 1000 }),
    call('ListStateMachineAliases', { stateMachineArn, maxResults: 1000 }),
  ])) as readonly [
    { readonly stateMachineVersions: readonly { readonly stateMachineVersionArn: string }[] },
    { readonly stateMachineAliases: readonly { readonly stateMachineAliasArn: string }[] },
  ];
  const last = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);
  const { tags } = (await call('ListTagsForResource', { resourceArn: stateMachineArn })) as {
    readonly tags: readonly { readonly key: string; readonly value: string }[];
  };
  const machine = await describe(call, stateMachineArn);
  return [
    [`state-machine ${name}`, { ...machine, tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])) }],
    ...(await Promise.all(
      stateMachineVersions.map(
        async ({ stateMachineVersionArn: arn }) =>
          [`state-machine-version ${name}:${last(arn)}`, await describe(call, arn)] as const,
      ),
    )),
    ...(await Promise.all(
      stateMachineAliases.map(async ({ stateMachineAliasArn: arn }) => {
        const { description, routingConfiguration } = (await call('DescribeStateMachineAlias', {
          stateMachineAliasArn: arn,
        })) as Readonly<Record<string, unknown>>;
        return [`state-machine-alias ${name}:${last(arn)}`, { description, routingConfiguration }] as const;
      }),
    )),
  ];
}

async function describe(call: Call, stateMachineArn: string): Promise<object> {
  const { definition, roleArn, type, loggingConfiguration, tracingConfiguration, description } = (await call(
    'DescribeStateMachine',
    { stateMachineArn },
  )) as Readonly<Record<string, unknown>>;
  return {
    definition: JSON.parse(String(definition)) as unknown,
    roleArn,
    type,
    loggingConfiguration,
    tracingConfiguration,
    description,
  };
}
