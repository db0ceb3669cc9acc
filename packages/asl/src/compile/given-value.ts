import type { ItemSource } from '@flowmap/graph';
import { LONGEST_ITEM, TOO_LARGE } from '@flowmap/graph';

const VALUE = '$states.context.Map.Item.Value';

/**
 * The value of an item as the reader gives it, for an ItemSelector. One of a file that is too large for a child is replaced by how long
 * it is, so that its own task fails with its number, and not a child without a word. What a bucket says of an object is short.
 */
export function givenValue({ source }: ItemSource): string {
  if (source === 's3.list') return `{% ${VALUE} %}`;
  const measure = `$length($string(${VALUE}))`;
  return `{% ( $size := ${measure}; $size > ${LONGEST_ITEM} ? {'${TOO_LARGE}': $size} : ${VALUE} ) %}`;
}
