import type { Json, JsonObject } from '@flowmap/graph';

/**
 * The base of an account: what all of its flows share, and if wanted the roles of one flow. It is written in the vocabulary of AWS
 * CloudFormation; references between resources are `Ref`, `Fn::GetAtt` and `Fn::Sub`, and nothing else.
 */
export interface Infra {
  readonly description: string;
  /** By logical id. */
  readonly parameters: { readonly [id: string]: InfraParameter };
  /** In an order in which each comes after those that it refers to. */
  readonly resources: readonly InfraResource[];
  /** By logical id. */
  readonly outputs: { readonly [id: string]: InfraOutput };
}

/** What is asked for when a template is used. */
export interface InfraParameter {
  readonly Type: 'String' | 'Number' | 'List<AWS::EC2::Subnet::Id>' | 'List<AWS::EC2::SecurityGroup::Id>';
  readonly Description: string;
  /** Absent: it has to be given. */
  readonly Default?: string | number | readonly string[];
}

/** A resource. */
export interface InfraResource {
  /** The logical id, in letters and digits. */
  readonly id: string;
  /** `AWS::S3::Bucket`. */
  readonly Type: string;
  /** As CloudFormation has them, with references. */
  readonly Properties: JsonObject;
  /** Whether it stays when the template goes. Default: no. */
  readonly retained?: boolean;
}

/** What others need to know of it. */
export interface InfraOutput {
  readonly Description: string;
  readonly Value: Json;
}

/** A pseudo parameter of CloudFormation that the base uses. */
export type Pseudo = 'AWS::AccountId' | 'AWS::Partition' | 'AWS::Region' | 'AWS::URLSuffix';

/** What a resource or parameter is called by: its name, or for some types its ARN. */
export function ref(id: string): JsonObject {
  return { Ref: id };
}

/** An attribute of a resource. */
export function getAtt(id: string, attribute: string): JsonObject {
  return { 'Fn::GetAtt': [id, attribute] };
}

/** A text with references in `${...}`: an id, `id.attribute`, or a {@link Pseudo}. */
export function sub(text: string): JsonObject {
  return { 'Fn::Sub': text };
}

/** What a value refers to, if it is a reference: pieces of text and references in between. */
export function referenceIn(value: Json): readonly Piece[] | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { Ref: id, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value as JsonObject;
  if (typeof id === 'string') return [{ id }];
  if (Array.isArray(attribute)) return [{ id: String(attribute[0]), attribute: String(attribute[1]) }];
  if (typeof text !== 'string') return undefined;
  return text
    .split(/(\$\{[^}]+\})/u)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const inside = /^\$\{([\w:]+)(?:\.(\w+))?\}$/u.exec(piece);
      if (!inside) return piece;
      const [, name = '', of] = inside;
      return { id: name, ...(of === undefined ? {} : { attribute: of }) };
    });
}

/** A piece of a text: itself, or a reference. */
export type Piece = string | { readonly id: string; readonly attribute?: string };
