import type { AliasRecord, FunctionRecord, Revision, Version } from './function-record.js';
import { seenState } from './readiness.js';

/** A revision as the service shows it. `seen` is false in lists, which say nothing of the state. */
export function shownConfiguration(
  { name, arn }: FunctionRecord,
  revision: Revision | Version,
  qualifier: string | undefined,
  seen = true,
): object {
  const { settings, code, id, modified, readiness } = revision;
  const isVersion = 'number' in revision;
  const { Layers: layers = [], VpcConfig: network, ...rest } = settings as Settings;
  return {
    ...rest,
    FunctionName: name,
    FunctionArn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    Version: isVersion ? revision.number : '$LATEST',
    Description: isVersion ? revision.description : settings.Description,
    ...(layers.length > 0 && { Layers: layers.map((layer) => ({ Arn: layer, CodeSize: 1 })) }),
    ...(network !== undefined && { VpcConfig: { VpcId: 'vpc-00000001', ...network } }),
    CodeSha256: code.sha256,
    CodeSize: code.size,
    RevisionId: id,
    LastModified: modified.toISOString().replace('Z', '+0000'),
    ...(seen && seenState(readiness)),
  };
}

/** An alias as the service shows it. */
export function shownAlias({ arn }: FunctionRecord, alias: AliasRecord): object {
  return {
    AliasArn: `${arn}:${alias.name}`,
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    RevisionId: alias.revisionId,
    ...(alias.weights !== undefined && { RoutingConfig: { AdditionalVersionWeights: alias.weights } }),
  };
}

type Settings = Revision['settings'] & {
  readonly Layers?: readonly string[];
  readonly VpcConfig?: object;
};
