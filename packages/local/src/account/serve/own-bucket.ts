import type { Buckets } from '../../s3/bucket.js';

/** What says that the bucket is the one for artifacts: the tag that `flow-cli bootstrap` gives. */
const TAGS = '<Tagging><TagSet><Tag><Key>flowmap:base</Key><Value>true</Value></Tag></TagSet></Tagging>';

/** Uploads that nobody finished go with the process in any case. */
const LIFECYCLE =
  '<LifecycleConfiguration><Rule><ID>unfinished-uploads</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter>' +
  '<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>' +
  '</Rule></LifecycleConfiguration>';

/** Makes the bucket for artifacts, as `flow-cli bootstrap` makes it, unless it is there. */
export function ensureOwnBucket(buckets: Buckets, name: string, region: string): void {
  if (buckets.find(name) !== undefined) return;
  const { settings } = buckets.create(name, { region });
  settings.set('tagging', TAGS);
  settings.set('lifecycle', LIFECYCLE);
}
