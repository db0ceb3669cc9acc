import type { MetadataStore } from '@flowmap/store';

/** The code that other flows were deployed with and still have: the same code has the same key in each of them. */
export async function codeOfOthers(metadata: MetadataStore, name: string): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  for await (const { deployment } of metadata.owners()) {
    if (deployment === name) continue;
    for await (const { resources = [], end } of metadata.deployments(deployment)) {
      if (end?.pruned === 'done') continue;
      for (const resource of resources) if (resource.type === 'code') used.add(resource.name);
    }
  }
  return used;
}
