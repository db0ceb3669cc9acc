import type { PolicyStatement, Target } from '@flowmap/asl';

/** An image of a private registry: account, region, repository. */
const PRIVATE = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)/;

/** What fetching an image needs. Only private registries ask. Source: Amazon ECR user guide, "Repository policy examples". */
export function imageRights(image: string, { partition }: Target): readonly PolicyStatement[] {
  const [, account, region, repository] = PRIVATE.exec(image) ?? [];
  if (account === undefined || region === undefined || repository === undefined) return [];
  return [
    // This one knows no resources.
    { Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
    {
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: [`arn:${partition}:ecr:${region}:${account}:repository/${repository}`],
    },
  ];
}
