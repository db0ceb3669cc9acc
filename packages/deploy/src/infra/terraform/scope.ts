import { FlowError, invariant, type Json, type JsonObject } from '@flowmap/graph';
import { referenceIn, type Infra, type Piece } from '../model.js';
import { Expression, literalPiece, type Hcl } from './hcl.js';

/** How references to a type of resource are said in Terraform. */
export interface Names {
  /** `aws_s3_bucket`. */
  readonly type: string;
  /** The attribute that `Ref` is: `id`. */
  readonly ref: string;
  /** Attributes of `Fn::GetAtt`: `Arn` is `arn`. */
  readonly attributes: { readonly [name: string]: string };
}

/** The pseudo parameters as attributes of data sources. */
const PSEUDO: { readonly [id: string]: readonly [source: string, attribute: string] } = {
  'AWS::AccountId': ['aws_caller_identity', 'account_id'],
  'AWS::Partition': ['aws_partition', 'partition'],
  'AWS::Region': ['aws_region', 'id'],
  'AWS::URLSuffix': ['aws_partition', 'dns_suffix'],
};

/** Values with their references, as Terraform says them. */
export class Scope {
  /** Data sources that were referred to. */
  readonly sources: Set<string> = new Set<string>();
  readonly #infra: Infra;
  readonly #names: (type: string) => Names;

  constructor(infra: Infra, names: (type: string) => Names) {
    this.#infra = infra;
    this.#names = names;
  }

  /** A value of a property. */
  value(json: Json): Hcl {
    invariant(json !== null, 'a property of the base is null');
    if (typeof json !== 'object') return json;
    const pieces = referenceIn(json);
    if (pieces) return this.#text(pieces);
    if (Array.isArray(json)) return json.map((item: Json) => this.value(item));
    return Object.fromEntries(Object.entries(json).map(([name, item]) => [name, this.value(item)]));
  }

  #text(pieces: readonly Piece[]): Hcl {
    const [only] = pieces;
    if (pieces.length === 1 && only !== undefined) {
      return typeof only === 'string' ? only : new Expression(this.#reference(only));
    }
    const parts = pieces.map((piece) =>
      typeof piece === 'string' ? literalPiece(piece) : `\${${this.#reference(piece)}}`,
    );
    return new Expression(`"${parts.join('')}"`);
  }

  #reference({ id, attribute }: Exclude<Piece, string>): string {
    const pseudo = PSEUDO[id];
    if (pseudo) {
      this.sources.add(pseudo[0]);
      return `data.${pseudo[0]}.current.${pseudo[1]}`;
    }
    if (id in this.#infra.parameters) return `var.${snake(id)}`;
    const resource = this.#infra.resources.find((found) => found.id === id);
    invariant(resource, `the base refers to ${id}, which it has not`);
    const { type, ref, attributes } = this.#names(resource.Type);
    const known = attribute === undefined ? ref : attributes[attribute];
    invariant(known !== undefined, `no attribute ${attribute} of ${resource.Type} is known for Terraform`);
    return `${type}.${snake(id)}.${known}`;
  }
}

/** `BucketPolicy` as a name of Terraform: `bucket_policy`. */
export function snake(id: string): string {
  return id.replaceAll(/(?<!^)([A-Z])/gu, '_$1').toLowerCase();
}

/** Tags, listed or by key, as a map. */
export function tagMap(tags: Json | undefined): { readonly [key: string]: string } | undefined {
  if (tags === undefined || tags === null || typeof tags !== 'object') return undefined;
  if (!Array.isArray(tags)) return tags as { readonly [key: string]: string };
  return Object.fromEntries(
    (tags as readonly { readonly Key: string; readonly Value: string }[]).map(({ Key, Value }) => [Key, Value]),
  );
}

/** Refuses properties that a mapping does not know: what is left out silently would be missing in the account. */
export function onlyKnown(type: string, properties: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(properties).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new FlowError('BUG', `Terraform is not told of ${unknown.join(', ')} of ${type}`);
}
