import { readFile } from 'node:fs/promises';
import type { Compute } from '@flowmap/asl';
import { FlowError, type Json } from '@flowmap/graph';
import { gzipOf, zipOf, type Files } from './archive.js';
import { bundleEntries, type Entries } from './bundle-entries.js';
import { codeHash } from './code-hash.js';
import { FLOW_FILE, MAP_FILE, withMapName, type FlowSource } from './flow-source.js';
import { portableMap } from './source-map.js';

/** A flow's module with all that it imports. */
export interface FlowBundle {
  /** An ES module whose default export is the flow. */
  readonly code: string;
  /** Its source map, whose sources are URLs of files. */
  readonly map: string;
  /** What it is made of, a package or a file of the author each, with the bytes that it takes in the code. Default: not known. */
  readonly modules?: readonly BundledModule[];
}

/** A part of a bundle. */
export interface BundledModule {
  /** `node_modules/lodash`, or the path of a file. */
  readonly name: string;
  readonly bytes: number;
}

/** How to pack. */
export interface PackOptions {
  /** The computes that the flow runs on. */
  readonly computes: readonly Pick<Compute, 'kind' | 'apiVersion' | 'options'>[];
  /** What else decides what runs, such as names that are in the environment of the code. */
  readonly configuration?: Json;
  /** The programs around flows, where they have been bundled already. */
  readonly entries?: Entries;
}

/** A flow's code as it goes into the bucket. */
export interface PackedCode {
  /** Names the code with its configuration: 16 hexadecimal digits. */
  readonly hash: string;
  /** What a function is made of: `index.mjs`, `flow.mjs` and its source map. Made when it is asked for. */
  zip(): Uint8Array;
  /** What a container loads: one ES module, compressed with gzip. Made when it is asked for. */
  module(): Uint8Array;
  /** What a container that has only Node runs by `node -e` to load that module. */
  readonly loader: string;
  /** Bytes of the files in the zip. */
  readonly size: number;
}

/**
 * Most bytes of a function's files. The limit of 50 MB for a zip is that of an upload with the request; this one goes by the bucket.
 * Source: AWS Lambda developer guide, "Lambda quotas".
 */
const MOST_BYTES = 262_144_000;

/**
 * Packs a flow's bundle with the programs that run it on AWS. The same bundle, options and installed packages give the same bytes,
 * in whatever folder and at whatever time. Throws `CODE_TOO_LARGE`.
 */
export async function packCode(bundle: FlowBundle, options: PackOptions): Promise<PackedCode> {
  const { computes, configuration } = options;
  const entries = options.entries ?? (await bundleEntries());
  const flow: FlowSource = { code: bundle.code, map: portableMap(bundle.map) };
  const files: Files = new Map([
    ['index.mjs', Buffer.from(entries.lambda)],
    [FLOW_FILE, Buffer.from(withMapName(flow.code))],
    [MAP_FILE, Buffer.from(flow.map)],
  ]);
  const size = sizeOf(files, bundle.modules);
  const version = await ownVersion();
  return {
    hash: codeHash({ flow, entries, computes, version, ...(configuration === undefined ? {} : { configuration }) }),
    zip: () => zipOf(files),
    module: () => gzipOf(`const __flowmap_flow = ${JSON.stringify(flow)};\n${entries.container}`),
    loader: entries.loader,
    size,
  };
}

/** Parts of a bundle that are named where it is too large. */
const NAMED = 5;

/** Bytes of files. Throws `CODE_TOO_LARGE` where they are more than a function holds, with the largest of the modules. */
export function sizeOf(files: Files, modules: readonly BundledModule[] = [], most: number = MOST_BYTES): number {
  const size = [...files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (size <= most) return size;
  const parts =
    modules.length > 0 ? modules : [...files].map(([name, { byteLength }]) => ({ name, bytes: byteLength }));
  const largest = [...parts].sort((a, b) => b.bytes - a.bytes).slice(0, NAMED);
  const named = largest.map(({ name, bytes }) => `${name} ${mebibytes(bytes)}`).join(', ');
  throw new FlowError(
    'CODE_TOO_LARGE',
    `The code takes ${mebibytes(size)} unzipped, and a Lambda function holds ${mebibytes(most)}. Its largest parts: ${named}.`,
    {
      hint: 'Leave large packages out by `external` in flowmap.config.ts, and bring them by lambda({ layers }) or in an image; put data into a bucket.',
    },
  );
}

function mebibytes(bytes: number): string {
  return `${Math.ceil((bytes / 1024 / 1024) * 10) / 10} MiB`;
}

async function ownVersion(): Promise<string> {
  const { built } = await import('./built-entries.js');
  if (built) return built.version;
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
