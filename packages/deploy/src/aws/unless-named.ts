import { isNamed } from './fault.js';

/** What a call gives; undefined where it fails by one of these names, such as those that say that nothing is there. */
export async function unlessNamed<T>(asked: Promise<T>, ...names: readonly string[]): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isNamed(error, ...names)) return undefined;
    throw error;
  }
}
