import { arnOf, type Home } from '../home.js';
import { notImplemented } from '../protocol/aws-error.js';
import { awsJson, JSON_REFUSALS } from '../protocol/json.js';
import { forward } from '../server/forward.js';
import type { Receiver } from '../server/receiver.js';

interface Named {
  readonly TableName?: string;
  readonly ResourceArn?: string;
}

/** DynamoDB, which is served at another address. */
export function dynamodbAt(url: string, home: Home): Receiver {
  const protocol = awsJson('1.0', 'DynamoDB_20120810');
  return {
    name: 'dynamodb',
    refusals: { ...JSON_REFUSALS, failed: ['InternalServerError', 500] },
    isGlobal: false,
    receive(request) {
      const asked = protocol.read(request);
      if (asked === undefined) throw notImplemented(`dynamodb: ${request.method} ${request.target}`);
      const { action } = asked;
      const input = asked.input as Readonly<Record<string, unknown>> & Named;
      const named = input.TableName ?? input.ResourceArn;
      const resource =
        named === undefined ? '*' : named.startsWith('arn:') ? named : arnOf(home, 'dynamodb', `table/${named}`);
      return {
        action,
        resource,
        input,
        needed: [{ action: `dynamodb:${action}`, resource }],
        perform: () => forward(url, request),
      };
    },
    refuse: (error) => protocol.refuse(error),
    contents: () => ({}),
  };
}
