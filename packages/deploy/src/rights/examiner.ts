import type { PolicyStatement } from '@flowmap/asl';
import { baseReads, type BasePlace } from './base-place.js';
import { compact } from './compact.js';
import { type DeployerPlace, deployerStatements } from './deployer.js';
import { policyDocument, type PolicyDocument } from './document.js';
import { withSids } from './sids.js';

const READS = /:(?:Describe|Get|List|Query)/u;

/**
 * What whoever looks for what is wrong needs: to read how the base of an account is set up, and with a flow what is deployed of it. Nothing can
 * be changed with it, and no artifact and no log line be read.
 */
export function doctorPolicy(place: BasePlace | DeployerPlace): PolicyDocument {
  const statements = [
    ...baseReads(place),
    { Action: ['lambda:GetAccountSettings'], Resource: ['*'] },
    ...('deployment' in place ? deployed(place) : []),
  ];
  return policyDocument(withSids(compact(statements)));
}

/** Of what deploying needs, all that only reads, and of objects the code alone. */
function deployed(place: DeployerPlace): readonly PolicyStatement[] {
  const code = `arn:${place.partition}:s3:::${place.bucket}/.flowmap/code/*`;
  const reads = deployerStatements(place).flatMap((statement): readonly PolicyStatement[] => {
    const Action = statement.Action.filter((action) => READS.test(action) && !action.startsWith('s3:'));
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  });
  return [...reads, { Action: ['s3:GetObject'], Resource: [code] }];
}
