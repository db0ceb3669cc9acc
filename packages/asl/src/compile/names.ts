import { LIMITS } from '../language/index.js';

/** Gives out names that are unique in one machine, the same for the same flow. */
export interface Names {
  /** A state name: `wanted`, or as much of it as fits, made unique. */
  state(wanted: string): string;
  /** A Map's Label: no blanks, slashes or special characters, 40 at most. */
  label(wanted: string): string;
}

/** Makes an empty register of names. */
export function createNames(): Names {
  const states = new Set<string>();
  const labels = new Set<string>();
  return {
    state: (wanted) => unique(states, wanted, LIMITS.stateName),
    label: (wanted) => unique(labels, wanted.replaceAll(/[^A-Za-z0-9_-]/g, '-'), LIMITS.label),
  };
}

function unique(taken: Set<string>, wanted: string, limit: number): string {
  let name = fit(wanted, limit);
  for (let n = 2; taken.has(name); n += 1) name = fit(`${wanted}-${n}`, limit);
  taken.add(name);
  return name;
}

/** Cuts a name that is too long and ends it with a hash of the whole, so that two long names stay different. */
function fit(wanted: string, limit: number): string {
  if (wanted.length <= limit) return wanted;
  const hash = fnv1a(wanted).toString(36).padStart(7, '0');
  return `${wanted.slice(0, limit - hash.length - 1)}-${hash}`;
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/. A hash for names, with nothing to depend on. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
