/** An integration that Step Functions writes in its own way, and not as the AWS SDK. */
export interface OptimizedService {
  /** The client, as `aws-sdk` tasks name its service. */
  readonly client: string;
  /** Before the dot of its errors. */
  readonly prefix: string;
  /** The error of everything that the API does not document. */
  readonly general: string;
  /** The service in a cause. */
  readonly service: string;
  /** Whether its results tell of the HTTP request. */
  readonly hasMetadata: boolean;
  /** Members that are text, and into which an object may be written. */
  readonly texts?: readonly string[];
}

/**
 * The optimized integrations by the name in a Resource. Names of errors and services as recorded for DynamoDB, SQS, SNS and EventBridge;
 * those of the others follow the AWS SDK for Java 1, which these integrations use.
 */
export const OPTIMIZED: Readonly<Record<string, OptimizedService>> = {
  athena: {
    client: 'athena',
    prefix: 'Athena',
    general: 'AmazonAthenaException',
    service: 'AmazonAthena',
    hasMetadata: false,
  },
  batch: { client: 'batch', prefix: 'Batch', general: 'AWSBatchException', service: 'AWSBatch', hasMetadata: true },
  codebuild: {
    client: 'codebuild',
    prefix: 'CodeBuild',
    general: 'AWSCodeBuildException',
    service: 'AWSCodeBuild',
    hasMetadata: true,
  },
  dynamodb: {
    client: 'dynamodb',
    prefix: 'DynamoDB',
    general: 'AmazonDynamoDBException',
    service: 'AmazonDynamoDBv2',
    hasMetadata: true,
  },
  ecs: { client: 'ecs', prefix: 'ECS', general: 'AmazonECSException', service: 'AmazonECS', hasMetadata: true },
  events: {
    client: 'eventbridge',
    prefix: 'EventBridge',
    general: 'AmazonEventBridgeException',
    service: 'AmazonEventBridge',
    hasMetadata: false,
    texts: ['Detail'],
  },
  glue: { client: 'glue', prefix: 'Glue', general: 'AWSGlueException', service: 'AWSGlue', hasMetadata: true },
  sagemaker: {
    client: 'sagemaker',
    prefix: 'SageMaker',
    general: 'AmazonSageMakerException',
    service: 'AmazonSageMaker',
    hasMetadata: true,
  },
  sns: {
    client: 'sns',
    prefix: 'SNS',
    general: 'AmazonSNSException',
    service: 'AmazonSNS',
    hasMetadata: true,
    texts: ['Message'],
  },
  sqs: {
    client: 'sqs',
    prefix: 'SQS',
    general: 'AmazonSQSException',
    service: 'AmazonSQS',
    hasMetadata: true,
    texts: ['MessageBody'],
  },
};
