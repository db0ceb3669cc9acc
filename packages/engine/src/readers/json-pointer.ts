import { UnreadableItems } from './item.js';

/** Characters of an ItemsPointer, at most. Source: AWS Step Functions developer guide, "ItemReader". */
const LONGEST = 1_999;

/**
 * The names on the way that a JSON Pointer (RFC 6901) describes: `/a/0` is `a`, then `0`. None for the whole document.
 * Throws UnreadableItems.
 */
export function parsePointer(text: string): readonly string[] {
  if (text === '') return [];
  if (!text.startsWith('/') || text.length > LONGEST) {
    throw new UnreadableItems(
      `The ItemsPointer must be a JSON Pointer of at most ${LONGEST} characters but was: ${text}`,
    );
  }
  return text
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}
