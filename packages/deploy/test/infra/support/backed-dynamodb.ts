import { jsonService } from './json-service.js';

interface OfTable {
  readonly TableName: string;
  readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean };
}

/** DynamoDB's expiry and point-in-time recovery, in front of a DynamoDB that has neither. */
export function backedDynamodb(endpoint: string): ReturnType<typeof jsonService> {
  const expiring = new Map<string, string>();
  const recoverable = new Set<string>();
  return jsonService(async (action, input: OfTable, { text, headers }) => {
    const { TableName: table, TimeToLiveSpecification: ttl } = input;
    switch (action) {
      case 'UpdateTimeToLive':
        if (ttl?.Enabled) expiring.set(table, ttl.AttributeName);
        else expiring.delete(table);
        return { body: {} };
      case 'DescribeTimeToLive': {
        const AttributeName = expiring.get(table);
        const told =
          AttributeName === undefined
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName };
        return { body: { TimeToLiveDescription: told } };
      }
      case 'UpdateContinuousBackups':
        recoverable.add(table);
        return { body: {} };
      case 'DescribeContinuousBackups': {
        const PointInTimeRecoveryStatus = recoverable.has(table) ? 'ENABLED' : 'DISABLED';
        const PointInTimeRecoveryDescription = { PointInTimeRecoveryStatus };
        return {
          body: {
            ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription },
          },
        };
      }
      default: {
        const { 'x-amz-target': target = '', authorization = '' } = headers;
        const answer = await fetch(endpoint, {
          method: 'POST',
          body: text,
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'x-amz-target': String(target),
            'x-amz-date': String(headers['x-amz-date']),
            authorization,
          },
        });
        return { status: answer.status, body: (await answer.json()) as object };
      }
    }
  });
}
