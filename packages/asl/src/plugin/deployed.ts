import type { JsonObject } from '@flowmap/graph';
import type { PolicyStatement } from './policy.js';

/** A resource in the vocabulary of AWS CloudFormation, so that a deployment and a template say the same. */
export interface DeployedResource {
  /** `AWS::Lambda::Function`, `AWS::Batch::JobDefinition`. */
  readonly Type: string;
  /** The name in the account: of the function, the job definition; of an alias `<function>:<alias>`. */
  readonly Name: string;
  /**
   * Its properties as CloudFormation has them. An `AWS::Lambda::Alias` leaves out `FunctionVersion`: whoever deploys publishes a
   * version of the function, and points the alias at it.
   */
  readonly Properties: JsonObject;
}

/** What a compute is told of the place to which its resources go. */
export interface DeployPlace {
  /** Where the code lies in the bucket of artifacts. */
  readonly code: CodeLocation;
  /** ARN of the role that the code runs with. */
  readonly role: string;
  /** Name of the log group of the flow. */
  readonly logGroup: string;
  /** Variables that the code finds its deployment by. A compute sets all of them. */
  readonly environment: { readonly [name: string]: string };
}

/** Code in the bucket of artifacts. */
export interface CodeLocation {
  readonly bucket: string;
  /** The zip that a function is made of: `index.mjs` exports `handler`. */
  readonly zip: string;
  /** The module that a container loads, compressed with gzip: it runs the task that the environment names. */
  readonly module: string;
  /**
   * The command of a container in which there is nothing but Node.js 20.19 or later: it fetches that module with the rights of the
   * container's role and runs it. In a container of AWS Lambda it serves invocations, elsewhere it runs one task.
   */
  readonly start: readonly string[];
}

/** What a compute puts into the account. Two computes of a flow may both ask for one resource, with the same properties. */
export interface ComputeDeployment {
  readonly resources: readonly DeployedResource[];
  /** Services that take on the role of the code: `lambda.amazonaws.com`. */
  readonly principals: readonly string[];
  /** Rights that the code needs for this compute, beside those to artifacts, facts and logs. */
  readonly policies: readonly PolicyStatement[];
  /**
   * Where the code finds no packages but those in its bundle: what the author can do about it, as a sentence. Absent: layers or an
   * image may bring them.
   */
  readonly lacksPackages?: string;
}
