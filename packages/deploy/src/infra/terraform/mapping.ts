import type { InfraResource } from '../model.js';
import type { Block } from './hcl.js';
import type { Names, Scope } from './scope.js';

/** How a type of resources is said in Terraform: often by several resources of it. */
export interface Mapping {
  readonly names: Names;
  blocks(resource: InfraResource, scope: Scope): readonly Block[];
}

/** What keeps Terraform from removing a resource that is to stay. */
export function lifecycle({ retained }: InfraResource): readonly Block[] | undefined {
  return retained ? [{ block: 'lifecycle', body: { prevent_destroy: true } }] : undefined;
}
