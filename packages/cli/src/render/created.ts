import type { Json, JsonObject } from '@flowmap/graph';
import { short } from './short.js';

/** What matters of a resource that is to be made: what a role may do, which states a state machine has. One line each. */
export function createdDetails(type: string, properties: JsonObject): readonly string[] {
  if (type === 'AWS::IAM::Role') return rightsOf(properties).map(short);
  if (type === 'AWS::StepFunctions::StateMachine') return [short(statesOf(properties))].filter((line) => line !== '');
  return [];
}

interface Statement {
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

function rightsOf({ Policies = [] }: JsonObject): readonly string[] {
  const policies = Policies as unknown as readonly {
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  }[];
  return policies.flatMap(({ PolicyDocument: { Statement } }) =>
    Statement.map(
      ({ Action = [], Resource = [] }) => `may ${[Action].flat().join(', ')} on ${[Resource].flat().join(', ')}`,
    ),
  );
}

function statesOf({ DefinitionString }: JsonObject): string {
  const states = namesIn(DefinitionString);
  return states.length === 0 ? '' : `states ${states.join(', ')}`;
}

/** The states of a definition, those inside of others left out. */
function namesIn(definition: Json | undefined): readonly string[] {
  if (typeof definition !== 'string') return [];
  const { States = {} } = JSON.parse(definition) as { readonly States?: JsonObject };
  return Object.keys(States);
}
