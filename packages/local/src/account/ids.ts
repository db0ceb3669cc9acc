/** Names that an account makes up: the same in every run of a test. */
export interface Ids {
  /** `AROA00000000000000001`; 21 characters, as the ids of roles have. */
  unique(prefix: string): string;
  /** `ASIA0000000000000001`; 20 characters, as access keys have. */
  accessKey(): string;
  /** `00000000-0000-4000-8000-000000000001` */
  uuid(): string;
}

/** Counts through. */
export function countedIds(): Ids {
  let last = 0;
  const next = (width: number): string => String((last += 1)).padStart(width, '0');
  return {
    accessKey: () => `ASIA${next(16)}`,
    unique: (prefix) => `${prefix}${next(21 - prefix.length)}`,
    uuid: () => `00000000-0000-4000-8000-${next(12)}`,
  };
}
