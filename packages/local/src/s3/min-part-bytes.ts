/** Fewest bytes of a part that is not the last: S3's own rule. */
export const MIN_PART_BYTES: number = 5 * 1024 * 1024;
