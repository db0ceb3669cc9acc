import { list, number, oneOf, type Operations, structure, text, TIME } from './shape.js';

/** AWS Secrets Manager. */
export const SECRETS_MANAGER: Operations = {
  getSecretValue: structure({
    ARN: text({ least: 20, most: 2048 }),
    Name: text({ least: 1, most: 256 }),
    VersionId: text({ least: 32, most: 64 }),
    SecretBinary: text({ least: 1 }),
    SecretString: text({ least: 1, most: 65_536 }),
    VersionStages: list(text({ least: 1, most: 256 })),
    CreatedDate: TIME,
  }),
};

/** AWS Systems Manager. */
export const SSM: Operations = {
  getParameter: structure({
    Parameter: structure({
      Name: text({ least: 1, most: 2048 }),
      Type: oneOf('String', 'StringList', 'SecureString'),
      Value: text(),
      Version: number(),
      LastModifiedDate: TIME,
      ARN: text(),
      DataType: text({ most: 128 }),
    }),
  }),
};
