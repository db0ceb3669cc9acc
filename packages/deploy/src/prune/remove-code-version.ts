import {
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  paginateListVersionsByFunction,
} from '@aws-sdk/client-lambda';
import { isNamed } from '../aws/fault.js';
import type { Site } from '../kinds/kind.js';

/** Removes the alias of a code from a function, and the version behind it, unless another alias has that too. Done again, it goes on. */
export async function removeCodeVersion({ aws: { lambda } }: Site, name: string, alias: string): Promise<void> {
  const FunctionName = name;
  try {
    const version = await versionOf();
    await lambda.send(new DeleteAliasCommand({ FunctionName, Name: alias }));
    if (version !== undefined) await lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: version }));
  } catch (error) {
    // The function is gone, or the version stands behind another code too.
    if (!isNamed(error, 'ResourceNotFoundException', 'ResourceConflictException')) throw error;
  }

  async function versionOf(): Promise<string | undefined> {
    try {
      return (await lambda.send(new GetAliasCommand({ FunctionName, Name: alias }))).FunctionVersion;
    } catch (error) {
      if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    }
    // Removed as far as the alias. A version says as its description which alias it was published for.
    for await (const { Versions = [] } of paginateListVersionsByFunction({ client: lambda }, { FunctionName })) {
      const found = Versions.find(({ Description }) => Description === alias);
      if (found) return found.Version;
    }
    return undefined;
  }
}
