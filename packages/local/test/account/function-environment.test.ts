import { expect, test } from '@jest/globals';
import { machineEnvironment } from '../../src/account/running/function-environment.js';

test('of the environment of the server a program gets what it finds its tools and other services by', () => {
  const own = {
    PATH: '/bin',
    PASSWORD: 'x',
    AWS_PROFILE: 'real',
    AWS_SECRET_ACCESS_KEY: 'real',
    AWS_ENDPOINT_URL: 'http://elsewhere',
    AWS_ENDPOINT_URL_S3: 'http://elsewhere',
    AWS_ENDPOINT_URL_SQS: 'http://queues',
    LANG: undefined,
  };
  const home = { account: '123456789012', region: 'eu-west-1', partition: 'aws' };
  expect(machineEnvironment({ home, endpoint: 'http://here', own })).toEqual({
    PATH: '/bin',
    AWS_ENDPOINT_URL_SQS: 'http://queues',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: 'http://here',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
});
