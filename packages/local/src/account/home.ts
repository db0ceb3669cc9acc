/** The account, region and partition that everything of an account is in. */
export interface Home {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** An ARN of the account's region: `arn:aws:lambda:us-east-1:123456789012:function:x`. */
export function arnOf({ partition, region, account }: Home, service: string, rest: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${rest}`;
}

/** An ARN of a service that has no regions: `arn:aws:iam::123456789012:role/x`. */
export function globalArn({ partition, account }: Home, service: string, rest: string): string {
  return `arn:${partition}:${service}::${account}:${rest}`;
}
