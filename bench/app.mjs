// A CDK app with one state machine, whose definition is given: the least that the CDK can be asked to do.
import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

const stack = new Stack(new App(), 'Hundred', { env: { account: '123456789012', region: 'eu-west-1' } });
new StateMachine(stack, 'Machine', {
  definitionBody: DefinitionBody.fromString(readFileSync(process.env.FLOWMAP_DEFINITION, 'utf8')),
});
