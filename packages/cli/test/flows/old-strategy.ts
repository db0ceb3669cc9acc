/** A strategy of a time to come. */
export default () => ({ kind: 'acme/old', apiVersion: 2, options: {}, lower: () => undefined });
