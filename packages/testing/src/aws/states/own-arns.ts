import type { Home, WireAnswer, WireRequest } from '@flowmap/local/account';

/** Changes the ARNs of Step Functions between a partition and the one that the local server has. */
export interface OwnArns {
  /** A request, as the local server understands it. */
  ours(request: WireRequest): WireRequest;
  /** An answer, as the client understands it. */
  theirs(answer: WireAnswer): WireAnswer;
}

/** The local server has all its resources in the partition `aws`. */
export function ownArns({ partition, region, account }: Home): OwnArns {
  const own = `arn:${partition}:states:${region}:${account}:`;
  const local = `arn:aws:states:${region}:${account}:`;
  if (own === local) return { ours: (request) => request, theirs: (answer) => answer };
  const changed = (body: Buffer | string, from: string, to: string): Buffer =>
    Buffer.from(body.toString().replaceAll(from, to));
  return {
    ours(request) {
      const body = changed(request.body, own, local);
      return { ...request, headers: { ...request.headers, 'content-length': String(body.length) }, body };
    },
    theirs(answer) {
      const body = changed(answer.body, local, own);
      return { ...answer, headers: { ...answer.headers, 'content-length': String(body.length) }, body };
    },
  };
}
