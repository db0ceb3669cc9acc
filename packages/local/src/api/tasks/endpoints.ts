/** Where the services that tasks call are. */
export interface Endpoints {
  /**
   * The endpoint of a service by its id, as the AWS SDK's own variables name it: `AWS_ENDPOINT_URL_DYNAMODB` for `DynamoDB`, else
   * `AWS_ENDPOINT_URL`, else this server where it serves it. Undefined where there is none: nothing is called then.
   */
  of(serviceId: string): string | undefined;
  /** The variable that names the endpoint of a service. */
  variable(serviceId: string): string;
}

/**
 * Endpoints from a set of variables. `own` is this server's address: whoever sets AWS_ENDPOINT_URL to it means Step Functions and what
 * is served beside it, and no other service is there.
 */
export function endpointsFrom(
  variables: Readonly<Record<string, string | undefined>>,
  own: () => string,
  isServed: (serviceId: string) => boolean = () => false,
): Endpoints {
  const variable = (serviceId: string): string =>
    `AWS_ENDPOINT_URL_${serviceId.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
  const ignored = variables['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true';
  return {
    variable,
    of(serviceId) {
      const given = ignored ? [] : [variables[variable(serviceId)], variables['AWS_ENDPOINT_URL']];
      const found = given.find((url) => url !== undefined && url !== '' && !isSameServer(url, own()));
      return found?.replace(/\/+$/, '') ?? (isServed(serviceId) ? own() : undefined);
    },
  };
}

function isSameServer(url: string, own: string): boolean {
  try {
    const one = new URL(url);
    const other = new URL(own);
    return one.port === other.port && LOOPBACK.test(one.hostname) && LOOPBACK.test(other.hostname);
  } catch {
    return false;
  }
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/;
