/** Names that an account makes up: the same after the same calls. */
export interface Ids {
  /** `AROA00000000000000001`; 21 characters, as the ids of roles have. */
  unique(prefix: string): string;
  /** `ASIA0000000000000001`; 20 characters, as access keys have. */
  accessKey(): string;
  /** `00000000-0000-4000-8000-000000000001` */
  uuid(): string;
}

/** Names that are counted through, from where it is said. */
export interface CountedIds extends Ids {
  /** The number of the last one. */
  last: number;
}

/** Counts through. */
export function countedIds(): CountedIds {
  const next = (width: number): string => String((ids.last += 1)).padStart(width, '0');
  const ids: CountedIds = {
    last: 0,
    accessKey: () => `ASIA${next(16)}`,
    unique: (prefix) => `${prefix}${next(21 - prefix.length)}`,
    uuid: () => `00000000-0000-4000-8000-${next(12)}`,
  };
  return ids;
}
