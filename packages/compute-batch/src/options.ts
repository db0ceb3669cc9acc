import type { Json, JsonObject } from '@flowmap/graph';

/** Where AWS Batch runs the jobs, and in what containers. */
export interface BatchOptions {
  /** Name or ARN of the job queue. */
  readonly queue: string;
  /** What the queue's compute environments are. Default `EC2`. */
  readonly platform?: 'EC2' | 'FARGATE';
  /**
   * URI of the containers' image. Default: the stock image of Node.js 22. Another one needs Node.js 20.19 or later as `node` and
   * nothing of flowmap: the flow's code is fetched when a container starts. Packages are found in `node_modules` of its working directory.
   */
  readonly image?: string;
  /** Virtual CPUs of jobs whose steps do not ask for some. Default 1. */
  readonly vcpu?: number;
  /** Memory of jobs whose steps do not ask for some, in MiB. Default 2,048, or on Fargate the least that its virtual CPUs go with. */
  readonly memoryMb?: number;
  /** Processors of jobs whose steps do not say. Only Fargate is told: on EC2 it is the queue that has them. Default `x86_64`. */
  readonly architecture?: 'x86_64' | 'arm64';
  /**
   * ARN of the role that fetches the image and writes logs. Default: on Fargate, which demands one, the role of the code; on EC2 none,
   * since the instances do it.
   */
  readonly executionRole?: string;
  /** On Fargate: whether a container has an address of its own, which a subnet without NAT demands. Default false. */
  readonly assignPublicIp?: boolean;
  /** On Fargate: disk of a container in GiB, 21 to 200. Default: the 20 that it has anyway. */
  readonly ephemeralStorageGb?: number;
  /** Further variables of the containers. Names that begin with `FLOWMAP_` or `AWS_` are taken. */
  readonly environment?: { readonly [name: string]: string };
  /** Further tags of the job definitions, their jobs and containers. */
  readonly tags?: { readonly [name: string]: string };
}

/** The image that has Node and nothing else. */
export const STOCK_IMAGE = 'public.ecr.aws/docker/library/node:22-slim';

/** What was said, as JSON: what is undefined was not. */
export function given(options: BatchOptions): JsonObject {
  const entries: readonly (readonly [string, Json | undefined])[] = Object.entries(options);
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

const DEFAULTS: { readonly [name: string]: unknown } = {
  platform: 'EC2',
  image: STOCK_IMAGE,
  vcpu: 1,
  architecture: 'x86_64',
  assignPublicIp: false,
};

/**
 * What tells two job definitions of one shape apart: all that is not as it is without options, but for the queue, which is no part
 * of them, and tags, which change nothing.
 */
export function distinction(options: BatchOptions): JsonObject {
  const own = Object.entries(given(options)).filter(([name, value]) => {
    if (name === 'queue' || name === 'tags' || value === DEFAULTS[name]) return false;
    return !(typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  });
  return Object.fromEntries(own);
}
